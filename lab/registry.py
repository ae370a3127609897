"""One registry for everything that can be chosen: data sets, architectures, optimizers, scalings, augmentations.

A registered thing is a frozen pydantic model whose fields are its hyperparameters. `name` is a `Literal` with itself as
default, so JSON holds `{"name": "sgd", "momentum": 0.9}`. Adding one is adding a file to its package.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Generic, TypeVar, Union

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator

from lab.i18n import _


class Settings(BaseModel):
    """Base of every model that a form is drawn from: frozen, no unknown fields, no NaN or infinity.

    A field's `title`, `description`, bounds and default are declared once, with `pydantic.Field`; its
    `json_schema_extra` may hold "unit" (str), "scale" ("linear" or "log"), "step" (number), "widget" ("slider") and
    "values" (those that the slider offers). A field whose name ends in `_range` is a pair that rises; its ends' own
    bounds stand in the annotation of the pair's items.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _check_order(cls, value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - of any field
        if str(info.field_name).endswith("_range") and isinstance(value, tuple) and value[0] > value[-1]:
            raise ValueError(_("`{name}` must rise.").format(name=info.field_name))
        return value


class Registered(Settings):
    """Base of everything kept in a `Registry`.

    Attributes:
        title: what people call it.
        summary: one or two sentences on what it is and what for.
        name: its name in JSON, a `Literal` in each subclass.
    """

    title: ClassVar[str]
    summary: ClassVar[str]
    name: str = ""


R = TypeVar("R", bound=Registered)


class Registry(Generic[R]):
    """Registered classes by name, in the order in which they are offered.

    Args:
        kind: what it holds, for error messages, such as "optimizer".
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._classes: dict[str, type[R]] = {}

    def register(self, cls: type[R]) -> type[R]:
        """Add a class (to be used as a decorator).

        Raises:
            ValueError: its name is taken.
        """
        name = cls.model_fields["name"].default
        if name in self._classes:
            raise ValueError(f"The {self.kind} `{name}` is registered twice.")
        self._classes[name] = cls
        return cls

    def discover(self, package: str) -> None:
        """Import every module of a package, so that each registers what it holds."""
        path = importlib.import_module(package).__path__
        for module in pkgutil.iter_modules(path):
            importlib.import_module(f"{package}.{module.name}")
        self._classes = dict(sorted(self._classes.items(), key=lambda item: item[1].__dict__.get("order", 50)))

    def union(self) -> Any:  # noqa: ANN401 - a type built at run time
        """The annotation of a field that takes any registered class, told apart by `name`."""
        classes = tuple(self._classes.values())
        return Annotated[Union[classes], Field(discriminator="name")] if len(classes) > 1 else classes[0]  # noqa: UP007

    def __getitem__(self, name: str) -> type[R]:
        """The class of that name; KeyError where there is none."""
        return self._classes[name]

    def __iter__(self) -> Iterator[str]:
        """The names, in the order in which they are offered."""
        return iter(self._classes)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._classes)

    def classes(self) -> list[type[R]]:
        """The classes, in the order in which they are offered."""
        return list(self._classes.values())
