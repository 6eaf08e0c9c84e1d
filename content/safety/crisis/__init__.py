"""Crisis: whether words suggest an overdose, somebody unconscious, self-harm or suicide; in doubt, they do.

Content policy, section 7, rule 21.
"""

from typing import Final

from rapidfuzz.distance import OSA

from content.safety.crisis.body import BODY
from content.safety.crisis.despair import DESPAIR
from content.safety.crisis.idioms import IDIOMS
from content.safety.plain import plain

_ALONE: Final = ("suicide", "suicider", "suicidaire", "overdose", "overdoses", "surdose", "surdosage")
_LIKE: Final = (
    "suicid",
    "overdo",
    "surdos",
    "suissid",
    "suicit",
    "suiside",
    "suisid",
    "overdoz",
    "scarifi",
    "automutil",
)
_OTHER: Final = frozenset(
    ("overdone", "surdoue", "surdoues", "surpose", "overdue", "lucide", "overdoing", "suivie", "suivies")
)


def crisis(text: str) -> bool:
    """Return whether the words suggest that somebody is in danger of death; time is linear in their length."""
    said = IDIOMS.sub(" ", plain(text))
    if any(_names_it(word) for word in said.split()) or " over dos" in said:
        return True
    return DESPAIR.search(said) is not None or BODY.search(said) is not None


def _names_it(word: str) -> bool:
    if word in _OTHER or not 6 <= len(word) <= 16:
        return False
    if word.startswith(_LIKE):
        return True
    return any(OSA.distance(word, sign, score_cutoff=1) <= 1 for sign in _ALONE)
