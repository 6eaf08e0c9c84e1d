"""Phrases: what a whole sentence is about, by the phrases people use for each subject."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from snowballstemmer import stemmer

from content.fold import fold, listed

LONGEST: Final = 400
"""Characters of a sentence that are read."""

SURE: Final = 0.6
"""The share of a phrase's weight that must be in the sentence."""

WHOLE: Final = 0.999
"""The share from which a phrase is in the text as a whole."""

LITTLE: Final = listed(
    "a ai au aux avec avoir c ca ce ces cette chez comme comment d dans de des dit du elle en est et etre fait il ils "
    "j je l la le les leur ma mais me mes moi mon ne nos notre nous on ont ou par pas peut plus pour qu que quel quelle "
    "qui quoi s sa se ses si son sont sur t te toi tout toute tres tu un une va vers vous y "
    "about am an and any are at be by can do does for from has have he her his how i in is it its me my near of on or "
    "our she so some that the their them there they this to us was we what when where which who why with you your"
)

ASKING: Final = listed(
    "bonjour bonsoir salut merci svp stp please hello hi thanks thank pourriez pouvez pourrais peux puis permets permettez voudrais "
    "souhaite aimerais faudrait veux voir savoir dire dites indiquer question questions renseignement ecrire adresser dois doit "
    "appeler appelle appelez contacter contact contacts joindre signaler signalement prevenir alerter trouver numero numeros "
    "telephone adresse adresses horaires aide aider besoin cherche urgent vite quand combien jour jours soir soirs matin "
    "semaine mois an ans annee toujours souvent encore deja regulierement presque depuis tous tout toutes chaque maintenant beaucoup "
    "trop vraiment tellement bien mal gens personne personnes quelqu quelque chose truc trucs fois moment moments "
    "devant derriere bas dessous dessus cote coin face pres sous rue rues immeuble hall escalier cage entree porte fenetre fenetres "
    " chez quartier secteur cave cour trottoir voisinage "
    "call called report reporting need want like know tell could would should shall may might please number phone address someone "
    "somebody people person thing things every day days night week month year always often again still now today tonight much many "
    "really very lot lots front outside inside behind below under above next near street road building hallway stairwell lobby door "
    "window windows home area neighbourhood neighborhood block courtyard pavement sidewalk something downstairs upstairs playground "
    "anything going go get getting got find been being since until till while just also too here new must let long last ago "
    "fermer ferme fermee fermera ferment fermeture ouvrir rouvrir rouvre rouvrira ouvre ouvert ouverte continuer continue rester reste "
    "restera avenir suite will close closing closed closes reopen reopening open opened stay staying future remain"
)
"""Words that ask, greet, or say where somebody lives: they tell nothing of what the question is about."""

_SON: Final = re.compile(r"\b(my|his|her|our|their) son\b")
_FRENCH: Final = stemmer("french")
_ENGLISH: Final = stemmer("english")


def _spoken(text: str) -> list[str]:
    """Return the folded words; the English son is told from the French pronoun, which is a little word."""
    return _SON.sub(r"\1 boy", fold(text)).split()


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """Return the folded word's French and English stems; one of them fits whichever language it is."""
    return tuple(dict.fromkeys((_FRENCH.stemWord(word), _ENGLISH.stemWord(word))))


@dataclass(frozen=True, slots=True)
class Told:
    """How much a text says of one subject."""

    slug: str
    share: float
    """Of the weight of its best phrase, what is in the text."""
    words: int
    """Words of that phrase in the text that tell something."""
    cover: float
    """Of the words of the text that tell something, how many the subject has a phrase with."""
    weight: float = 0.0
    """How well those words of the phrase tell subjects apart."""


_ASKING_STEMS: Final = frozenset(chain.from_iterable(_stems(word) for word in ASKING))


