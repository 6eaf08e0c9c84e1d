"""A host as it is shown: in its letters where they cannot deceive, else in punycode."""

import unicodedata
from typing import Final

import idna

_ALIKE: Final = frozenset(("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC", "GEORGIAN", "LISU"))
"""Scripts whose letters pass for Latin ones: a whole word of them can look like another name."""
_TOGETHER: Final = frozenset(("CJK", "HIRAGANA", "KATAKANA"))
_LIGATURES: Final = frozenset("œæßø")


def shown_host(host: str) -> str:
    """Return the host, given in either form, as a reader is to see it."""
    try:
        ascii_form = idna.encode(host, uts46=True).decode() if not host.isascii() else host.lower()
        letters = idna.decode(ascii_form)
    except (idna.IDNAError, UnicodeError):
        return host.encode("ascii", "backslashreplace").decode()
    return letters if all(_honest(label) for label in letters.split(".")) else ascii_form


def _honest(label: str) -> bool:
    """Return whether the label is written in one script, and in one that is not taken for another."""
    scripts = {_script(sign) for sign in label if not (sign.isascii() and not sign.isalpha())}
    if scripts <= {"LATIN"}:
        return True
    return not scripts & _ALIKE and (len(scripts) == 1 or scripts <= _TOGETHER) and "" not in scripts


def _script(sign: str) -> str:
    """Return the script by the first word of the letter's name; Latin means a letter of the alphabet, accented or not."""
    if sign.isascii() or sign in _LIGATURES:
        return "LATIN"
    name = unicodedata.name(sign, "").split(" ")[0].split("-")[0]
    if name == "LATIN":
        return name if unicodedata.normalize("NFD", sign)[0].isascii() else ""
    return name
