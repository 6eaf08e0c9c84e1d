"""The card of a contact: only its checked fields, whether it answers at this minute, and when that was checked."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup

from content.cards.wording import freshness, lines, link, say
from content.hours import OpenState, state
from content.records import Contact
from content.texts import Texts


def openness(contact: Contact, at: dt.datetime, zone: str) -> OpenState:
    """Return whether it answers at the instant ``at``; not known where its hours may not be shown."""
    if not tells_hours(contact):
        return OpenState(None)
    return state(contact.opening, at, zone)


def tells_hours(contact: Contact) -> bool:
    """Return whether its hours may be shown, in words or as open or closed."""
    return contact.display_ok and "hours" in contact.display_fields


def card(contact: Contact, texts: Texts, at: dt.datetime, zone: str, why: Markup | None = None) -> Markup:
    """Return the card at the aware instant ``at``; ``why`` says what it does for the need in question."""
    today = at.astimezone(ZoneInfo(zone)).date()
    return lines(
        freshness(contact, texts, today),
        texts.text("card.title", title=say(contact.title, texts)),
        why or (say(contact.use, texts) if contact.use and contact.shows("use") else None),
        *ways(contact, texts),
        *_opening(contact, texts, at, zone),
        texts.text("contact.cost", cost=say(contact.cost, texts)) if contact.cost and contact.shows("cost") else None,
        _checked(contact, texts),
    )


def ways(contact: Contact, texts: Texts) -> list[Markup]:
    """Return how to reach it, one way a line: phone, text message, address, site; the checked ones only."""
    found = []
    if contact.shows("phone"):
        found.append(texts.text("contact.phone", phone=contact.phone))
    if contact.shows("sms"):
        found.append(texts.text("contact.sms", phone=contact.sms))
    if contact.shows("address"):
        found.append(texts.text("contact.address", address=contact.address))
    if contact.shows("url") and contact.url:
        label = urlsplit(contact.url).netloc.removeprefix("www.") or contact.url
        found.append(texts.text("contact.site", site=link(label, contact.url, texts)))
    return found


def now_open(found: OpenState, texts: Texts, at: dt.datetime, zone: str) -> Markup | None:
    """Return in words whether it is open now and what comes next; None where its hours are not known."""
    if found.open is None:
        return None
    if found.open and found.until is None:
        phrase = texts.text("open.always") if not found.holidays_unknown else texts.text("open.now")
    elif found.open and found.until is not None:
        phrase = texts.text("open.until", time=texts.time(found.until, zone))
    elif found.since is not None:
        phrase = texts.text("open.closed-until", when=_when(found.since, texts, at, zone))
    else:
        phrase = texts.text("open.closed")
    if found.service:
        phrase = texts.text("open.service", phrase=phrase, service=say(found.service, texts))
    return phrase


def _when(opens: dt.datetime, texts: Texts, at: dt.datetime, zone: str) -> Markup:
    """Return when it opens next, as one says it: today, tomorrow, on Monday, or the date."""
    there = at.astimezone(opens.tzinfo).date()
    days = (opens.date() - there).days
    time = texts.time(opens, zone)
    if days < 2:
        return texts.text("open.tomorrow" if days else "open.today", time=time)
    if days < 7:
        name = texts.locale.days["format"]["wide"][opens.weekday()]
        return texts.text("open.weekday", day=name, time=time)
    return texts.text("open.day", day=texts.day(opens.date()), time=time)


def _opening(contact: Contact, texts: Texts, at: dt.datetime, zone: str) -> list[Markup | None]:
    if not tells_hours(contact):
        # An emergency number always answers; to call its hours unknown would only make somebody hesitate.
        always = contact.opening is not None and contact.opening.always
        return [texts.text("contact.hours-unknown")] if contact.shows("phone") and not always else []
    found = openness(contact, at, zone)
    in_words = texts.text("contact.hours", hours=say(contact.hours, texts)) if contact.hours else None
    holidays = texts.text("open.holidays") if found.holidays_unknown else None
    return [now_open(found, texts, at, zone), in_words, holidays]


def _checked(contact: Contact, texts: Texts) -> Markup:
    """Return where its fields were read, by the name of the site, and the days of the page and of our check."""
    checked = texts.day(contact.checked_on)
    where = urlsplit(contact.verified.where or "").netloc.removeprefix("www.")
    if not where:
        return texts.text("card.checked", date=checked)
    if contact.verified.page_date is None:
        return texts.text("contact.read-on", where=where, checked=checked)
    return texts.text("contact.read-on-page", where=where, page=texts.day(contact.verified.page_date), checked=checked)
