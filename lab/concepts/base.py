"""What every concept has."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from lab.config import RunConfig
from lab.registry import Registered, Registry


def slider_over(*values: float) -> dict[str, Any]:
    """What a field says that is to be a slider over these values; any other within its bounds is allowed as well."""
    return {"widget": "slider", "values": list(values)}


@dataclass(frozen=True)
class Preset:
    """Settings worth a look.

    Attributes:
        title: what it shows, in a few words, to be translated.
        values: the settings that differ from the defaults.
    """

    title: str
    values: Mapping[str, Any] = field(default_factory=dict)


class Concept(Registered):
    """A concept; its fields are the controls beside its picture.

    Attributes:
        icon: a Material symbol.
        presets: two or three that show it working and failing.
        setting: dotted path of the config's field that it is about.
        lab_page: name of the page in the lab on which that field is.
        lab_label: what the way there says, to be translated.
    """

    icon: ClassVar[str]
    presets: ClassVar[tuple[Preset, ...]]
    setting: ClassVar[str]
    lab_page: ClassVar[str] = "model"
    lab_label: ClassVar[str]

    @classmethod
    def from_preset(cls, preset: Preset) -> Self:
        """The settings of a preset."""
        return cls.model_validate(preset.values)

    def controls(self) -> tuple[str, ...]:
        """The fields to draw, in their order: those that matter with the other settings as they are."""
        return tuple(name for name in type(self).model_fields if name != "name")

    @abstractmethod
    def fill_in(self, draft: RunConfig) -> RunConfig:
        """A config for a real network with the same setting.

        Args:
            draft: what is being put together in the lab.
        """


CONCEPTS: Registry[Concept] = Registry("concept")
