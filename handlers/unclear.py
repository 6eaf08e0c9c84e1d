"""Unclear: what to say when the words after a command name nothing we know, or several things."""

from markupsafe import Markup

from handlers import choices
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request
from handlers.subject import nearest, Subject


def unclear(subject: Subject, request: Request, services: Services) -> Reply | None:
    """Return a question back, or that the words are not known with the nearest names; None where all is clear."""
    if subject.among:
        return say(request.text("ask-back.which"), *choices.among(subject.among, request, request.command))
    if subject.asked and not subject.known:
        return unknown(request, services)
    return None


def unknown(request: Request, services: Services) -> Reply:
    """Return that the words are not known, with the nearest names and the topics as buttons; the words are not echoed."""
    near = nearest(request.args, services.packs.reference, request.language)
    buttons: tuple[Row, ...] = choices.among(near, request, request.command)
    offered = {record.slug for record in near}
    others = choices.topics(request, services, request.command)
    kept = [each for row in others for each in row if isinstance(each, Button) and each.args not in offered]
    text = request.text("ask-back.near" if near else "ask-back.unknown")
    return say(text, *buttons, *choices.rows(kept, 2))


def heading(key: str, subject: Subject, request: Request) -> Markup:
    """Return the head of a list (``key.all`` or ``key.about``), with a word where some of the words were not understood."""
    if not subject.known:
        return request.text(f"{key}.all")
    head = request.text(f"{key}.about", subject=subject.words(request.texts))
    return Markup("\n").join((head, request.text("ask-back.partly"))) if subject.partly else head


def nothing(key: str, subject: Subject, request: Request, services: Services) -> Reply:
    """Return that there is nothing (``key.none``, ``key.none-about``), with the larger places to look in."""
    if not subject.known:
        return say(request.text(f"{key}.none"))
    reference = services.packs.reference
    outer = [reference.places[slug] for place in subject.places for slug in reference.larger(place.slug)]
    wider = (
        Button(choices.label(place.title.say(request.language)), request.command, _args(subject, place.slug))
        for place in outer[:3]
    )
    return say(request.text(f"{key}.none-about", subject=subject.words(request.texts)), *choices.rows(wider))


def _args(subject: Subject, place: str) -> str:
    """Return the topic and the place as a button carries them; the place alone where both are too long for one."""
    both = " ".join((*subject.topic_slugs, place))
    return both if len(both) <= choices.ARGS else place
