"""Queries that wait for an answer: presses of buttons, and what people type after the bot's name."""

import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world.chat import Chat
from bot.sandbox.world.journal import Toast
from bot.sandbox.world.post import Impossible, Post
from bot.sandbox.world.posting import deliver

if TYPE_CHECKING:
    from bot.sandbox.world.person import Person
    from bot.sandbox.world.world import World

# Telegram publishes neither time; clients stop waiting after some seconds.
PRESS_LIVES = timedelta(minutes=1)
INLINE_LIVES = timedelta(seconds=30)


@dataclass
class Press:
    """A press of a button."""

    id: str
    person: "Person"
    at: datetime
    answered: bool = False


@dataclass
class InlineQuery:
    """Words typed after the bot's name, and the cards it offered."""

    id: str
    person: "Person"
    words: str
    chat: Chat
    at: datetime
    results: list[Record] | None = None
    answer: Record = field(default_factory=dict)


class Queries:
    """All presses and inline queries of a world."""

    def __init__(self, world: "World") -> None:
        """Start with none."""
        self.world = world
        self.presses: dict[str, Press] = {}
        self.inline: dict[str, InlineQuery] = {}
        self.sent: dict[str, tuple[Chat, Post]] = {}
        self._last = 4_611_686_018_427_387_000

    def _number(self) -> str:
        self._last += 1
        return str(self._last)

    def press(self, person: "Person", message: Record, data: str, chat: Chat, inline: str = "") -> str:
        """Tell the bot of a press; return the query's id."""
        if chat.kind == "private" and person.blocked:
            raise Impossible(f"{person.name} has blocked the bot.")
        number = self._number()
        self.presses[number] = Press(number, person, self.world.clock.now())
        query: Record = {"id": number, "from": person.user()}
        if inline:
            query["inline_message_id"] = inline
        else:
            post = chat.find(message["message_id"])
            gone = {"chat": chat.record(), "message_id": message["message_id"], "date": 0}
            query["message"] = post.record if post is not None else gone
        query["chat_instance"] = str(-(abs(chat.id) * 7919 % 10**18))
        query["data"] = data
        self.world.updates.add("callback_query", query)
        return number

    def answer_press(self, number: str, text: str, *, alert: bool, url: str) -> None:
        """Show the bot's answer to a press; raise Telegram's refusal when the query is too old or unknown."""
        press = self.presses.get(number)
        if press is None or self.world.clock.now() - press.at > PRESS_LIVES:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if press.answered:
            return
        press.answered = True
        toast = Toast(press.person.id, text, alert, url)
        self.world.journal.toasts.append(toast)
        self.world.journal.publish(toast.record())

    def ask(self, person: "Person", words: str, chat: Chat, offset: str = "") -> str:
        """Tell the bot what is typed after its name; return the query's id."""
        person.meet()
        number = self._number()
        self.inline[number] = InlineQuery(number, person, words, chat, self.world.clock.now())
        kind = "sender" if chat.kind == "private" else chat.kind
        query = {"id": number, "from": person.user(), "query": words, "offset": offset, "chat_type": kind}
        self.world.updates.add("inline_query", query)
        return number

    def answer_inline(self, number: str, results: list[Record], answer: Record) -> None:
        """Offer cards for an inline query; raise Telegram's refusal when it is too old or unknown."""
        query = self.inline.get(number)
        if query is None or self.world.clock.now() - query.at > INLINE_LIVES:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.results = results
        query.answer = answer
        event = {"type": "inline_results", "person": query.person.id, "results": results, "query": query.words}
        self.world.journal.publish({**event, "button": answer.get("button")})

    def last_of(self, person: "Person") -> InlineQuery | None:
        """Return a person's last inline query."""
        return next((query for query in reversed(self.inline.values()) if query.person is person), None)

    def choose(self, person: "Person", result_id: str, chat: Chat | None = None) -> Record:
        """Send an offered card to a chat in the person's name; return the message."""
        query = self.last_of(person)
        card = next((one for one in (query.results if query else None) or [] if one["id"] == result_id), None)
        if query is None or card is None:
            raise Impossible(f"The bot offered no card {result_id!r}.")
        where = chat or query.chat
        markup = {"reply_markup": card["reply_markup"]} if card.get("reply_markup") else {}
        content = {**copy.deepcopy(card["content"]), **markup}
        post = deliver(where, content, person.user(), extra={"via_bot": self.world.bot_user()})
        chosen = {"result_id": result_id, "from": person.user(), "query": query.words}
        if markup:
            post.inline_message_id = f"AgAAAsandbox{self._number()}"
            self.sent[post.inline_message_id] = (where, post)
            chosen["inline_message_id"] = post.inline_message_id
        if self.world.inline_feedback:
            self.world.updates.add("chosen_inline_result", chosen)
        return copy.deepcopy(post.record)