class Phrases:
    """The phrases of each subject, weighed by how well their words tell subjects apart."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        """Hold the phrases, by the slug of what they stand for."""
        self._phrases = [
            (slug, tuple(dict.fromkeys(_stems(word)[0] for word in _spoken(phrase) if word not in LITTLE)))
            for slug, some in phrases.items()
            for phrase in some
        ]
        held: dict[str, set[str]] = defaultdict(set)
        for slug, words in self._phrases:
            held[slug].update(words)
        owners = Counter(chain.from_iterable(held.values()))
        self._held = held
        self._weight = {word: math.log(1 + len(phrases) / count) for word, count in owners.items()}
        written = chain.from_iterable(_spoken(phrase) for some in phrases.values() for phrase in some)
        self._vocabulary = [word for word in dict.fromkeys(written) if word not in LITTLE]

    def shares(self, text: str) -> list[tuple[str, float, int]]:
        """Return each subject with the greatest share of one of its phrases in the text, and that phrase's words; best first."""
        present = self._present(text)
        best: dict[str, tuple[float, int]] = {}
        for slug, words in self._phrases:
            whole = sum(self._weight[word] for word in words)
            if not whole:
                continue
            held = [word for word in words if word in present]
            share = sum(self._weight[word] for word in held) / whole
            if held and (share, len(held)) > best.get(slug, (0.0, 0)):
                best[slug] = (share, len(held))
        ranked = sorted(best.items(), key=lambda one: (-one[1][0], -one[1][1]))
        return [(slug, share, count) for slug, (share, count) in ranked]

    def whole(self, text: str) -> list[tuple[str, int]]:
        """Return the subjects one of whose phrases is in the text as a whole, the longest phrase first."""
        return sorted(
            ((slug, count) for slug, share, count in self.shares(text) if share >= WHOLE), key=lambda one: -one[1]
        )

    def told(self, text: str) -> list[Told]:
        """Return what the text says of each subject it may be about, the likeliest first."""
        heard = self._heard(text)
        telling = {word: stems for word, stems in heard.items() if word not in ASKING}
        present = frozenset(chain.from_iterable(heard.values()))
        best: dict[str, Told] = {}
        for slug, words in self._phrases:
            held = [word for word in words if word in present]
            # "fight in my street" is told by "fight" alone: the rest is where somebody lives.
            whole = sum(self._weight[word] for word in words)
            saying = [word for word in held if word not in _ASKING_STEMS] or held
            if not held or not whole:
                continue
            share = sum(self._weight[word] for word in held) / whole
            weight = sum(self._weight[word] for word in saying)
            known = best.get(slug)
            if known is None or (share >= WHOLE, share, len(saying), weight) > (
                known.share >= WHOLE,
                known.share,
                known.words,
                known.weight,
            ):
                best[slug] = Told(slug, share, len(saying), self._cover(slug, telling), weight)
        return sorted(
            best.values(), key=lambda one: (one.share < WHOLE, -one.words, -one.share, -one.weight, -one.cover)
        )

    def _cover(self, slug: str, telling: Mapping[str, tuple[str, ...]]) -> float:
        if not telling:
            return 1.0
        return sum(any(stem in self._held[slug] for stem in stems) for stems in telling.values()) / len(telling)

    def _present(self, text: str) -> set[str]:
        return set(chain.from_iterable(self._heard(text).values()))

    def _heard(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return the words of the text that are not little, each with the stems of phrases it stands for."""
        heard: dict[str, tuple[str, ...]] = {}
        for word in dict.fromkeys(_spoken(text[:LONGEST])):
            if word not in LITTLE:
                known = tuple(stem for stem in _stems(word) if stem in self._weight)
                heard[word] = known or (() if word in ASKING else self._mended(word))
        return heard

    def _mended(self, word: str) -> tuple[str, ...]:
        """Return the stems of the known words nearest to a mistyped one; short words have too many neighbours."""
        if len(word) < 6 or not word.isalpha():
            return ()
        cutoff = 1 if len(word) < 9 else 2
        near = process.extract(word, self._vocabulary, scorer=OSA.distance, score_cutoff=cutoff, limit=3)
        return tuple(_stems(known)[0] for known, slips, _ in near if slips == near[0][1] and known[0] == word[0])
