"""The pages of the lab, in the order in which one walks through it."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from lab.i18n import N_, _

PAGES_DIRECTORY = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class LabPage:
    """A page.

    Attributes:
        name: of its script in `pages`.
        title: its title, to be translated.
        icon: a Material symbol.
        purpose: a few words on what one does there, to be translated.
        default: whether it is the first one to be seen.
    """

    name: str
    title: str
    icon: str
    purpose: str
    default: bool = False

    @property
    def script(self) -> str:
        """Path of its script."""
        return str(PAGES_DIRECTORY / f"{self.name}.py")

    def build(self) -> st.Page:
        """The page as Streamlit's navigation wants it."""
        return st.Page(self.script, title=_(self.title), icon=self.icon, default=self.default)


HOME = LabPage("home", N_("Home"), ":material/home:", "", default=True)
DATA = LabPage("data", N_("Data"), ":material/photo_library:", N_("Choose images and look at them."))
AUGMENT = LabPage("augment", N_("Augment"), ":material/auto_fix_high:", N_("Change them at random."))
SCALE = LabPage("scale", N_("Scale"), ":material/equalizer:", N_("Turn pixels into numbers."))
MODEL = LabPage("model", N_("Model"), ":material/lan:", N_("Choose a network and how it learns."))
TRAIN = LabPage("train", N_("Train"), ":material/show_chart:", N_("Watch it learn, live."))
PREDICT = LabPage("predict", N_("Predict"), ":material/image_search:", N_("Try it on your own images."))
INSIDE = LabPage("inside", N_("Look inside"), ":material/visibility:", N_("See what it goes by."))
RUNS = LabPage("runs", N_("Runs"), ":material/history:", N_("Everything that was trained."))
COMPARE = LabPage("compare", N_("Compare"), ":material/compare_arrows:", N_("Lay runs over one another."))
CONCEPTS = LabPage("concepts", N_("Concepts"), ":material/school:", N_("Play with the theory."))

PATH = (DATA, AUGMENT, SCALE, MODEL, TRAIN, PREDICT, INSIDE)
PAGES = (HOME, *PATH, RUNS, COMPARE, CONCEPTS)
