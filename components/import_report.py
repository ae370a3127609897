"""What became of every file of an import."""

import pandas as pd
import streamlit as st

from lab.datasets.imported_folder import ImportedFolder
from lab.i18n import _, translate

ROWS_SHOWN = 500


def draw_report(folder: ImportedFolder) -> None:
    """Draw the numbers, the notes, and every file that was left out with its reason.

    Args:
        folder: the data set.
    """
    report = folder.read_report()
    with st.container(horizontal=True, gap="medium"):
        st.metric(_("Files"), f"{report.total:,}")
        st.metric(_("Imported"), f"{report.imported:,}")
        st.metric(_("Left out"), f"{len(report.skipped):,}")
    for note in report.notes:
        st.warning(translate(note), icon=":material/info:")
    if not report.skipped:
        st.success(_("Every file became an image of the data set."), icon=":material/check_circle:")
        return
    table = pd.DataFrame(
        {
            _("File"): [one.file for one in report.skipped],
            _("Why it was left out"): [translate(one.reason) for one in report.skipped],
        }
    )
    st.dataframe(table.head(ROWS_SHOWN), hide_index=True)
    if len(table) > ROWS_SHOWN:
        st.caption(_("The first {shown} of {count:,}; the CSV has all.").format(shown=ROWS_SHOWN, count=len(table)))
    st.download_button(
        _("Download as CSV"),
        # With the mark by which Excel knows UTF-8.
        table.to_csv(index=False).encode("utf-8-sig"),
        file_name=f"{folder.id}-left-out.csv",
        mime="text/csv",
        icon=":material/download:",
    )
