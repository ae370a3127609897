"""A pipeline of one's own: any transforms of albumentations, in groups, nested."""

from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import Field

from lab.augmentation.base import AUGMENTATIONS, Augmentation
from lab.augmentation.steps import MOST_STEPS, Node, build_steps
from lab.i18n import N_

if TYPE_CHECKING:
    import albumentations


@AUGMENTATIONS.register
class Pipeline(Augmentation):
    """Steps that are applied one after another."""

    order: ClassVar[int] = 2
    title: ClassVar[str] = N_("A pipeline of your own")
    summary: ClassVar[str] = N_("Any transforms of albumentations, one after another, in groups, nested.")
    name: Literal["pipeline"] = "pipeline"
    p: float = Field(1.0, ge=0, le=1, title=N_("Probability"), description=N_("How likely an image is changed at all."))
    steps: tuple[Node, ...] = Field(
        (),
        max_length=MOST_STEPS,
        title=N_("Steps"),
        description=N_("Applied one after another."),
        # They have an editor of their own.
        json_schema_extra={"hidden": True},
    )

    def transforms(self) -> "list[albumentations.BasicTransform]":
        """Those that take part."""
        return build_steps(self.steps)

    def compose(self, **options: Any) -> Any:  # noqa: ANN401
        """See Augmentation; with a probability of its own."""
        return super().compose(p=self.p, **options)
