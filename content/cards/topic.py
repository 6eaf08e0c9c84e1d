"""The summary of a topic: where things stand, each statement with its sources, the whole with its date."""

import datetime as dt
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from content.cards import article as articles
from content.cards.wording import freshness, lines, old, say, when
from content.records import Article, Statement, Summary, Topic
from content.reference import Reference
from content.texts import Texts


def head(topic: Topic, summary: Summary, texts: Texts, today: dt.date) -> Markup:
    """Return the title and the "as of" date, with a warning where the summary is old or due for review."""
    return lines(
        freshness(topic, texts, today),
        texts.text("card.title", title=say(topic.title, texts)),
        texts.text("summary.as-of", when=when(summary.as_of, texts)),
        texts.text("summary.old") if old(summary.as_of, today) else None,
    )


def statements(summary: Summary, carried: Mapping[str, Article], texts: Texts, reference: Reference) -> list[Markup]:
    """Return one line a statement; one whose sources may not be shown any more is left out."""
    told = []
    for statement in summary.statements:
        carriers = _sources(statement, carried)
        if carriers:
            sources = Markup(" ; ").join(articles.credit(each, texts, reference) for each in carriers)
            told.append(texts.text("summary.statement", says=say(statement.says, texts), sources=sources))
    return told


def unknown(summary: Summary, texts: Texts) -> Markup | None:
    """Return what was looked for and not found, or None."""
    return texts.text("summary.unknown", unknown=say(summary.unknown, texts)) if summary.unknown else None


def _sources(statement: Statement, carried: Mapping[str, Article]) -> Sequence[Article]:
    """Return the articles of a statement and their companions; none where a companion is missing."""
    found = {slug: carried[slug] for slug in statement.sources if slug in carried}
    for article in list(found.values()):
        if article.companion:
            if article.companion not in carried:
                return ()
            found[article.companion] = carried[article.companion]
    return list(found.values())
