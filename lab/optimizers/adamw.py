"""AdamW (Loshchilov and Hutter, 2019, "Decoupled Weight Decay Regularization")."""

from typing import ClassVar, Literal

from pydantic import Field

from lab.i18n import N_
from lab.optimizers.adam import Adam
from lab.optimizers.base import OPTIMIZERS


@OPTIMIZERS.register
class AdamW(Adam):
    """Adam whose weight decay does not pass through its step sizes."""

    keras_class: ClassVar[str] = "AdamW"
    order: ClassVar[int] = 4
    title: ClassVar[str] = N_("AdamW")
    summary: ClassVar[str] = N_(
        "Adam with weight decay as it was meant: every weight shrinks by the same part, whatever its gradients were."
    )
    name: Literal["adamw"] = "adamw"  # type: ignore[assignment]
    weight_decay: float = Field(
        0.004,
        ge=0,
        le=1,
        title=N_("Weight decay"),
        description=N_("How much of every weight is taken away at each step, apart from the gradient; 0 for none."),
        json_schema_extra={"scale": "log"},
    )
