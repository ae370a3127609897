"""Deleting an imported data set, after saying what would be lost."""

import streamlit as st

from components.backend import get_controller
from components.failures import shown_failures
from components.open_data import choose_dataset, open_source
from components.verbatim import verbatim
from lab.datasets.digits import Digits
from lab.datasets.imported import Imported
from lab.i18n import _, ngettext


def draw_deletion(dataset: Imported) -> None:
    """Draw the button, and behind it what deleting would mean.

    Args:
        dataset: the draft's.
    """
    with st.popover(_("Delete"), icon=":material/delete:"):
        runs = get_controller().runs_on(dataset.id)
        st.markdown(
            _("Delete **{title}** with its images and all its versions?").format(title=verbatim(dataset.label()))
        )
        if runs:
            st.caption(
                ngettext(
                    "One run was trained on it. It keeps its curves and its network, but cannot be repeated.",
                    "{count} runs were trained on it. They keep their curves and networks, but cannot be repeated.",
                    len(runs),
                )
            )
        if st.button(_("Delete the images"), type="primary", icon=":material/delete_forever:"):
            with shown_failures():
                get_controller().delete_dataset(dataset.id)
                open_source.clear()
                choose_dataset(Digits())
                st.rerun()
