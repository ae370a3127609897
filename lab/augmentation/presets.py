"""Pipelines to begin with: the course's, Keras's generator, and a few that go wrong, with the reason."""

from dataclasses import dataclass

from lab.augmentation.code import read_code
from lab.augmentation.pipeline import Pipeline
from lab.i18n import N_


@dataclass(frozen=True)
class Preset:
    """A pipeline with a name.

    Attributes:
        title: what it is called.
        why: what it shows, or why it goes wrong.
        code: in albumentations' own words; `SIZE` is the images' size, `PART` three quarters of it.
        is_bad: whether it is there to go wrong.
    """

    title: str
    why: str
    code: str
    is_bad: bool = False

    def build(self, size: int) -> Pipeline:
        """The pipeline for images of a size."""
        code = self.code.replace("SIZE", str(size)).replace("PART", str(max(1, size * 3 // 4)))
        return read_code(code)[0].pipeline


COLOR = """A.Compose([A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5), A.OneOf([A.ColorJitter(p=0.5),
    A.RandomBrightnessContrast(brightness_limit=0.2, contrast_limit=0.2, p=0.5)])])"""
NESTED = """A.Compose([A.CenterCrop(height=PART, width=PART, p=0.5), A.HorizontalFlip(p=0.5),
    A.Rotate(limit=(45, 90), p=1), A.OneOf([A.Blur(p=0.3, blur_limit=(3, 5)), A.CLAHE(p=0.3)]),
    A.Resize(SIZE, SIZE, p=1)])"""
KERAS = """A.Compose([A.Affine(rotate=(-20, 20), translate_percent=(-0.2, 0.2), border_mode=1, p=1),
    A.ColorJitter(brightness=(0.7, 1.3), contrast=(1, 1), saturation=(1, 1), hue=(0, 0), p=1),
    A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5)])"""

STRONG = """A.Compose([A.RandomResizedCrop(size=(SIZE, SIZE), scale=(0.5, 1), p=1), A.HorizontalFlip(p=0.5),
    A.ColorJitter(p=0.8), A.CoarseDropout(num_holes_range=(1, 3), p=0.5)])"""

PRESETS: dict[str, Preset] = {
    "course_color": Preset(
        N_("The course: flips and one of two colour changes"), N_("What the course trains its photographs with."), COLOR
    ),
    "course_nested": Preset(
        N_("The course: crop, flip, turn, blur or contrast, resize"),
        N_("A group inside; the resize at the end brings every image back to one size."),
        NESTED,
    ),
    "keras": Preset(
        N_("Keras's generator: rotation 20, shifts 0.2, brightness 0.7 … 1.3, flips"),
        N_("The options of ImageDataGenerator that the course uses, borders filled as Keras does (nearest)."),
        KERAS,
    ),
    "gentle": Preset(
        N_("Gentle: for digits and signs"),
        N_("Small shifts and turns, no flips: what is written stays readable."),
        "A.Compose([A.Affine(rotate=(-10, 10), translate_percent=(-0.08, 0.08), scale=(0.9, 1.1), p=1)])",
    ),
    "strong": Preset(
        N_("Strong: cut out, colours, holes"),
        N_("For many epochs on few photographs."),
        STRONG,
    ),
    "bad_flips": Preset(
        N_("Bad: flipping digits"),
        N_("A 2 in a mirror is no 2, and a 6 upside down is a 9: the labels become wrong."),
        "A.Compose([A.HorizontalFlip(p=0.5), A.VerticalFlip(p=0.5)])",
        is_bad=True,
    ),
    "bad_colors": Preset(
        N_("Bad: other colours where the colour is the class"),
        N_("Ripe and unripe, red light and green: the only thing that tells the classes apart is drawn at random."),
        "A.Compose([A.HueSaturationValue(hue_shift_limit=(-90, 90), p=1), A.ChannelShuffle(p=0.5)])",
        is_bad=True,
    ),
    "bad_crop": Preset(
        N_("Bad: a crop that loses the object"),
        N_("A tenth of the image is often background; it keeps the label of what is no longer there."),
        "A.Compose([A.RandomResizedCrop(size=(SIZE, SIZE), scale=(0.05, 0.1), p=1)])",
        is_bad=True,
    ),
}
