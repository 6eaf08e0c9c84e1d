"""The sender: one attempt, never an exception, and the fate the answer stands for."""

from collections.abc import Mapping
from typing import Any

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.outcome import Fate
from bot.gateway.bodies import chart_parameters, document_parameters
from bot.gateway.buttons import Buttons
from bot.gateway.sender import fate, TelegramSender
from bot.gateway.telegram import Telegram
from bot.gateway.wire import DoubtfulError, File, NotSentError
from bot.storage.outbox import Claimed, Priority
from content.charts import Bar, Chart
from handlers.reply import Document

BUTTONS = Buttons(b"k" * 32)


class Wire:
    """Answers or fails as told."""

    def __init__(self, what: bytes | Exception) -> None:
        self.what = what
        self.form: Mapping[str, str] = {}
        self.files: Mapping[str, File] = {}

    async def post(
        self, method: str, form: Mapping[str, str], files: Mapping[str, File], seconds: float
    ) -> tuple[int, bytes]:
        self.form, self.files = form, files
        if isinstance(self.what, Exception):
            raise self.what
        return 200, self.what


def claimed(body: dict[str, Any] | None = None) -> Claimed:
    return Claimed(1, 7, "sendMessage", body or {"chat_id": 7, "text": "x"}, "send", Priority.REPLY, 1)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (RetryAfter(3), Fate.FLOOD),
        (ChatMigrated(-1001), Fate.MIGRATED),
        (InvalidToken("x"), Fate.TOKEN),
        (Forbidden("Forbidden: bot was blocked by the user"), Fate.CHAT_GONE),
        (Forbidden("Forbidden: user is deactivated"), Fate.CHAT_GONE),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Fate.CHAT_GONE),
        (BadRequest("Bad Request: message is not modified: specified new"), Fate.UNCHANGED),
        (BadRequest("Message is not modified"), Fate.UNCHANGED),
        (BadRequest("Bad Request: can't parse entities: unexpected end"), Fate.UNREADABLE),
        (BadRequest("Bad Request: message thread not found"), Fate.NO_THREAD),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Fate.NO_THREAD),
        (BadRequest("Topic_deleted"), Fate.NO_THREAD),
        (BadRequest("Bad Request: not enough rights to send text messages to the chat"), Fate.RESTRICTED),
        (BadRequest("Bad Request: have no write access to the chat"), Fate.RESTRICTED),
        (BadRequest("Bad Request: CHAT_RESTRICTED"), Fate.RESTRICTED),
        (BadRequest("Bad Request: chat not found"), Fate.CHAT_GONE),
        (BadRequest("Bad Request: message is too long"), Fate.REFUSED),
        (Conflict("Conflict"), Fate.UNREACHED),
        (NotSentError("ClientConnectorError"), Fate.UNREACHED),
        (DoubtfulError("ServerDisconnectedError"), Fate.UNKNOWN),
        (NetworkError("Bad Gateway"), Fate.UNKNOWN),
        (TimedOut(), Fate.UNKNOWN),
        (TelegramError("Invalid server response"), Fate.UNKNOWN),
        (RuntimeError("anything else"), Fate.UNKNOWN),
    ],
    ids=str,
)
async def test_every_fault_has_its_fate_and_none_comes_out(fault: Exception, kind: Fate) -> None:
    assert fate(fault).fate is kind
    assert (await TelegramSender(Telegram(Wire(fault)), BUTTONS).send(claimed())).fate is kind


def test_what_a_fault_of_our_own_says_is_not_kept() -> None:
    """It may hold what somebody wrote."""
    assert fate(RuntimeError("secret words")).said == "RuntimeError"


def test_a_flood_says_for_how_long_and_a_migration_where_to() -> None:
    assert fate(RetryAfter(30)).retry_after == 30.0
    assert fate(ChatMigrated(-1001)).migrate_to == -1001


@pytest.mark.parametrize(
    ("answer", "mid"),
    [
        (b'{"ok":true,"result":{"message_id":5}}', 5),
        (b'{"ok":true,"result":{"message_id":0}}', 0),
        (b'{"ok":true,"result":true}', None),
        (b'{"ok":true,"result":{"message_id":"five"}}', None),
        (b'{"ok":true,"result":null}', None),
    ],
)
async def test_an_accepted_message_is_sent_with_or_without_an_id(answer: bytes, mid: int | None) -> None:
    outcome = await TelegramSender(Telegram(Wire(answer)), BUTTONS).send(claimed())
    assert (outcome.fate, outcome.mid) == (Fate.SENT, mid)


async def test_a_chart_is_drawn_when_it_is_sent() -> None:
    chart = Chart("Seringues", (Bar("2023", 10.0, "10"), Bar("2024", 20.0, "20")), ("Source : mairie",), "fr")
    wire = Wire(b'{"ok":true,"result":{"message_id":5}}')
    message = claimed({"chat_id": 7, **chart_parameters(chart, "Seringues")})
    outcome = await TelegramSender(Telegram(wire), BUTTONS).send(message)
    assert outcome.fate is Fate.SENT
    assert wire.form == {"chat_id": "7", "caption": "Seringues", "photo": "attach://picture"}
    assert wire.files["picture"].content.startswith(b"\x89PNG")


async def test_a_chart_that_cannot_be_drawn_is_no_exception() -> None:
    outcome = await TelegramSender(Telegram(Wire(b"{}")), BUTTONS).send(
        claimed({"chat_id": 7, "_chart": {"nonsense": 1}})
    )
    assert outcome.fate is Fate.REFUSED


async def test_a_file_is_attached_under_its_name() -> None:
    wire = Wire(b'{"ok": true, "result": {"message_id": 5}}')
    body = {"chat_id": 7, **document_parameters(Document("riverain.json", '{"é": 1}'))}
    assert (await TelegramSender(Telegram(wire), BUTTONS).send(claimed(body))).fate is Fate.SENT
    assert dict(wire.form) == {"chat_id": "7", "document": "attach://document"}
    assert wire.files == {"document": File("riverain.json", '{"é": 1}'.encode(), "application/json")}
