"""Doors: the ways on below what is told: buttons in private, links into the private chat where many read."""

from typing import Final

from content.fold import words
from content.records import Contact
from handlers.choices import said
from handlers.contacts.preamble import presentable
from handlers.ports import Services
from handlers.reply import Button, Doorway, Row
from handlers.request import Request

_CARE: Final = ("health-line", "health-place", "health-institution", "hospital")
_POLICE: Final = ("police-non-urgent", "police-station", "police-online", "police-institution")


def door(request: Request, label: str, command: str, args: str = "") -> Button | Doorway:
    """Return a way to a command: in groups and channels the answer is for who asks, not for everybody."""
    return Button(label, command, args) if request.private else Doorway(label, command, args)


def mistake(request: Request) -> Row:
    """Return the button that reports a mistake in this very message; its number stands in it once the copy has one."""
    return (Button(said(request, "choice.mistake"), "mistake", "{message}"),)


def care_and_police(request: Request, services: Services) -> tuple[Row, ...]:
    """Return the ways to a health contact and, beside it and never without, to a police one (content policy, section 7, rule 8)."""
    care, police = _first(_CARE, services), _first(_POLICE, services) or _police_emergency(services)
    if care is None:
        return ()
    row = [door(request, said(request, "digest.care"), "contacts", care.slug)]
    if police is not None:
        row.append(door(request, said(request, "digest.police"), "contacts", police.slug))
    return (tuple(row),)


def _first(categories: tuple[str, ...], services: Services) -> Contact | None:
    """Return the first contact that may be shown, by the order of the categories, then by slug."""
    known = sorted(services.packs.reference.contacts.values(), key=lambda contact: contact.slug)
    return next((each for name in categories for each in known if each.category == name and presentable(each)), None)


def _police_emergency(services: Services) -> Contact | None:
    """Return the police's emergency line, which its title names, where no other police contact may be shown."""
    known = (each for each in services.packs.reference.contacts.values() if each.category == "emergency")
    return next(
        (each for each in known if presentable(each) and "police" in words(" ".join(each.title.values()))), None
    )
