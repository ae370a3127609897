"""From a step's parameters to the form that is drawn, and back."""

from typing import Any

from pydantic import ValidationError

from lab.augmentation.catalogue import BORDER_MODES, begin, list_transforms, make_form
from lab.registry import Settings


def to_form(name: str, parameters: dict[str, Any], size: int) -> Settings:
    """The form's values for parameters; a value that the form cannot show leaves the form's default.

    Args:
        name: the transform.
        parameters: those that differ from albumentations' defaults.
        size: height and width of the images, in pixels.
    """
    form = make_form(name, size)
    values = form().model_dump()
    for parameter, value in {**list_transforms()[name].parameters, **parameters}.items():
        if parameter not in values or (
            parameter not in parameters and parameter in begin(list_transforms()[name], size)
        ):
            continue
        shown = _show(value, values[parameter], parameter)
        try:
            form.model_validate({**values, parameter: shown})
        except ValidationError:
            continue
        values[parameter] = shown
    return form.model_validate(values)


def from_form(name: str, form: Settings, before: dict[str, Any] | None = None) -> dict[str, Any]:
    """Parameters from a form's values.

    Args:
        name: the transform.
        form: made by `make_form`.
        before: parameters that the form does not show are kept from here.

    Returns:
        Those that differ from albumentations' defaults, as JSON holds them.
    """
    known = list_transforms()[name].parameters
    values = form.model_dump()
    kept = {parameter: value for parameter, value in (before or {}).items() if parameter not in values}
    for parameter, value in values.items():
        given: Any = BORDER_MODES.index(value) if parameter == "border_mode" else value
        given = list(given) if isinstance(given, tuple) else given
        default = known[parameter]
        if given != (list(default) if isinstance(default, tuple) else default):
            kept[parameter] = given
    return kept


def new_parameters(name: str, size: int) -> dict[str, Any]:
    """Parameters of a step that has just been added.

    Args:
        name: the transform.
        size: height and width of the images, in pixels.
    """
    suited = begin(list_transforms()[name], size)
    hidden = {one: list(value) if isinstance(value, tuple) else value for one, value in suited.items()}
    return from_form(name, make_form(name, size)(), hidden)


def _show(value: Any, usual: Any, parameter: str) -> Any:  # noqa: ANN401 - of any kind that a form shows
    """A value as the form has it: pairs for single numbers where the form draws a pair."""
    if parameter == "border_mode" and isinstance(value, int):
        return BORDER_MODES[value]
    if isinstance(usual, tuple) and isinstance(value, int | float):
        # albumentations takes a single limit as the range from its negative, or from the form's low end.
        return (-value, value) if usual[0] < 0 else (min(usual[0], value), value)
    return tuple(value) if isinstance(value, list) else value
