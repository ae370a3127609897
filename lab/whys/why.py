"""Why a setting matters: what too little and too much of it do, and where the course treats it."""

from dataclasses import dataclass
from types import MappingProxyType

from pydantic import BaseModel

from lab.i18n import _
from lab.whys.callbacks import CALLBACKS
from lab.whys.data import DATA
from lab.whys.learning import LEARNING
from lab.whys.network import NETWORK
from lab.whys.transfer import TRANSFER


@dataclass(frozen=True)
class Why:
    """What is worth knowing about a setting besides what it is.

    Attributes:
        low: what too little of it does; empty where it is no quantity.
        high: what too much of it does.
        note: what each choice does, where it is no quantity.
        course: the part of the course that treats it; empty where none does.
    """

    low: str = ""
    high: str = ""
    note: str = ""
    course: str = ""


WHYS = MappingProxyType({
    name: Why(**texts) for part in (DATA, NETWORK, TRANSFER, LEARNING, CALLBACKS) for name, texts in part.items()
})  # fmt: skip


def find_why(model: type[BaseModel], field: str) -> Why | None:
    """The why of a field: its own class's where there is one, else what holds for the name everywhere.

    Args:
        model: the settings' class.
        field: the field's name.
    """
    names = [f"{cls.__name__}.{field}" for cls in model.__mro__]
    return next((WHYS[name] for name in (*names, field) if name in WHYS), None)


def explain_setting(model: type[BaseModel], field: str) -> str:
    """What a setting is and why it matters, translated, as Markdown; empty where nothing is known.

    Args:
        model: the settings' class.
        field: the field's name.
    """
    description = model.model_fields[field].description
    paragraphs = [_(description)] if description else []
    why = find_why(model, field)
    if why is not None:
        paragraphs += [_(why.note)] if why.note else []
        paragraphs += [f"**{_('Too little')}:** {_(why.low)}"] if why.low else []
        paragraphs += [f"**{_('Too much')}:** {_(why.high)}"] if why.high else []
        paragraphs += [f"*{_('In the course')}: {_(why.course)}*"] if why.course else []
    return "\n\n".join(paragraphs)
