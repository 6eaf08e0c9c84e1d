"""Chats as the server has them: what stands in each, changed by sending, editing and deleting; refusals on demand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from bot.delivery.outcome import Fate, Outcome
from bot.gateway.buttons import Buttons
from bot.gateway.stamping import stamped
from bot.storage.outbox import Claimed

BUTTONS: Final = Buttons(b"k" * 32)


@dataclass
class Server:
    """A sender whose messages really stand somewhere."""

    chats: dict[int, dict[int, dict[str, Any]]] = field(default_factory=dict)
    answers: dict[tuple[str, int], list[Outcome]] = field(default_factory=dict)
    """Outcomes by method and chat, in turn; UNKNOWN is done all the same."""
    calls: list[tuple[str, int]] = field(default_factory=list)
    before: Callable[[Claimed], None] = lambda _: None
    mid: int = 100

    async def send(self, message: Claimed) -> Outcome:
        self.before(message)
        body = stamped(message, BUTTONS)
        self.calls.append((message.method, message.chat))
        left = self.answers.get((message.method, message.chat))
        said = left.pop(0) if left else None
        if said is not None and said.fate is not Fate.UNKNOWN:
            return said
        done = self._do(message.method, body)
        return said or done

    def _do(self, method: str, body: dict[str, Any]) -> Outcome:
        there = self.chats.setdefault(body["chat_id"], {})
        if method == "deleteMessage":
            gone = there.pop(body["message_id"], None)
            return Outcome(Fate.SENT) if gone else Outcome(Fate.NO_MESSAGE, said="Message to delete not found")
        if method == "editMessageText":
            if body["message_id"] not in there:
                return Outcome(Fate.NO_MESSAGE, said="Message to edit not found")
            if there[body["message_id"]] == body:
                return Outcome(Fate.UNCHANGED)
            there[body["message_id"]] = body
            return Outcome(Fate.SENT, mid=body["message_id"])
        self.mid += 1
        there[self.mid] = body
        return Outcome(Fate.SENT, mid=self.mid)

    def said(self, chat: int) -> list[str]:
        """Return the texts that stand in a chat, the oldest first."""
        return [each.get("text", each.get("title", "")) for _, each in sorted(self.chats.get(chat, {}).items())]
