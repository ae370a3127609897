"""The lab's own exceptions: mistakes that a person can mend.

Every message says what was wrong, what is allowed, what was received and, where it helps, what to do.
"""


class LabError(Exception):
    """A mistake that a person can mend; its text is shown as it stands."""


class ConfigError(LabError):
    """A setting that cannot work.

    Args:
        field: dotted path of the field in the config, such as "optimizer.learning_rate".
        message: the whole sentence.
        remedy: a value for that field that would work, where one is known.
    """

    def __init__(self, field: str, message: str, remedy: int | None = None) -> None:
        super().__init__(message)
        self.field = field
        self.remedy = remedy


class LayerError(LabError):
    """A layer that cannot take what comes before it."""


class DatasetError(LabError):
    """A data set that is missing, incomplete or not what it should be."""


class ImageError(LabError):
    """A file that is not an image the lab can read."""


class RunError(LabError):
    """A run that does not exist, is damaged, or is not in the state that was asked for."""


class ServiceError(LabError):
    """The model service could not answer."""


class ExplanationError(LabError):
    """A way to explain that this network does not allow."""
