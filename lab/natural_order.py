"""The order in which people expect names: 2 before 10."""

import re


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Orders by the numbers in a name; the name itself decides between 1 and 01."""
    parts = [part for part in re.split(r"(\d+)", name) if part]
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts], name
