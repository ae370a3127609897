"""Names that people gave, in texts that are Markdown."""

import re

# What means something to Markdown or to Streamlit's own additions, anywhere or at the beginning of a text.
SPECIAL = re.compile(r"[\\`*_{}\[\]<>~$:|]|^[#+-](?=\s)|(?<=^\d)[.)](?=\s)")


def verbatim(name: str) -> str:
    """A name as it stands, whatever Markdown it may contain.

    Args:
        name: of a run, a class, a file, a data set.

    Returns:
        Markdown that shows the name.
    """
    return SPECIAL.sub(r"\\\g<0>", name)
