"""The steps of a pipeline: transforms of albumentations, and groups of them."""

import difflib
import warnings
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from pydantic import Field, field_validator, model_validator

from lab.augmentation.catalogue import EXCLUDED, REQUIRED, find_classes, list_transforms
from lab.i18n import N_, _
from lab.registry import Settings

if TYPE_CHECKING:
    import albumentations

MOST_STEPS = 50


class Step(Settings):
    """A transform with its parameters.

    Attributes:
        kind: tells it from a group.
        transform: its class in albumentations.
        enabled: whether it takes part.
        p: how likely it is applied to an image.
        parameters: those that differ from albumentations' defaults; pairs are lists, as JSON has them.
    """

    kind: Literal["transform"] = Field("transform", title=N_("Kind"), description=N_("A transform, or a group."))
    transform: str = Field(title=N_("Transform"), description=N_("One of albumentations' transforms."))
    enabled: bool = Field(True, title=N_("On"), description=N_("Switched off it stays in the list and does nothing."))
    p: float = Field(
        0.5, ge=0, le=1, title=N_("Probability"), description=N_("How likely it is applied to an image. 1: always.")
    )
    parameters: dict[str, Any] = Field(
        default_factory=dict, title=N_("Parameters"), description=N_("Those that are not albumentations' defaults.")
    )

    @model_validator(mode="before")
    @classmethod
    def _fill_probability(cls, values: Any) -> Any:  # noqa: ANN401 - whatever is being validated
        # Each transform has a probability of its own where none is said: 0.5 for most, 1 for Resize and crops.
        if isinstance(values, dict) and "p" not in values and values.get("transform") in list_transforms():
            return {**values, "p": list_transforms()[values["transform"]].p}
        return values

    @field_validator("transform")
    @classmethod
    def _check_transform(cls, name: str) -> str:
        if name in EXCLUDED and name in find_classes():
            raise ValueError(_("`{name}` cannot take part: {reason}").format(name=name, reason=_(EXCLUDED[name])))
        if name not in list_transforms():
            text = _("`{name}` is not a transform of albumentations for images.")
            raise ValueError(text.format(name=name) + _suggest(name, list_transforms()))
        return name

    @model_validator(mode="after")
    def _check_parameters(self) -> "Step":
        known = list_transforms()[self.transform].parameters
        for name in self.parameters:
            if name not in known:
                text = _("`{transform}` has no parameter `{name}`.")
                raise ValueError(text.format(transform=self.transform, name=name) + _suggest(name, known))
        missing = [name for name, default in known.items() if default is REQUIRED and name not in self.parameters]
        if missing:
            text = _("`{transform}` needs `{name}`.")
            raise ValueError(text.format(transform=self.transform, name=missing[0]))
        self.build()
        return self

    def build(self, p: float | None = None) -> "albumentations.BasicTransform":
        """Make the transform (imports albumentations).

        Args:
            p: another probability than its own.
        """
        with warnings.catch_warnings():
            # It warns of what is slow and of what has newer names; neither is a mistake.
            warnings.simplefilter("ignore")
            cls: Any = find_classes()[self.transform]
            try:
                return cls(**_as_tuples(self.parameters), p=self.p if p is None else p)
            except (ValueError, TypeError) as error:
                raise ValueError(_explain(self.transform, error)) from error


class Group(Settings):
    """Several steps, of which one, some or all are applied.

    Attributes:
        kind: one_of applies one step, drawn by their probabilities; some_of applies `n` of them; sequential all, in
            order.
        enabled: whether it takes part.
        p: how likely the group is applied at all.
        n: how many steps some_of applies.
        steps: what is in it.
    """

    kind: Literal["one_of", "some_of", "sequential"] = Field(
        title=N_("Kind"), description=N_("One of the steps, some of them, or all in order.")
    )
    enabled: bool = Field(True, title=N_("On"), description=N_("Switched off it stays in the list and does nothing."))
    p: float = Field(
        0.5, ge=0, le=1, title=N_("Probability"), description=N_("How likely the group is applied to an image.")
    )
    n: int = Field(1, ge=1, le=MOST_STEPS, title=N_("How many"), description=N_("Steps that are applied together."))
    steps: "tuple[Node, ...]" = Field((), max_length=MOST_STEPS, title=N_("Steps"), description=N_("What is in it."))

    def taking_part(self) -> "tuple[Node, ...]":
        """The steps that may be applied: albumentations cannot draw among steps that are never to be drawn."""
        return tuple(step for step in self.steps if step.enabled and (step.p > 0 or self.kind == "sequential"))

    def build(self, p: float | None = None) -> "albumentations.BaseCompose | None":
        """Make the group (imports albumentations); None where nothing in it takes part.

        Args:
            p: another probability than its own.
        """
        import albumentations

        steps = build_steps(self.taking_part())
        p = self.p if p is None else p
        if not steps:
            return None
        if self.kind == "one_of":
            return albumentations.OneOf(steps, p=p)
        if self.kind == "some_of":
            return albumentations.SomeOf(steps, n=min(self.n, len(steps)), p=p)
        return albumentations.Sequential(steps, p=p)


Node = Annotated[Union[Step, Group], Field(discriminator="kind")]  # noqa: UP007 - pydantic resolves it by name
Group.model_rebuild()


def build_steps(steps: "tuple[Step | Group, ...]") -> list[Any]:
    """Make those that take part."""
    built = (step.build() for step in steps if step.enabled)
    return [one for one in built if one is not None]


def _as_tuples(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Lists of JSON as albumentations wants them."""
    if isinstance(value, dict):
        return {name: _as_tuples(one) for name, one in value.items()}
    return tuple(_as_tuples(one) for one in value) if isinstance(value, list | tuple) else value


def _suggest(name: str, known: Any) -> str:  # noqa: ANN401 - any collection of names
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return " " + _("Did you mean `{name}`?").format(name=near[0]) if near else ""


def _explain(transform: str, error: Exception) -> str:
    """A schema's complaint in a sentence: the transform, the parameter, what is wrong."""
    lines = [line.strip() for line in str(error).strip().splitlines()] or [type(error).__name__]
    if "validation error" not in lines[0] or len(lines) < 3:
        return f"`{transform}`: {lines[0]}"
    # albumentations wraps pydantic's text: a title, the parameter, the complaint.
    reason = lines[2].split("[type=")[0].strip().removeprefix("Value error, ").rstrip(". ")
    text = _("`{transform}`: `{name}` is not right: {reason}.")
    return text.format(transform=transform, name=lines[1], reason=reason)
