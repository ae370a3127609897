"""What the model service can be asked, a file each: adding an operation is adding a file.

An operation is a function `(context, **arguments) -> result`, registered under its name with `@operation`. Its
arguments come as their annotations say: models from JSON, arrays as arrays. One that may take longer than half a second
is a generator of `Pieces`.
"""

from lab.worker.operations.base import OPERATIONS, discover

discover(__name__)

__all__ = ["OPERATIONS"]
