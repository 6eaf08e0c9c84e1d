"""Draft: a proposal before a person decided on it, and the article it becomes once title and summary are written."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from content.dates import PartialDate
from content.fold import fold
from content.intake.copying import copied
from content.language import Line
from content.pack.checking.addresses import addresses, check_address
from content.pack.checking.alone import check_alone
from content.pack.checking.remark import Remark
from content.pack.checking.texts import (
    check_characters,
    check_languages,
    check_shown,
    Names,
    SENTENCES,
    sentences,
    TITLE,
)
from content.pack.manifest import Wording
from content.pack.sentences import sentences as refusals
from content.pack.sentences import shortened
from content.records import Article, Exclusion, Item, Place, Position, Slug, Source, Topic
from content.wording import guide, WordingGuide

Reliability = Literal[
    "official", "court", "press-agency", "press", "broadcaster", "local-press", "specialist-press", "ngo",
    "politician-site", "mirror", "aggregator",
]  # fmt: skip

HowKnown = Literal["feed", "page", "address", "moderator", "unknown"]
"""Where the date was read: in the feed's entry, on the page, in the address, or said by a moderator."""

_RELIABILITY: Final[dict[str, Reliability]] = {
    "official": "official", "press": "press", "association": "ngo", "politician": "politician-site", "other": "aggregator",
}  # fmt: skip
_CERTAINTY: Final[dict[HowKnown, str]] = {
    "feed": "from_feed", "page": "from_page", "address": "exact_from_url", "moderator": "said_by_moderator",
    "unknown": "not_found",
}  # fmt: skip
_SLUG: Final = 40


