"""The register of operations."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import ConfigDict, validate_call

F = TypeVar("F", bound=Callable[..., Any])

OPERATIONS: dict[str, Callable[..., Any]] = {}


def operation(function: F) -> F:
    """Register an operation under its function's name (to be used as a decorator).

    Raises:
        ValueError: the name is taken.
    """
    if function.__name__ in OPERATIONS:
        raise ValueError(f"The operation `{function.__name__}` is registered twice.")
    OPERATIONS[function.__name__] = validate_call(config=ConfigDict(arbitrary_types_allowed=True))(function)
    return function


def discover(package: str) -> None:
    """Import every module of a package, so that each registers what it holds."""
    for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
        importlib.import_module(f"{package}.{module.name}")
