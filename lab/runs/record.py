"""A run as the index knows it."""

from dataclasses import dataclass

from lab.runs.about import About
from lab.runs.status import RunStatus


@dataclass(frozen=True)
class RunRecord:
    """A run as the index knows it.

    Attributes:
        id: the name of its folder.
        number: counts up in the order of creation.
        owner: who started it, for the fair queue.
        state: its state.
        created: seconds since 1970.
        dataset: label of the data set.
        architecture: name of the architecture.
        test_accuracy: 0…1, or None before its end.
        config: what was wanted, as JSON.
        name: what somebody calls it, or empty.
        note: what somebody says about it, or empty.
        tags: words to find it by.
        archived: whether lists leave it out.
        epochs_done: how many epochs were trained, once it has ended.
        best_epoch: the one with the lowest validation loss, once it has ended.
        best_val_loss: the lowest, once it has ended.
        best_val_accuracy: the highest, 0…1, once it has ended.
    """

    id: str
    number: int
    owner: str
    state: RunStatus
    created: float
    dataset: str
    architecture: str
    test_accuracy: float | None
    config: str = "{}"
    name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    archived: bool = False
    epochs_done: int = 0
    best_epoch: int | None = None
    best_val_loss: float | None = None
    best_val_accuracy: float | None = None

    def __post_init__(self) -> None:
        """Make what it should be out of what SQLite holds."""
        for name, make in (("state", RunStatus), ("tags", tuple), ("archived", bool)):
            object.__setattr__(self, name, make(getattr(self, name)))

    @property
    def about(self) -> About:
        """What somebody says about it."""
        return About(name=self.name, note=self.note, tags=self.tags, archived=self.archived)
