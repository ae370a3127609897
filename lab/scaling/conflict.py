"""A scaling that contradicts what a network's weights were trained with."""

from typing import TYPE_CHECKING

from lab.errors import ConfigError
from lab.i18n import _
from lab.scaling import SCALINGS

if TYPE_CHECKING:
    from lab.config import RunConfig


def find_conflict(config: "RunConfig") -> ConfigError | None:
    """What is wrong with a config's scaling, if its network brings weights that expect another one.

    Returns:
        An error at "scaling", or None.
    """
    expected = config.architecture.expected_scaling()
    if expected is None or expected == config.scaling.name:
        return None
    text = _("These weights were trained with the scaling `{expected}`; `{chosen}` gives them other numbers.")
    return ConfigError(
        "scaling",
        text.format(expected=_(SCALINGS[expected].title), chosen=_(config.scaling.title)),
    )
