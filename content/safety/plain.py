"""Plain words: what people type on a phone, brought near to what they would have written."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from content.fold import fold

LONGEST: Final = 4096
"""Characters that are read: a message holds no more."""

_APART: Final = {
    "jveux": "je veux", "jveut": "je veux", "jveu": "je veux", "jvx": "je veux", "jv": "je vais", "jvais": "je vais",
    "jvai": "je vais", "jvé": "je vais", "jsuis": "je suis", "jsui": "je suis", "chui": "je suis", "chuis": "je suis",
    "jss": "je suis", "jpense": "je pense", "jpeux": "je peux", "jpeu": "je peux", "jvoudrais": "je veux",
    "jai": "j ai", "jen": "j en", "jme": "je me", "jcrois": "je crois", "jlai": "je l ai", "cest": "c est", "ya": "il y a",
    "yen": "il y en", "nrespire": "ne respire", "npeut": "ne peut", "nbouge": "ne bouge", "mtuer": "me tuer",
    "msuicider": "me suicider", "mpendre": "me pendre", "ve": "vais", "envi": "envie", "anvie": "envie",
    "veu": "veux", "veut": "veux", "vx": "veux", "voudrais": "veux",
    "voulais": "veux", "voulait": "veux", "veulent": "veux", "vai": "vais", "pu": "plus", "pus": "plus", "pluq": "plus",
    "plu": "plus", "pa": "pas", "mourrir": "mourir", "mourire": "mourir", "mourrire": "mourir", "mouri": "mourir",
    "mourr": "mourir", "mouriir": "mourir", "respir": "respire", "respires": "respire", "respirent": "respire",
    "respirait": "respire",
    "respirer": "respire", "qqn": "quelqu un", "qqun": "quelqu un", "kelkun": "quelqu un", "quelquun": "quelqu un",
    "ki": "qui", "koi": "quoi", "wanna": "want to", "wana": "want to", "gonna": "going to", "dont": "don t",
    "cant": "can t", "isnt": "isn t", "hes": "he s", "shes": "she s", "im": "i m", "wont": "won t", "doesnt": "doesn t",
    "wheres": "where s", "whos": "who s", "urself": "yourself", "mself": "myself", "myslef": "myself", "meself": "myself",
    "killl": "kill", "kil": "kill", "u": "you", "r": "are", "g": "j ai", "tro": "trop", "ell": "elle", "mor": "mort",
    "bcp": "beaucoup", "tt": "tout", "ts": "tous", "mnt": "maintenant", "mtn": "maintenant", "dla": "de la",
    "qd": "quand", "qq": "quelques", "pb": "probleme", "cki": "c est qui", "keske": "qu est ce que",
    "ske": "ce que", "esk": "est ce que", "dc": "donc", "pr": "pour", "ds": "dans", "ac": "avec", "vs": "vous", "ns": "nous",
    "taurais": "t aurais", "arent": "aren t", "didnt": "didn t", "aint": "isn t",
    "couldnt": "couldn t", "ive": "i ve", "lets": "let s", "whats": "what s", "thats": "that s", "theres": "there s",
    "gona": "going to", "gunna": "going to", "tryna": "trying to", "em": "them", "ur": "your", "outta": "out of",
}  # fmt: skip

_GLUED: Final = re.compile(r"j(?=[bcdfgklmnpqrstvz][a-z]{2})")
"""``jfais``, ``jtrouve``: the phone drops the vowel of "je"."""

_SAID_C: Final = re.compile(" c (?=quoi |qui |ou |quand |comment |combien |bon |grave |pas )")
"""``c koi``: the phone drops "est"."""
_STRETCHED: Final = re.compile(r"([a-z])\1{2,}")


def plain(text: str) -> str:
    """Return the folded words with phone spelling undone and stretched letters shortened, one space around each."""
    parts: list[str] = []
    # Single letters in a row are a word spelt out to slip by: "s u i c i d e".
    for lone, group in groupby(
        fold(text[:LONGEST])[:LONGEST].split(), key=lambda word: len(word) == 1 and word.isalpha()
    ):
        run = list(group)
        parts.extend(["".join(run)] if lone and len(run) > 3 else run)
    return _SAID_C.sub(" c est ", f" {' '.join(_written(parts))} ")


def _written(parts: list[str]) -> Iterator[str]:
    before = ""
    for part in parts:
        word = _STRETCHED.sub(r"\1", part)
        # The grams of "10 g" are no verb.
        known = word in _APART and not (word == "g" and before.isdecimal())
        yield _APART[word] if known else _GLUED.sub("je ", word)
        before = part


def words(*alternatives: str) -> str:
    """Return a pattern for one of the alternatives, each a run of whole words; a word may end in ``*`` for a stem."""
    return "(?:" + "|".join(one.replace("*", "[a-z]{0,12}") for part in alternatives for one in part.split("|")) + ")"


def gap(most: int) -> str:
    """Return a pattern for at most ``most`` words between two others; bounded, so that searching stays linear."""
    return rf"(?: [a-z0-9]{{1,30}}){{0,{most}}} "


def unless(*alternatives: str) -> str:
    """Return a pattern that lets go what one of the alternatives follows."""
    return f"(?! {words(*alternatives)}(?= ))"