class Draft(BaseModel):
    """What intake knows of an article that waits for a decision; the publisher's own words in it are never published."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    url: Line
    source: Slug | None = None
    """The source in the store, where the publisher is known."""
    publisher: str = ""
    """Its name as the page or the feed gives it, where it is not."""
    date: PartialDate | None = None
    date_known: HowKnown = "unknown"
    language: str = "fr"
    places: tuple[Slug, ...] = ()
    topics: tuple[Slug, ...] = ()
    story: Slug | None = None
    """The story it seems to belong to."""
    sentences: tuple[str, ...] = ()
    """The most telling ones, for the moderator's eyes only."""
    title_original: str = ""
    reliability: Reliability = "aggregator"
    proposer: Literal["feed", "moderator", "resident"] = "feed"


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a title or a summary; told by the text ``key`` with ``values``."""

    key: str
    values: Mapping[str, str | int] = field(default_factory=dict)
    field: str = ""
    """Of the article: ``title.fr``, ``topics`` …"""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a draft is held against: what ``pack check`` needs to know before it meets one item."""

    guide: WordingGuide
    names: Names
    excluded: tuple[str, ...] = ()
    """Hosts never linked."""
    languages: tuple[str, ...] = ("fr", "en")
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The slugs there are of each kind: ``source``, ``place``, ``topic``."""
    official_names: tuple[str, ...] = ()
    """Names that count as one word where copying is looked for."""


def rules(items: Iterable[Item], wording: Wording, languages: tuple[str, ...]) -> Rules:
    """Return the rules of a store: its wording guide, the hosts it never links, the names it never shows, the slugs it has."""
    held = list(items)
    kinds: dict[str, type[Item]] = {"source": Source, "place": Place, "topic": Topic}
    return Rules(
        guide(wording),
        Names(item for item in held if isinstance(item, Position)),
        tuple(host.lower().strip(".") for item in held if isinstance(item, Exclusion) for host in item.hosts),
        languages,
        {kind: frozenset(item.slug for item in held if isinstance(item, record)) for kind, record in kinds.items()},
        tuple(item.title for item in held if isinstance(item, Source)),
    )


def reliability(source: Source | None) -> Reliability:
    """Return what a source's voice lets one guess of an article's reliability; a moderator may say better."""
    return _RELIABILITY[source.voice] if source else "aggregator"


def named(draft: Draft, title: str, taken: Iterable[str] = ()) -> str:
    """Return a free slug for the article, ``bfmtv-2022-08-16-controles``: publisher, date and first long word of our title."""
    words = [word for word in fold(title).split() if word.isascii() and len(word) > 3]
    parts = [draft.source or fold(draft.publisher), str(draft.date or ""), *words[:1]]
    base = "-".join("".join(c if c.isascii() and c.isalnum() else "-" for c in part) for part in parts)
    base = "-".join(part for part in base.split("-") if part)[: _SLUG - 4].strip("-") or "article"
    held, slug, number = frozenset(taken), base, 1
    while slug in held:
        number += 1
        slug = f"{base}-{number}"
    return slug


def to_article(
    draft: Draft,
    title: Mapping[str, str],
    summary: Mapping[str, str],
    *,
    slug: str,
    today: dt.date,
    rules: Rules,
    original: str = "",
    ongoing_case: bool = False,
) -> Article | tuple[Wrong, ...]:
    """Return the article, or everything that is wrong with it; what is returned passes ``pack check``.

    ``title`` and ``summary`` are a person's, by language; ``original`` is the publisher's text, compared and never kept.
    """
    try:
        article = Article.model_validate(
            {
                "slug": slug,
                "title": dict(title),
                "title_original": draft.title_original.strip() or None,
                "source": draft.source or "",
                "language": draft.language,
                "date": draft.date,
                "date_certainty": _CERTAINTY[draft.date_known],
                "story": draft.story,
                "url": draft.url,
                "reliability": draft.reliability,
                "places": draft.places,
                "topics": draft.topics,
                "summary": dict(summary),
                "read_how": "by a moderator, before publishing",
                "ongoing_case": ongoing_case,
                "checked_on": today,
            }
        )
    except ValidationError as fault:
        return tuple(_refused(where, says) for where, says in refusals(fault, Article))
    wrong = (*_own_words(article, draft, original, rules), *_known(article, rules), *_checked(article, today, rules))
    return wrong or article


def _refused(where: str, says: str) -> Wrong:
    if where == "source":
        return Wrong("draft.no-source", {}, where)
    if where in ("title", "summary") or where.startswith(("title.", "summary.")):
        return Wrong("draft.empty", {"field": where}, where)
    return Wrong("draft.other", {"field": where, "says": says}, where)


def _own_words(article: Article, draft: Draft, original: str, rules: Rules) -> Iterator[Wrong]:
    """Yield what was taken from the publisher (content policy, section 7, rules 13 and 14)."""
    theirs = "\n".join((draft.title_original, *draft.sentences, original))
    for name in ("title", "summary"):
        for language, text in getattr(article, name).items():
            where = f"{name}.{language}"
            if name == "title" and fold(text) == fold(draft.title_original):
                yield Wrong("draft.same-title", {}, where)
            elif (run := copied(text, theirs, rules.official_names)) is not None:
                yield Wrong("draft.copied", {"words": shortened(run, 160)}, where)


def _known(article: Article, rules: Rules) -> Iterator[Wrong]:
    if article.source not in rules.known.get("source", ()):
        yield Wrong("draft.no-source", {}, "source")
    for slug in article.places:
        if slug not in rules.known.get("place", ()):
            yield Wrong("draft.no-place", {"slug": slug}, "places")
    for slug in article.topics:
        if slug not in rules.known.get("topic", ()):
            yield Wrong("draft.no-topic", {"slug": slug}, "topics")
    if not article.places:
        yield Wrong("draft.placeless", {}, "places")
    if not article.topics:
        yield Wrong("draft.topicless", {}, "topics")


def _checked(article: Article, today: dt.date, rules: Rules) -> Iterator[Wrong]:
    """Yield what ``pack check`` has against the item, the usual things in words for whoever wrote them."""
    remarks = [
        *check_alone(article, today),
        *check_characters(article),
        *check_languages(article, rules.languages),
        *check_shown(article, rules.guide, rules.names, rules.excluded),
        *(remark for where, url in addresses(article) for remark in check_address(where, url, rules.excluded)),
    ]
    for remark in remarks:
        if not remark.warning:
            yield _told(remark, article, rules)


def _told(remark: Remark, article: Article, rules: Rules) -> Wrong:
    name, _, language = remark.field.partition(".")
    text = getattr(article, name).get(language, "") if name in ("title", "summary") else ""
    if name in ("title", "summary") and language and not text:
        return Wrong("draft.empty", {"field": remark.field}, remark.field)
    if name == "title" and len(text) > TITLE and f" {len(text)} " in remark.says:
        return Wrong("draft.title-long", {"length": len(text), "most": TITLE}, remark.field)
    if name == "summary" and (count := sentences(text)) > SENTENCES and f" {count} sentences" in remark.says:
        return Wrong("draft.summary-long", {"count": count, "most": SENTENCES}, remark.field)
    unwanted = next(
        (each for each in rules.guide.find(text) if remark.says.startswith(f"'{shortened(each.found)}'")), None
    )
    if unwanted is not None:
        return Wrong(
            "draft.wording", {"found": unwanted.found, "instead": unwanted.instead.say(language)}, remark.field
        )
    if name == "url":
        return Wrong("draft.address", {}, remark.field)
    if name == "date":
        return Wrong("draft.date", {}, remark.field)
    return Wrong("draft.other", {"field": remark.field, "says": remark.says}, remark.field)
