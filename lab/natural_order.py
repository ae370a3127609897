"""The order in which people expect names: 2 before 10."""

import re


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Orders by the numbers in a name, however long; the name itself decides between 1 and 01."""
    parts = [part for part in re.split(r"([0-9]+)", name) if part]
    return [_number_key(part.lstrip("0")) if part[0] in "0123456789" else (1, 0, part) for part in parts], name


def _number_key(digits: str) -> tuple[int, int, str]:
    # Of two numbers the one with more digits is the larger; Python refuses to read one of thousands.
    return 0, len(digits), digits
