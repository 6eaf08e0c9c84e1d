"""Made: an item as a change makes it, what is wrong with that, and how both look side by side."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from markupsafe import Markup

from content.charts import written
from content.dates import PartialDate
from content.intake import Rules
from content.language import Translated
from content.pack.checking.alone import check_alone
from content.pack.checking.remark import Remark
from content.pack.checking.texts import check_shown
from content.records import Article, Contact, Evidence, Figure, Item, Measure, Status, Today
from content.texts import texts
from handlers.request import Request
from handlers.update.change import Change

REVIEW: Final = dt.timedelta(days=183)
"""After that a fact is to be looked at again."""

Changed = Measure | Figure | Contact


def made(item: Changed, change: Change, article: Article | None, languages: tuple[str, ...], today: dt.date) -> Changed:
    """Return the item as the change makes it, checked today."""
    update: dict[str, object] = {"checked_on": today, "review_by": today + REVIEW}
    date = PartialDate(change.date) if change.date else None
    match item:
        case Measure():
            # What is known of later days was said of another state.
            nothing = Translated({code: texts(code).text("update.nothing-later").unescape() for code in languages})
            said = None if article is None or date == article.date else date
            line = Evidence(source=change.source, date=said)
            update |= {
                "status": Status(change.status), "status_as_of": date, "status_as_of_note": None,
                "today": Today(known=False, says=nothing), "evidence": (*item.evidence, line),
            }  # fmt: skip
        case Figure():
            update |= {
                "value": change.value,
                "written": None,
                "source": change.source,
                "as_of": date,
                "as_of_note": None,
            }
        case Contact():
            update |= {"display_fields": change.fields}
    return item.model_copy(update=update)


def wrong(before: Item, after: Item, rules: Rules, today: dt.date) -> list[Remark]:
    """Return what ``pack check`` would have against the changed item and had not against it before."""
    known = set(map(str, _remarks(before, rules, today)))
    return [each for each in _remarks(after, rules, today) if str(each) not in known]


def _remarks(item: Item, rules: Rules, today: dt.date) -> Iterator[Remark]:
    for each in (*check_alone(item, today), *check_shown(item, rules.guide, rules.names, rules.excluded)):
        if not each.warning:
            yield each


def told(item: Changed, request: Request, source: Article | None = None) -> Markup:
    """Return what matters of the item in a few lines, for the comparison."""
    spoken = request.texts
    match item:
        case Measure():
            date = spoken.day(item.status_as_of) if item.status_as_of else spoken.text("card.undated").unescape()
            line = spoken.text("update.measure", status=spoken.text(f"status.{item.status.value}"), date=date)
        case Figure():
            date = spoken.day(item.as_of) if item.as_of else spoken.text("card.undated").unescape()
            line = spoken.text("update.figure", value=written(item, spoken), date=date)
        case Contact():
            fields = spoken.listing([spoken.text(f"update.field.{name}").unescape() for name in item.display_fields])
            return spoken.text("update.contact", fields=fields or "–", date=spoken.day(item.checked_on))
    if source is None:
        return line
    return Markup("\n").join((line, spoken.text("card.source", source=source.title.say(spoken.language))))


def noted(item: Changed) -> str:
    """Return the same for the audit, in words that depend on no language."""
    match item:
        case Measure():
            return f"{item.status.value} {item.status_as_of}"
        case Figure():
            return f"{item.value} {item.as_of} {item.source}"
        case Contact():
            return f"{item.checked_on} {','.join(item.display_fields)}"
