"""``/quiet [22-8|off]``: the hours in which nothing a chat follows is sent; what comes then waits and is merged."""

import datetime as dt
import re
import unicodedata
from typing import Final

from markupsafe import Markup

from content.fold import fold
from content.schedule import Quiet
from handlers import here
from handlers.choices import rows, said
from handlers.command import Command, Scope
from handlers.deeplink import by_link
from handlers.ports import Manner, Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.typed import meant
from handlers.zone import chosen

USUAL: Final = Quiet(dt.time(22), dt.time(8))
"""What a private chat gets with the first thing it follows."""
OFF: Final = "off"
_COMMON: Final = ("22-8", "21-7", "23-9", "20-10")
_TIME: Final = r"(\d{1,2})(?: ?(?:h|:|\.|heures?) ?(\d{2})?)?(?: ?([ap])\.?m\.?)?"
_SPAN: Final = re.compile(
    rf"(?:de |des |from |entre |between )?{_TIME}(?: ?[-/] ?| (?:(?:a|to|till|until|jusqu'a|et|and) )?){_TIME}(?: du matin)?"
)
_NAMED: Final = ((re.compile(r"\b(?:minuit|midnight)\b"), "0h"), (re.compile(r"\b(?:midi|noon)\b"), "12h"))
_HALF_DAY: Final = 12
_LONGEST: Final = 60


async def quiet(request: Request, services: Services) -> Reply:
    """Keep the quiet hours asked for, or that there are none; without words tell what they are and offer common ones."""
    if (zoned := await chosen(request, services)) is not None:
        return zoned
    manner = await services.chats.manner(request.about.id)
    if not request.args or by_link(request):
        return _told(manner, request, services)
    if fold(request.args) in meant("quiet.words-none"):
        await services.chats.keep_quiet(request.about.id, None)
        return _answer(request.text("quiet.off"), None, request)
    wanted = read(request.args)
    if wanted is None:
        return _answer(request.text("quiet.not-understood"), manner.quiet, request)
    await services.chats.keep_quiet(request.about.id, wanted)
    done = request.text("quiet.done", hours=hours(wanted, request), zone=zone(manner, services))
    return _answer(Markup("\n\n").join((done, request.text("quiet.meaning"))), wanted, request)


def read(typed: str) -> Quiet | None:
    """Return the hours people write as ``22-8``, ``22h30 7h``, ``de 22 h à 8 h``, ``10pm to 8am``; None where it is none."""
    line = unicodedata.normalize("NFKD", typed[:_LONGEST].lower()).replace("’", "'")
    line = "".join(
        "-" if character in "‐‑‒–—−" else character for character in line if not unicodedata.combining(character)
    )
    for named, hour in _NAMED:
        line = named.sub(hour, line)
    found = _SPAN.fullmatch(" ".join(line.split()))
    if found is None:
        return None
    since, until = _time(*found.group(1, 2, 3)), _time(*found.group(4, 5, 6))
    return Quiet(since, until) if since is not None and until is not None and since != until else None


def hours(kept: Quiet, request: Request) -> Markup:
    """Return the hours in words: ``de 22 h à 8 h``."""
    return request.text("quiet.hours", since=_clock(kept.since, request), until=_clock(kept.until, request))


def zone(manner: Manner, services: Services) -> str:
    """Return the name of the chat's time zone."""
    return manner.zone or here.zone(services)


def _told(manner: Manner, request: Request, services: Services) -> Reply:
    now = (
        request.text("quiet.now", hours=hours(manner.quiet, request), zone=zone(manner, services))
        if manner.quiet
        else request.text("quiet.none")
    )
    return _answer(
        Markup("\n\n").join((now, request.text("quiet.meaning"), request.text("quiet.how"))), manner.quiet, request
    )


def _answer(text: Markup, kept: Quiet | None, request: Request) -> Reply:
    return say(text, *_buttons(kept, request))


def _buttons(kept: Quiet | None, request: Request) -> tuple[Row, ...]:
    buttons = []
    for args in _COMMON:
        offered = read(args)
        label = hours(offered, request).unescape() if offered else args
        buttons.append(Button(_marked(label, on=offered == kept), "quiet", args, in_place=True))
    none = Button(_marked(said(request, "quiet.choice-none"), on=kept is None), "quiet", OFF, in_place=True)
    return (*rows(buttons, 2), (none,), (Button(said(request, "subscriptions.open"), "subscriptions"),))


def _marked(label: str, *, on: bool) -> str:
    return f"✓ {label}" if on else label


def _time(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    """Return the time of day, or None where there is none such; 24 is midnight."""
    on = int(hour)
    if half:
        if not 1 <= on <= _HALF_DAY:
            return None
        on = on % _HALF_DAY + (_HALF_DAY if half == "p" else 0)
    try:
        return dt.time(0 if (on, minute or "00") == (24, "00") else on, int(minute or 0))
    except ValueError:
        return None


def _clock(at: dt.time, request: Request) -> str:
    return request.texts.time(dt.datetime.combine(dt.date(2000, 1, 1), at, tzinfo=dt.UTC), "UTC")


COMMAND = Command("quiet", quiet, scope=Scope.GROUP_ADMINS)
