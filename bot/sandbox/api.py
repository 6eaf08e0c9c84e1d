"""The one door for calls, whatever way they come: token, contract, faults, limits, method, and the answer's bytes."""

import asyncio
import inspect
import json
from dataclasses import dataclass
from enum import Enum
from typing import Any

from bot.sandbox.call import Call, Upload
from bot.sandbox.contract import contract
from bot.sandbox.methods import METHODS
from bot.sandbox.record import Record
from bot.sandbox.refusal import not_found, not_modelled, Refusal, unauthorized
from bot.sandbox.world import World
from bot.sandbox.world.faults import Fault
from bot.sandbox.world.world import TOKEN_SHAPE

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<h1>502 Bad Gateway</h1>\r\n</body>\r\n</html>\r\n"


class End(Enum):
    """How an answer ends."""

    WHOLE = "whole"
    HALF = "half"
    SILENCE = "silence"
    CLOSED = "closed"


@dataclass(frozen=True)
class Reply:
    """An answer on its way: status and bytes, and how much of it arrives."""

    status: int
    body: bytes
    end: End = End.WHOLE
    content_type: str = "application/json"


async def answer(
    world: World, token: str, method: str, parameters: Record, files: dict[str, Upload] | None = None
) -> Reply:
    """Answer one call, with whatever fault was ordered for it."""
    name = contract().method(method) or method
    call = Call.of(name, parameters, files)
    fault = world.faults.take(name, call.text("chat_id"))
    world.busy += name != "getUpdates"
    try:
        if fault is not None:
            early = await _before(world, call, fault)
            if early is not None:
                return early
        result = await _result(world, token, call)
        if fault is not None:
            result = _disturbed(result, fault)
    except Refusal as refusal:
        world.log(name, call.shown(), refusal.code, refusal.description, None)
        return Reply(refusal.code, json.dumps(refusal.record()).encode())
    finally:
        world.busy -= name != "getUpdates"
        world.bell.ring()
    if name != "getUpdates" or result:
        world.log(name, call.shown(), 200, "", result)
    body = json.dumps({"ok": True, "result": result}, ensure_ascii=False).encode("utf-8", "replace")
    return _after(Reply(200, body), fault)


async def _result(world: World, token: str, call: Call) -> Any:
    """Return what the method returns; raise Telegram's refusal. Departures from the contract change nothing."""
    if not TOKEN_SHAPE.match(token):
        raise not_found()
    if token != world.token or world.revoked:
        raise unauthorized()
    if call.method not in contract().methods:
        raise not_found()
    world.journal.violate(contract().faults_of_call(call))
    if call.method not in METHODS:
        raise not_modelled(call.method)
    result = METHODS[call.method](world, call)
    if inspect.isawaitable(result):
        result = await result
    if call.method == "getUpdates":
        for update in result:
            world.journal.violate(contract().faults_of_update(update))
    else:
        world.journal.violate(contract().faults_of_answer(call.method, result))
    return result


async def _before(world: World, call: Call, fault: Fault) -> Reply | None:
    """Let the fault happen that comes before anything is stored; return the answer if that is all."""
    refusal = fault.refusal()
    if refusal is not None:
        raise refusal
    if fault.kind == "latency":
        await asyncio.sleep(float(fault.details.get("seconds", 1)))
    elif fault.kind in {"hang", "close", "bad_gateway"}:
        world.log(call.method, call.shown(), 502 if fault.kind == "bad_gateway" else 0, f"fault: {fault.kind}", None)
        if fault.kind == "bad_gateway":
            return Reply(502, BAD_GATEWAY, content_type="text/html")
        return Reply(0, b"", End.SILENCE if fault.kind == "hang" else End.CLOSED)
    return None


def _after(reply: Reply, fault: Fault | None) -> Reply:
    """Return the answer as the fault leaves it after the call was carried out."""
    kind = fault.kind if fault is not None else ""
    if kind == "hang_after":
        return Reply(0, b"", End.SILENCE)
    if kind == "close_after":
        return Reply(0, b"", End.CLOSED)
    if kind == "half":
        return Reply(200, reply.body, End.HALF)
    if kind == "broken_json":
        return Reply(200, reply.body[: len(reply.body) // 2])
    if kind == "bad_gateway_after":
        return Reply(502, BAD_GATEWAY, content_type="text/html")
    return reply


def _disturbed(result: Any, fault: Fault) -> Any:
    """Return updates in the wrong order, or twice."""
    if isinstance(result, list) and fault.kind == "reorder":
        return result[::-1]
    if isinstance(result, list) and fault.kind == "repeat":
        return [one for update in result for one in (update, update)]
    return result


def find_download(world: World, token: str, path: str) -> tuple[int, bytes]:
    """Return status and content of a file the bot downloads."""
    if not TOKEN_SHAPE.match(token) or token != world.token or world.revoked:
        refused = unauthorized() if TOKEN_SHAPE.match(token) else not_found()
        return refused.code, json.dumps(refused.record()).encode()
    file = world.files.by_path.get(path)
    if file is None:
        return 404, json.dumps(not_found().record()).encode()
    return 200, file.data
