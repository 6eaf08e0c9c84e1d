"""``/language [fr|en]``: the language to answer in, in this chat."""

from dataclasses import replace

from content.fold import fold
from content.texts import languages, texts
from handlers.command import Command, Scope
from handlers.ports import Services
from handlers.reply import Button, Reply, Row, say
from handlers.request import Request


async def language(request: Request, services: Services) -> Reply:
    """Keep the language asked for and answer in it, or offer those there are, each under its own name."""
    if not request.args:
        return say(request.text("language.which"), *_buttons(request))
    chosen = _named(request.args)
    if chosen is None:
        return say(request.text("language.unknown"), *_buttons(request))
    await services.chats.choose_language(request.chat.id, chosen)
    spoken = replace(request, texts=texts(chosen))
    done = spoken.text("language.done" if request.private else "language.done-group")
    return say(done, *_buttons(spoken), toast=spoken.text("language.name").unescape())


def _named(name: str) -> str | None:
    """Return the code of the language called ``name``, by code or in any of the languages."""
    folded = fold(name[:30])
    for code in languages():
        known = texts(code).text("language.name-words").unescape().split(",")
        if folded in {code, *map(fold, known)}:
            return code
    return None


def _buttons(request: Request) -> tuple[Row, ...]:
    names = {code: texts(code).text("language.name").unescape() for code in languages()}
    return (
        tuple(
            Button(f"✓ {name}" if code == request.language else name, "language", code, in_place=True)
            for code, name in names.items()
        ),
    )


COMMAND = Command("language", language, scope=Scope.GROUP_ADMINS, trusts_group=True)
