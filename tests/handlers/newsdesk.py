"""Somebody who curates, at work with one command after the other: types, presses, and sees what comes."""

from dataclasses import replace

from handlers import BY_NAME
from handlers.reply import Reply
from handlers.request import Person, Request
from tests.handlers.world import ask, NOW, pressing, services, Store


class Newsdesk:
    """A moderator's private chat."""

    def __init__(self, known: Store, person: int = 7, language: str = "fr") -> None:
        self.known, self.ports, self.person = known, services(known), person
        self.request = ask("start", person=Person(person, moderator=True), language=language)
        self.reply = Reply()

    async def ask(self, command: str, args: str = "") -> Reply:
        """Type a command."""
        return await self._run(replace(self.request, command=command, args=args))

    async def press(self, label: str) -> Reply:
        """Press the button whose label begins so."""
        return await self._run(pressing(self.reply, label, self.request))

    async def forge(self, command: str, args: str) -> Reply:
        """Press a button that is not there any more."""
        return await self._run(replace(self.request, command=command, args=args, pressed=True))

    async def type(self, words: str) -> Reply:
        """Answer the question that is open."""
        taken = await self.ports.curation.awaiting.take(self.person, NOW)
        assert taken is not None
        return await self._run(replace(self.request, command=taken[0], args=words, awaited=taken[1]))

    async def _run(self, request: Request) -> Reply:
        self.reply = await BY_NAME[request.command].handler(request, self.ports)
        return self.reply

    def labels(self) -> list[str]:
        """Return the labels of the buttons."""
        return [each.label.replace("\u00a0", " ") for row in self.reply.buttons for each in row]
