"""Calls of the Bot API: parameters in, results or errors out, whatever the server answers."""

import contextlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.gateway.telegram import NotKnownError, Telegram
from bot.gateway.wire import File


class Answers:
    """A wire that answers what it is told."""

    def __init__(self, status: int, body: bytes | object) -> None:
        self.status = status
        self.body = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.form: Mapping[str, str] = {}

    async def post(
        self, method: str, form: Mapping[str, str], files: Mapping[str, File], seconds: float
    ) -> tuple[int, bytes]:
        self.form = form
        return self.status, self.body


async def call(status: int, body: bytes | object) -> Any:
    return await Telegram(Answers(status, body)).call("sendMessage", {"text": "x"})


def refused(
    code: object, description: object = "Bad Request: chat not found", **parameters: object
) -> dict[str, object]:
    said: dict[str, object] = {"ok": False, "error_code": code, "description": description}
    return {**said, "parameters": parameters} if parameters else said


async def test_parameters_go_as_text_and_the_rest_as_json_and_none_not_at_all() -> None:
    wire = Answers(200, {"ok": True, "result": {"message_id": 5}})
    result = await Telegram(wire).call(
        "m", {"text": "é", "chat_id": 7, "entities": [{"type": "bold"}], "flag": True, "no": None}
    )
    assert result == {"message_id": 5}
    assert wire.form == {"text": "é", "chat_id": "7", "entities": '[{"type": "bold"}]', "flag": "true"}


@pytest.mark.parametrize("result", [True, None, 0, [], "x"])
async def test_any_result_is_given_back(result: object) -> None:
    assert await call(200, {"ok": True, "result": result}) == result


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (400, BadRequest),
        (401, InvalidToken),
        (403, Forbidden),
        (404, NotKnownError),
        (409, Conflict),
        (429, RetryAfter),
        (500, NetworkError),
    ],
)
async def test_a_refusal_is_the_error_it_stands_for(code: int, kind: type[TelegramError]) -> None:
    with pytest.raises(kind) as caught:
        await call(code, refused(code))
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("parameters", "seconds"),
    [({"retry_after": 7}, 7), ({"retry_after": 0}, 0), ({"retry_after": 100_000}, 100_000), ({}, 1), ({"retry_after": 7.5}, 7.5),
     ({"retry_after": "soon"}, 1), ({"retry_after": None}, 1), ({"retry_after": -3}, 0), ({"retry_after": 10**30}, 1e7)],
)  # fmt: skip
async def test_how_long_to_wait_is_read_whatever_it_looks_like(parameters: dict[str, object], seconds: float) -> None:
    with pytest.raises(RetryAfter) as caught:
        await call(429, refused(429, "Too Many Requests: retry after 7", **parameters))
    wait = caught.value.retry_after
    assert (wait if isinstance(wait, int) else wait.total_seconds()) == pytest.approx(seconds)
    assert not isinstance(wait, timedelta) or wait >= timedelta(0)


async def test_a_migrated_group_is_said_with_its_new_id() -> None:
    with pytest.raises(ChatMigrated) as caught:
        await call(400, refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1001))
    assert caught.value.new_chat_id == -1001


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (502, b"<html>Bad Gateway</html>"),
        (200, b"<html>Sign in to this hotel</html>"),
        (200, b""),
        (200, b'{"ok": tr'),
        (200, b"\xff\xfe"),
        (200, b"[]"),
        (200, b"null"),
        (200, b"{}"),
        (200, b'{"ok": true}'),
        (500, b'{"ok": true, "result": 1}'),
        (401, b"<html>proxy says no</html>"),
        (404, b"not found"),
        (200, b"[" * 100_000),
        (200, b"1" * 100_000),
    ],
)
async def test_what_is_no_answer_of_the_bot_api_is_the_networks_fault(status: int, body: bytes) -> None:
    with pytest.raises(NetworkError) as caught:
        await call(status, body)
    assert type(caught.value) is NetworkError


async def test_a_long_description_is_cut() -> None:
    with pytest.raises(BadRequest) as caught:
        await call(400, refused(400, "x" * 100_000))
    assert len(str(caught.value)) <= 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"ok": JSON},
        optional={
            "error_code": JSON,
            "description": JSON,
            "result": JSON,
            "parameters": JSON | st.fixed_dictionaries({}, optional={"retry_after": JSON, "migrate_to_chat_id": JSON}),
        },
    ),
    st.sampled_from([200, 400, 429, 500]),
)
async def test_nothing_a_server_says_raises_anything_else(body: dict[str, object], status: int) -> None:
    with contextlib.suppress(TelegramError):
        await call(status, body)
