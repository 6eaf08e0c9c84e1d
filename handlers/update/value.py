"""Value: a number as people type one, as figures are kept."""

import re
from typing import Final

_SPACES: Final = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_VALUE: Final = re.compile(r"-?\d{1,12}(?:\.\d{1,6})?(?:-\d{1,12}(?:\.\d{1,6})?)?", re.ASCII)


def value_of(typed: str) -> str | None:
    """Return the number or the range as a figure keeps it, ``1234.5`` or ``250-300``; None for anything else."""
    plain = _SPACES.sub("", typed.strip()).replace(",", ".").replace("–", "-").replace(" - ", "-")
    return plain if _VALUE.fullmatch(plain) else None
