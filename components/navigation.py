"""The pages of the lab, in the order in which one walks through it."""

from dataclasses import dataclass

import streamlit as st

from lab.i18n import N_, _


@dataclass(frozen=True)
class LabPage:
    """A page.

    Attributes:
        script: path of its script.
        title: its title, to be translated.
        icon: a Material symbol.
        purpose: a few words on what one does there, to be translated.
        default: whether it is the first one to be seen.
    """

    script: str
    title: str
    icon: str
    purpose: str
    default: bool = False

    def build(self) -> st.Page:
        """The page as Streamlit's navigation wants it."""
        return st.Page(self.script, title=_(self.title), icon=self.icon, default=self.default)


HOME = LabPage("pages/home.py", N_("Home"), ":material/home:", "", default=True)
DATA = LabPage("pages/data.py", N_("Data"), ":material/photo_library:", N_("Choose images and look at them."))
AUGMENT = LabPage("pages/augment.py", N_("Augment"), ":material/auto_fix_high:", N_("Change them at random."))
SCALE = LabPage("pages/scale.py", N_("Scale"), ":material/equalizer:", N_("Turn pixels into numbers."))
MODEL = LabPage("pages/model.py", N_("Model"), ":material/lan:", N_("Choose a network and how it learns."))
TRAIN = LabPage("pages/train.py", N_("Train"), ":material/show_chart:", N_("Watch it learn, live."))
PREDICT = LabPage("pages/predict.py", N_("Predict"), ":material/image_search:", N_("Try it on your own images."))
RUNS = LabPage("pages/runs.py", N_("Runs"), ":material/history:", N_("Everything that was trained."))

PATH = (DATA, AUGMENT, SCALE, MODEL, TRAIN, PREDICT)
PAGES = (HOME, *PATH, RUNS)
