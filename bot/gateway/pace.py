"""Pace: who asks faster than anybody reads is told so once, then not answered for a minute; the others are served."""

from collections import deque, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from bot.clock import Clock
from bot.gateway.answering import Answer, Handle, NOTHING
from bot.gateway.compose import Composer
from bot.gateway.quick import QuickAnswer
from bot.gateway.reading import Asked, AskedInline, Event, Pressed
from bot.gateway.roles import Roles
from bot.storage.chats import ChatTable
from bot.storage.times import milliseconds
from content.texts import closest, texts
from handlers import canonical
from handlers.reply import say
from handlers.request import ChatKind, Person, Request

COMMANDS: Final = 20
"""Messages and presses of one person in a minute (security.md 6.1)."""
_LETTERS: Final = 3
"""Inline queries for each of those: one comes for every few letters typed."""
_MINUTE: Final = 60_000
_MOST_KNOWN: Final = 4096
"""People remembered; those not heard of for the longest time are forgotten."""


class Verdict(Enum):
    """What becomes of one more question."""

    ANSWER = "answer it"
    WARN = "say once that it is too fast"
    DROP = "say nothing"


@dataclass(slots=True)
class _Minute:
    asked: deque[tuple[int, int]] = field(default_factory=deque)
    """When, and by which update: one tried again is not counted again."""
    closed_until: int = 0
    warned_by: int = 0


class Counter:
    """Counts what each asks in a minute. Times are milliseconds since 1970."""

    def __init__(self, most: int) -> None:
        """Let ``most`` a minute through."""
        self._most = most
        self._minutes: OrderedDict[int, _Minute] = OrderedDict()

    def judge(self, who: int, update: int, at: int) -> Verdict:
        """Return what becomes of the update of a person, or of a chat that hides who speaks; the same when asked again."""
        minute = self._minutes.setdefault(who, _Minute())
        self._minutes.move_to_end(who)
        if len(self._minutes) > _MOST_KNOWN:
            self._minutes.popitem(last=False)
        if any(update == seen for _, seen in minute.asked):
            return Verdict.ANSWER
        # A clock that was put back must not keep anybody waiting for days.
        if at < minute.closed_until <= at + 2 * _MINUTE:
            return Verdict.WARN if update == minute.warned_by else Verdict.DROP
        if minute.closed_until:
            self._minutes[who] = minute = _Minute()
        while minute.asked and not at - _MINUTE < minute.asked[0][0] <= at:
            minute.asked.popleft()
        if len(minute.asked) < self._most:
            minute.asked.append((at, update))
            return Verdict.ANSWER
        minute.closed_until, minute.warned_by = at + _MINUTE, update
        return Verdict.WARN


class Pace:
    """Knows what to do instead of answering, where somebody floods the bot."""

    def __init__(
        self,
        roles: Roles,
        chats: ChatTable,
        composer: Composer,
        fallback: Callable[[], str],
        clock: Clock,
        most: int = COMMANDS,
    ) -> None:
        """Let ``most`` messages and presses of each person through a minute; ``fallback`` is the language of who chose none."""
        self._roles = roles
        self._chats = chats
        self._composer = composer
        self._fallback = fallback
        self._clock = clock
        self._commands = Counter(most)
        self._inline = Counter(most * _LETTERS)

    async def instead(self, update: int, found: Event) -> Handle | None:
        """Return what to do instead of answering the event of that update; None where it is to be answered.

        What a moderator presses is never dropped.
        """
        at = milliseconds(self._clock.now())
        match found:
            case AskedInline():
                return None if self._inline.judge(found.user, update, at) is Verdict.ANSWER else _nothing
            case Pressed():
                if (await self._roles.person(found.user)).moderator:
                    return None
                verdict = self._commands.judge(found.user, update, at)
            case Asked() if _answered(found):
                verdict = self._commands.judge(found.user or found.chat.id, update, at)
            case _:
                return None
        if verdict is Verdict.WARN:
            return lambda: self._slow_down(found)
        return None if verdict is Verdict.ANSWER else _nothing

    async def _slow_down(self, found: Asked | Pressed) -> Answer:
        chosen = await self._chats.language(found.chat.id) or found.language_code
        request = Request(
            "start", "", found.chat, Person(None), texts(closest(chosen, self._fallback())), self._clock.now()
        )
        said = request.text("pace.slow-down")
        if isinstance(found, Pressed):
            parameters = {"callback_query_id": found.query_id, "text": said.unescape(), "show_alert": True}
            return Answer([], (QuickAnswer("answerCallbackQuery", parameters),))
        return Answer(self._composer.compose(say(said), request, answers=found.message_id))


async def _nothing() -> Answer:
    return NOTHING


def _answered(asked: Asked) -> bool:
    """Return whether the bot would answer: in groups, unknown commands are another bot's; in channels, most are nobody's."""
    if asked.chat.kind is ChatKind.CHANNEL:
        return False
    return asked.named or asked.command is None or asked.chat.kind is ChatKind.PRIVATE or bool(canonical(asked.command))
