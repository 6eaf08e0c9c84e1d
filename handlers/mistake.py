"""``/mistake [slug] [words]``: tells the operators that an item or a message seems wrong, and nothing of the person."""

import re
from typing import Final

from markupsafe import Markup

from content.fold import words as folded
from content.records import Item
from content.reference import Reference
from content.safety import Reason, screen
from handlers.choices import said, title
from handlers.command import Command, Scope
from handlers.deeplink import by_link
from handlers.ports import Account, Recipient, Services
from handlers.reply import Button, Reply, say
from handlers.request import ChatKind, Request
from handlers.typed import shown

_MESSAGE: Final = re.compile(r"(#?)([0-9]{1,15})")
_MANY: Final = 2
_LONGEST: Final = 800
"""Characters of a report; a mistake fits, a story about somebody does not."""


async def mistake(request: Request, services: Services) -> Reply:
    """Pass on that an item, or a message sent unasked, seems wrong, with words on what is wrong where they point at nobody."""
    first, _, rest = request.args.partition(" ")
    number = _number(first, request)
    sent = await services.ledger.copy(int(number)) if number else None
    item = await services.items.get(first) if first and number is None else None
    words = rest.strip() if item or number else request.args
    if words:
        if refusal := _refused(words, request, services):
            return refusal
    elif item is None and sent is None:
        return say(request.text("mistake.how"), (Button(said(request, "choice.latest"), "latest"),))
    if not services.operators:
        return say(request.text("mistake.nobody"), (Button(said(request, "help.about"), "about"),))
    return _passed_on(item, sent, words, request)


def _number(first: str, request: Request) -> str | None:
    """Return the number of the message a button or a link stood under: bare there, typed after a ``#``; None for none."""
    found = _MESSAGE.fullmatch(first)
    ours = request.pressed or by_link(request)
    return found[2] if found and bool(found[1]) is not ours else None


def _passed_on(item: Item | None, sent: tuple[Account, Recipient] | None, words: str, request: Request) -> Reply:
    name = shown(title(item, request.language)) if item else ""
    if sent:
        about = _of_message(*sent, request)
    else:
        about = request.text("mistake.of-item", title=name, slug=item.slug) if item else request.text("mistake.of-none")
    told = request.text("mistake.says", words=_isolated(words)) if words else request.text("mistake.no-words")
    report = Markup("\n\n").join((about, told, request.text("mistake.no-reply")))
    if words:
        return say(request.text("mistake.thanks"), to_operators=report, private=True)
    if sent:
        return say(request.text("mistake.thanks-message", number=sent[1].message), to_operators=report)
    slug = item.slug if item else ""
    return say(request.text("mistake.thanks-more", title=name, slug=slug), to_operators=report)


def _of_message(account: Account, copy: Recipient, request: Request) -> Markup:
    """Return what was sent, never to whom: the copy's own number names the chat, and so does that of what one person got."""
    name = account.title or account.kind
    if copy.chat_kind == ChatKind.PRIVATE and sum(account.states.values()) < _MANY:
        return request.text("mistake.of-message", title=name)
    return request.text("mistake.of-broadcast", title=name, number=account.id)


def _refused(words: str, request: Request, services: Services) -> Reply | None:
    """Return why the words are not passed on and how to write them, or None where they may be."""
    if len(words) > _LONGEST:
        return say(request.text("mistake.too-long", most=_LONGEST))
    reasons = screen(words, public_names(services.packs.reference))
    if not reasons:
        return None
    lines = Markup("\n").join(_line(reason, request) for reason in reasons)
    return Reply(blocks=(request.text("screen.head"), lines, request.text("screen.hint")), per_page=3, private=True)


def _line(reason: Reason, request: Request) -> Markup:
    return request.text(f"screen.{reason.value}")


def public_names(reference: Reference) -> frozenset[str]:
    """Return the folded words of names that are no private person's: places, bodies, publishers, holders of office."""
    names = [name for place in reference.places.values() for name in (*place.title.values(), *place.aliases)]
    names += [source.title for source in reference.sources.values()]
    names += [office.name for office in reference.offices.values()]
    names += [name for contact in reference.contacts.values() for name in contact.title.values()]
    names += [name for term in reference.terms.values() for name in term.title.values()]
    names += [name for topic in reference.topics.values() for name in topic.title.values()]
    return frozenset(word for name in names for word in folded(name))


def _isolated(words: str) -> str:
    """Return the words whole, line by line, each kept from changing the direction around it."""
    return "\n".join(shown_line for line in words.splitlines() if (shown_line := shown(line, len(line))))


COMMAND = Command("mistake", mistake, scope=Scope.ONESELF)
