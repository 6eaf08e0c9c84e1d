"""The bench's questions: sixteen ways in which people ask for a text they half remember."""

import random
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from content.fold import fold
from content.search.tongues import tongue
from tests.bench.search.corpus import Text
from tests.bench.search.lexicon import SAME, SHORT

_WORD: Final = re.compile(r"[^\W_]+")
_NEIGHBOURS: Final = {
    "a": "zqe", "b": "vn", "c": "xv", "d": "sf", "e": "rz", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl",
    "l": "km", "m": "ln", "n": "bm", "o": "ip", "p": "ol", "q": "sa", "r": "et", "s": "qd", "t": "ry", "u": "yi", "v": "cb",
    "w": "xs", "x": "wc", "y": "tu", "z": "ae",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One question, the reader's language and the text it is about."""

    kind: str
    text: str
    language: str
    slug: str


def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


class Titles:
    """Which texts hold a word in their title: a question is well put when one title alone holds all its words."""

    def __init__(self, texts: Iterable[Text]) -> None:
        """Read the titles."""
        self._holding: dict[str, set[str]] = defaultdict(set)
        for text in texts:
            for word in fold(text.title).split():
                self._holding[word].add(text.slug)

    def holding(self, words: Iterable[str]) -> int:
        """Return how many titles hold all the words."""
        return len(set.intersection(*(self._holding.get(fold(word), set()) for word in words)))


def _telling(text: str, language: str) -> list[str]:
    stop = tongue(language).stop
    return list(dict.fromkeys(w for w in _WORD.findall(text) if len(w) > 2 and fold(w) not in stop and not w.isdigit()))


def _in_order(words: list[str], chosen: Iterable[int]) -> list[str]:
    return [words[at] for at in sorted(chosen)]


def _picked(die: random.Random, text: Text, titles: Titles) -> list[str]:
    """Two words of the title, or as many more as it takes for no other title to hold them all."""
    words = _telling(text.title, text.language)
    order = die.sample(range(len(words)), len(words))
    for count in range(2, len(words)):
        if titles.holding(words[at] for at in order[:count]) == 1:
            return _in_order(words, order[:count])
    return words


def _from_body(die: random.Random, text: Text) -> list[str]:
    words = _telling(text.body, text.language)
    return _in_order(words, die.sample(range(len(words)), min(5, len(words))))


def _slip(die: random.Random, word: str) -> str:
    """One slip of the finger: a letter left out, doubled, exchanged, hit beside or added. The first letter mostly stays."""
    if len(word) < 4:
        return word
    at = die.randrange(0 if die.random() < 0.1 else 1, len(word) - 1)
    kind = die.randrange(5)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    near = die.choice(_NEIGHBOURS.get(_bare(word[at]).lower(), "e"))
    return word[:at] + near + word[at + (kind == 3) :]


def _longest(words: list[str]) -> int:
    return max(range(len(words)), key=lambda at: len(words[at]))


def _exact(die: random.Random, text: Text, titles: Titles) -> str:
    return " ".join(_picked(die, text, titles))


def _no_accents(die: random.Random, text: Text, titles: Titles) -> str:
    return _bare(_exact(die, text, titles)).lower()


def _one_typo(die: random.Random, text: Text, titles: Titles) -> str:
    words = _picked(die, text, titles)
    at = _longest(words) if die.random() < 0.5 else die.randrange(len(words))
    words[at] = _slip(die, words[at])
    return " ".join(words)


def _two_typos(die: random.Random, text: Text, titles: Titles) -> str:
    words = _picked(die, text, titles)
    if die.random() < 0.5:
        at = _longest(words)
        words[at] = _slip(die, _slip(die, words[at]))
        return " ".join(words)
    for at in die.sample(range(len(words)), min(2, len(words))):
        words[at] = _slip(die, words[at])
    return " ".join(words)


_HEARD: Final = {
    "fr": (("ph", "f"), ("qu", "k"), ("eau", "o"), ("au", "o"), ("ss", "s"), ("ai", "é"), ("ç", "ss"), ("an", "en"), ("tion", "ssion"),
           ("c", "k"), ("mm", "m"), ("nn", "n"), ("tt", "t"), ("y", "i"), ("h", ""), ("er", "é"), ("in", "ain"), ("g", "gu")),
    "en": (("ph", "f"), ("ck", "k"), ("ee", "ea"), ("tion", "shun"), ("ou", "ow"), ("ss", "s"), ("ight", "ite"), ("kn", "n"),
           ("ll", "l"), ("tt", "t"), ("ai", "ay"), ("c", "k"), ("ie", "ei"), ("er", "or"), ("y", "ie"), ("s", "z")),
}  # fmt: skip


def _phonetic(die: random.Random, text: Text, titles: Titles) -> str:
    """Two words written as they sound."""
    words = _picked(die, text, titles)
    changed = 0
    for at in die.sample(range(len(words)), len(words)):
        for letters, heard in _HEARD[text.language]:
            if letters in words[at][1:].lower() and changed < 2:
                words[at] = words[at][0] + words[at][1:].lower().replace(letters, heard, 1)
                changed += 1
                break
    return " ".join(words)


def _inflected(die: random.Random, text: Text, titles: Titles) -> str:
    """Another number, gender or tense of each word but the names."""
    words = _picked(die, text, titles)
    return " ".join(word if word == text.parts["name"] else _other_form(die, word, text.language) for word in words)


def _other_form(die: random.Random, word: str, language: str) -> str:
    lower = word.lower()
    if language == "fr":
        if lower.endswith("er"):
            return lower[:-2] + die.choice(("e", "ent", "é", "és", "ait"))
        if lower.endswith("é"):
            return lower + die.choice(("s", "e", "es"))
        if lower.endswith("al"):
            return lower + die.choice(("e", "es"))
        return lower if lower[-1] in "sxz" else lower + "s"
    if lower in ("people", "police"):
        return lower
    if lower.endswith(("e",)):
        return lower + die.choice(("s", "d")) if die.random() < 0.7 else lower[:-1] + "ing"
    if lower.endswith(("s", "sh", "ch", "x", "ed", "y")):
        return lower if not lower.endswith("y") else lower[:-1] + "ies"
    return lower + die.choice(("s", "s", "ed", "ing"))


def _cut(word: str, die: random.Random) -> str:
    return word[: max(4, len(word) - die.randrange(1, 4))] if len(word) > 4 else word


def _last_cut(die: random.Random, text: Text, titles: Titles) -> str:
    words = _picked(die, text, titles)
    return " ".join([*words[:-1], _cut(words[-1], die)])


def _all_cut(die: random.Random, text: Text, titles: Titles) -> str:
    return " ".join(_cut(word, die) for word in _picked(die, text, titles))


def _any_order(die: random.Random, text: Text, titles: Titles) -> str:
    words = _picked(die, text, titles)
    die.shuffle(words)
    return " ".join(words)


_ASKED: Final = {
    "fr": ("Bonjour, où en est {} ?", "qui appeler pour {} svp", "est-ce que vous savez pour {} ?", "je voudrais savoir pour {} merci",
           "c'est quoi l'histoire de {} ?", "comment faire pour {} s'il vous plaît"),
    "en": ("Hello, what about {}?", "does anyone know about {} please", "I would like to know about {}", "where can I find {} thanks",
           "what is happening with {}?"),
}  # fmt: skip


def _question(die: random.Random, text: Text, titles: Titles) -> str:
    return die.choice(_ASKED[text.language]).format(_exact(die, text, titles).lower())


def _abbreviated(die: random.Random, text: Text, titles: Titles) -> str:
    short = SHORT[text.language]
    street = [short.get(word, word) for word in text.parts["street"].split()]
    if text.parts["street"] not in text.title:
        return _no_accents(die, text, titles)
    rest = [w for w in _picked(die, text, titles) if w.lower() not in text.parts["street"].split()]
    return " ".join([*street, *rest])


def _messy(die: random.Random, text: Text, titles: Titles) -> str:
    words = _exact(die, text, titles).split()
    words = [die.choice((str.upper, str.lower, str.capitalize))(word) for word in words]
    return die.choice(("  ", "!! ", " ?? ", "😡 ", "... ")).join(words) + die.choice(
        ("???", " !!!", " 🙏🙏", "…", "  ")
    )


def _body(die: random.Random, text: Text, titles: Titles) -> str:
    return " ".join(_from_body(die, text))


def _body_typos(die: random.Random, text: Text, titles: Titles) -> str:
    words = _from_body(die, text)
    for at in die.sample(range(len(words)), min(2, len(words))):
        words[at] = _slip(die, words[at])
    return " ".join(words)


def _synonyms(die: random.Random, text: Text, titles: Titles) -> str | None:
    """One word of the title said otherwise; only titles that hold such a word are asked for."""
    pairs = dict(pair.split("=") for pair in SAME[text.language])
    words = _telling(text.title, text.language)
    able = [at for at, word in enumerate(words) if word.lower() in pairs]
    if not able:
        return None
    at = die.choice(able)
    others = [word for place, word in enumerate(words) if place != at]
    return " ".join([*die.sample(others, min(2, len(others))), pairs[words[at].lower()].replace("-", " ")])


KINDS: Final[dict[str, Callable[[random.Random, Text, Titles], str | None]]] = {
    "exact": _exact, "no accents": _no_accents, "one typo": _one_typo, "two typos": _two_typos, "phonetic": _phonetic,
    "inflected": _inflected, "last word cut": _last_cut, "all words cut": _all_cut, "any order": _any_order, "question": _question,
    "abbreviated": _abbreviated, "messy": _messy, "body words": _body, "body typos": _body_typos, "synonyms": _synonyms,
    "other language": _exact,
}  # fmt: skip
"""The kinds of question. "Other language": the reader's language is not the one the question and the text are in."""


def cases(texts: list[Text], each: int, seed: int = 7) -> list[Case]:
    """Return ``each`` questions of every kind, about texts drawn by a seeded die."""
    found: list[Case] = []
    titles = Titles(texts)
    for kind, ask in KINDS.items():
        die = random.Random(f"{seed} {kind}")
        made = 0
        while made < each:
            text = die.choice(texts)
            asked = ask(die, text, titles)
            if asked is None:
                continue
            other = {"fr": "en", "en": "fr"}[text.language]
            found.append(Case(kind, asked, other if kind == "other language" else text.language, text.slug))
            made += 1
    return found
