"""What the administrator sets, through environment variables that begin with LAB_."""

import os
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, field_validator

from lab.i18n import LANGUAGES, _
from lab.validation import validate


class LabSettings(BaseModel):
    """Where things are kept and how much may run at once.

    Attributes:
        home: everything the lab writes; LAB_HOME.
        folder_root: data sets made of folders must lie below this; LAB_FOLDER_ROOT, `home/images` by default.
        training_slots: how many runs train at once; LAB_TRAINING_SLOTS.
        warm_workers: idle workers that have TensorFlow imported; LAB_WARM_WORKERS.
        cache_gigabytes: what prepared images may take on disk before the least recently used are deleted;
            LAB_CACHE_GIGABYTES.
        service_megabytes: what the model service may take in memory before it drops the networks not used for longest;
            LAB_SERVICE_MEGABYTES. Without any it takes about 900.
        most_pixels: images with more are refused; LAB_MOST_PIXELS. A photograph of 8,000 × 6,000 takes 150 MB.
        language: the pages' where nobody has chosen one, "en" or "ko"; LAB_LANGUAGE, the browser's by default.
        weights_folder: pretrained weights that the administrator has put somewhere, beside those that the lab fetches;
            LAB_WEIGHTS_FOLDER, none by default.
        import_files: an import with more files is refused; LAB_IMPORT_FILES.
        import_megabytes: an import with more, unpacked, is refused; LAB_IMPORT_MEGABYTES.
        import_file_megabytes: a larger file is left out; LAB_IMPORT_FILE_MEGABYTES.
        import_expansion: an archive that grows by more than this when unpacked is refused; LAB_IMPORT_EXPANSION. Images
            are compressed already and hardly grow.
        predict_images: how many images somebody may have predicted together; LAB_PREDICT_IMAGES.
    """

    model_config = ConfigDict(frozen=True)

    home: Path = Path("lab-home")
    folder_root: Path = Path()
    weights_folder: Path | None = None
    language: str = ""
    training_slots: int = Field(1, ge=1, le=64)
    warm_workers: int = Field(1, ge=0, le=8)
    cache_gigabytes: float = Field(20, gt=0)
    service_megabytes: int = Field(2_000, ge=1_000)
    # Pillow has a limit of its own above this.
    most_pixels: int = Field(50_000_000, ge=1, le=178_000_000)
    import_files: int = Field(100_000, ge=1)
    import_megabytes: int = Field(10_000, ge=1)
    import_file_megabytes: int = Field(100, ge=1)
    import_expansion: int = Field(100, ge=2)
    predict_images: int = Field(2_000, ge=1)

    @field_validator("language")
    @classmethod
    def _check_language(cls, value: str) -> str:
        if value and value not in LANGUAGES:
            allowed = ", ".join(LANGUAGES)
            raise ValueError(_("`{name}` must be one of {allowed}.").format(name="language", allowed=allowed))
        return value

    @property
    def runs_directory(self) -> Path:
        """The run folders."""
        return self.home / "runs"

    @property
    def index_path(self) -> Path:
        """The SQLite index of the runs."""
        return self.home / "index.sqlite"

    @property
    def datasets_directory(self) -> Path:
        """What was fetched, imported and prepared."""
        return self.home / "datasets"

    @property
    def networks_directory(self) -> Path:
        """Networks that somebody built and saved by name."""
        return self.home / "networks"

    @property
    def weights_directory(self) -> Path:
        """Pretrained weights that were fetched."""
        return self.home / "weights"

    @property
    def imported_directory(self) -> Path:
        """The imported data sets, a folder each."""
        return self.datasets_directory / "imported"

    @property
    def prepared_directory(self) -> Path:
        """Images at a network's size, which can be made again."""
        return self.datasets_directory / "prepared"

    @property
    def features_directory(self) -> Path:
        """What networks made of their data sets' images, which can be measured again."""
        return self.home / "features"


@lru_cache
def load_settings() -> LabSettings:
    """Read the settings from the environment, once a process.

    Raises:
        ConfigError: a value is not allowed.
    """
    names = LabSettings.model_fields
    values = {name: os.environ[f"LAB_{name.upper()}"] for name in names if os.environ.get(f"LAB_{name.upper()}")}
    values.setdefault("home", "lab-home")
    values.setdefault("folder_root", str(Path(values["home"]) / "images"))
    settings = validate(LabSettings, values)
    paths = {name: getattr(settings, name) for name in ("home", "folder_root", "weights_folder")}
    return settings.model_copy(update={name: path and path.expanduser().resolve() for name, path in paths.items()})
