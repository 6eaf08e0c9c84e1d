"""Calm figures: which may stand alone in a digest nobody asked a question in."""

import datetime as dt
from typing import Final

from content.digest.selection import OFFICIAL
from content.fold import listed, words
from content.records import Article, Figure

RECENT: Final = dt.timedelta(days=2 * 365 + 1)
"""An older number says how things were, and a digest is read as how they are."""

_ALARMING: Final = listed(
    "arme armes arms blesse blesses dead death deaths feu gun guns mort morte mortes morts rixe rixes shot shots tir tirs"
)
_ALARMING_STEMS: Final = (
    "agress", "assault", "assassin", "attack", "attaqu", "attentat", "blessure", "coups", "couteau", "explos", "firearm",
    "fusil", "homicid", "injur", "kill", "knife", "knives", "meurtr", "mortalit", "mortier", "murder", "pistol", "shoot",
    "stab", "victim", "violen", "weapon",
)  # fmt: skip
"""What speaks of violence, weapons or death; folded, in French and English."""


def calm(figure: Figure, carrier: Article | None, today: dt.date) -> bool:
    """Return whether the figure may be that of a week: read in an official voice, at most two years old, of no violence or death."""
    if carrier is None or carrier.reliability not in OFFICIAL:
        return False
    if figure.as_of is None or figure.as_of.last < today - RECENT:
        return False
    return not _alarming(figure)


def _alarming(figure: Figure) -> bool:
    said = (figure.title, figure.unit, figure.scope, figure.written, figure.caveat)
    spoken = {word for text in said if text is not None for one in text.values() for word in words(one)}
    return any(word in _ALARMING or word.startswith(_ALARMING_STEMS) for word in spoken)
