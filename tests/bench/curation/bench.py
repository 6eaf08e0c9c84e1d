"""The bench itself: how well grouping and matching agree with the labels, and what a new report costs in stores of each size."""

import time
from collections.abc import Iterable, Sequence
from typing import Final

from rapidfuzz import fuzz, process

from content.fold import fold
from content.intake import bands, relevant, same_story, sketch, STORY
from tests.bench.curation.kept import measure_kept
from tests.bench.curation.labelled import crowded, elsewhere, Labelled, labelled, pairs, reference, rewritten
from tests.bench.curation.store import arriving, Store

SIZES: Final = (2_000, 20_000, 100_000)
_NEW: Final = 500
"""Reports that arrive at a store of each size."""
_UNLABELLED: Final = frozenset({"diagnosis"})
"""Topics the pack gives to no article."""
Row = tuple[str, str, str, str]
HEAD: Final[Row] = ("curation", "precision", "recall", "of")


def measure(sizes: Sequence[int] = SIZES) -> list[Row]:
    """Return the table: grouping, matching, then the cost of grouping in a store of each size."""
    return [
        HEAD,
        *_grouping(),
        *_edited(),
        *_matching(),
        ("intake", "a second", "p50 / p99", "compared"),
        *map(_cost, sizes),
        *measure_kept(sizes),
    ]


def _grouping() -> Iterable[Row]:
    # Neither is held out: weights and threshold were chosen with both in view, and the English is the French translated.
    for language, use in (("fr", "thresholds chosen on these"), ("en", "the same articles, in view too")):
        yield _pairs(f"one event, several papers, {language} ({use})", [labelled(language)])
        yield _pairs(
            f"the same, 5 other events in any five days, {language}",
            [crowded(labelled(language), seed) for seed in range(12)],
        )


def _pairs(what: str, sets: Sequence[tuple[Labelled, ...]]) -> Row:
    judged = [(same_story(a.piece, b.piece) >= STORY, same) for reports in sets for a, b, same in pairs(reports)]
    return _row(what, judged, f"{sum(same for _, same in judged) // len(sets)} pairs in {len(judged) // len(sets):,}")


def _edited() -> Iterable[Row]:
    """A report of which a share of the words is changed must be found by its bands, and no other one with it."""
    reports = labelled("fr")
    index: dict[int, set[str]] = {}
    for one in reports:
        for band in bands(sketch(one.piece.title, one.piece.text, "fr")):
            index.setdefault(band, set()).add(one.slug)
    for share in (0.05, 0.15, 0.30):
        right = wrong = 0
        for one in reports:
            for seed in range(3):
                changed = rewritten(one.piece, share, seed)
                keys = bands(sketch(changed.title, changed.text, "fr"))
                found = set().union(*(index.get(band, set()) for band in keys))
                right += one.slug in found
                wrong += len(found - {one.slug})
        asked = len(reports) * 3
        yield (
            f"found by its sketch, {share:.0%} of the words changed",
            _share(right, right + wrong),
            _share(right, asked),
            f"{asked} texts",
        )


def _matching() -> Iterable[Row]:
    held = reference()
    for language in ("fr", "en"):
        found = [
            (one, relevant(one.piece.title, one.piece.text, held, language, local=True)) for one in labelled(language)
        ]
        right = wrong = missed = unnamed = 0
        topics = [0, 0, 0]
        for one, match in found:
            wanted = one.places | {larger for slug in one.places for larger in held.larger(slug)}
            got = set(match.places) | {larger for slug in match.places for larger in held.larger(slug)}
            right += len(set(match.places) & wanted)
            wrong += len(set(match.places) - wanted)
            for slug in one.piece.places:
                if slug not in got:
                    named = _names(slug, f"{one.piece.title} {one.piece.text}")
                    missed += named
                    unnamed += not named
            told = set(match.topics) - _UNLABELLED
            topics = [
                topics[0] + len(told & one.topics),
                topics[1] + len(told - one.topics),
                topics[2] + len(one.topics - told),
            ]
        yield (f"places, {language}, of those the text names", _share(right, right + wrong), _share(right, right + missed),
               f"{right + missed} names ({unnamed} labelled from the article alone)")  # fmt: skip
        yield (f"topics, {language}", _share(topics[0], topics[0] + topics[1]), _share(topics[0], topics[0] + topics[2]),
               f"{topics[0] + topics[2]} labels")  # fmt: skip
    telling = [
        one for one in labelled("fr") if any(_names(slug, f"{one.piece.title} {one.piece.text}") for slug in one.places)
    ]
    judged = [(relevant(one.piece.title, one.piece.text, held, local=True).why is None, True) for one in telling]
    judged += [(relevant(title, text, held).why is None, False) for title, text in elsewhere()]
    yield _row(
        "relevant, against news from elsewhere (rules made with most of it in view)",
        judged,
        f"{len(telling)} reports that name a place, {len(judged) - len(telling)} others",
    )


def _names(slug: str, text: str) -> bool:
    """Return whether a text names the place with a word of one of its names that no other place has."""
    held = reference().places
    row = f" {fold(text)} "
    return any(f" {fold(name)} " in row for name in (*held[slug].title.values(), *held[slug].aliases))


def _cost(size: int) -> Row:
    reports = list(arriving(size + _NEW))
    store = Store()
    for number, (day, piece) in enumerate(reports[:size]):
        store.add(number, day, piece, sketch(piece.title, piece.text, piece.language))
    took = []
    for number, (day, piece) in enumerate(reports[size:], size):
        began = time.perf_counter()
        sketched = sketch(piece.title, piece.text, piece.language)
        relevant(piece.title, piece.text, reference(), piece.language)
        store.group(day, piece, sketched)
        store.add(number, day, piece, sketched)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    titles = [piece.title for _, piece in reports[:size]]
    began = time.perf_counter()
    for _, piece in reports[size : size + 20]:
        process.extract(piece.title, titles, scorer=fuzz.token_set_ratio, limit=5)
    linear = (time.perf_counter() - began) / 20 * 1000
    return (
        f"{size:,} reports held",
        f"{1000 * len(took) / sum(took):.0f}/s",
        f"{took[len(took) // 2]:.2f} / {took[int(len(took) * 0.99)]:.2f} ms",
        f"{store.compared / _NEW:.1f} held reports each (all titles by rapidfuzz: {linear:.1f} ms)",
    )


def _row(what: str, judged: Sequence[tuple[bool, bool]], of: str) -> Row:
    right = sum(said and same for said, same in judged)
    return (what, _share(right, sum(said for said, _ in judged)), _share(right, sum(same for _, same in judged)), of)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
