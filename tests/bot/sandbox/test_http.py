"""The server itself: every way to send parameters, and who is let in."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import websocket_connect

from bot.sandbox import Person, serve, Server, World


@dataclass(frozen=True)
class Site:
    """A served world and a client."""

    world: World
    server: Server
    alice: Person

    async def fetch(self, path: str, **more: Any) -> HTTPResponse:
        """Return the answer, whatever its status."""
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(HTTPRequest(self.server.url + path, **more), raise_error=False)
        finally:
            client.close()

    async def do(self, deed: str, **given: Any) -> tuple[int, Any]:
        """Post a deed; return status and answer."""
        headers = {"Content-Type": "application/json"}
        response = await self.fetch(f"/control/{deed}", method="POST", headers=headers, body=json.dumps(given))
        return response.code, json.loads(response.body)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    """A served world with one resident."""
    world = World()
    alice = world.person("Alice", "fr", label="resident", started=True)
    async with serve(world, port=0) as server:
        yield Site(world, server, alice)


@pytest.mark.parametrize("way", ["query", "form", "json", "multipart"])
async def test_parameters_travel_in_every_way(site: Site, way: str) -> None:
    path = f"/bot{site.world.token}/sendMessage"
    words = {"chat_id": site.alice.id, "text": "Été <b>x</b> ", "parse_mode": "HTML"}
    if way == "query":
        response = await site.fetch(
            f"{path}?chat_id={site.alice.id}&text=%C3%89t%C3%A9%20%3Cb%3Ex%3C/b%3E&parse_mode=HTML"
        )
    elif way == "form":
        body = f"chat_id={site.alice.id}&text=%C3%89t%C3%A9+%3Cb%3Ex%3C/b%3E&parse_mode=HTML"
        response = await site.fetch(
            path, method="POST", body=body, headers={"Content-Type": "application/x-www-form-urlencoded"}
        )
    elif way == "json":
        response = await site.fetch(
            path, method="POST", body=json.dumps(words), headers={"Content-Type": "application/json"}
        )
    else:
        parts = "".join(
            f'--B\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in words.items()
        )
        headers = {"Content-Type": "multipart/form-data; boundary=B"}
        response = await site.fetch(path, method="POST", body=(parts + "--B--\r\n").encode(), headers=headers)
    assert response.code == 200, response.body
    result = json.loads(response.body)["result"]
    assert (result["text"], result["entities"][0]["offset"]) == ("Été x", 4)


async def test_a_file_is_attached_by_name(site: Site) -> None:
    body = (
        f'--B\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{site.alice.id}\r\n'
        '--B\r\nContent-Disposition: form-data; name="document"\r\n\r\nattach://mine\r\n'
        '--B\r\nContent-Disposition: form-data; name="mine"; filename="note.txt"\r\nContent-Type: text/plain\r\n\r\nbonjour\r\n--B--\r\n'
    )
    headers = {"Content-Type": "multipart/form-data; boundary=B"}
    response = await site.fetch(
        f"/bot{site.world.token}/sendDocument", method="POST", body=body.encode(), headers=headers
    )
    document = json.loads(response.body)["result"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == ("note.txt", "text/plain", 7)
    shown = await site.fetch(f"/control/file/{document['file_id']}")
    assert (shown.body, shown.headers["Content-Disposition"]) == (b"bonjour", "attachment")
    assert site.world.violations == []


@pytest.mark.parametrize(
    ("path", "status", "description"),
    [
        ("/bot1:short/getMe", 404, "Not Found"),
        ("/bot999999999:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/getMe", 401, "Unauthorized"),
        ("/bot{token}/getPigeon", 404, "Not Found"),
        ("/bot{token}/sendChecklist", 501, "Not Implemented: the sandbox does not model sendChecklist"),
        ("/nowhere", 404, "Not Found"),
    ],
)
async def test_wrong_addresses_are_answered_as_telegram_answers(
    site: Site, path: str, status: int, description: str
) -> None:
    response = await site.fetch(path.format(token=site.world.token))
    assert response.code == status
    assert json.loads(response.body) == {"ok": False, "error_code": status, "description": description}


@pytest.mark.parametrize("path", ["/", "/bot{token}/getMe", "/control/world", "/control/events", "/file/bot{token}/x"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1:1", "127.0.0.1.evil.example:{port}"]
)
async def test_a_foreign_host_is_refused_everywhere(site: Site, path: str, host: str) -> None:
    headers = {"Host": host.format(port=site.server.port)}
    assert (await site.fetch(path.format(token=site.world.token), headers=headers)).code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"])
async def test_a_foreign_origin_is_refused_under_control(site: Site, origin: str) -> None:
    headers = {"Origin": origin.format(port=site.server.port), "Content-Type": "application/json"}
    assert (await site.fetch("/control/world", headers=headers)).code == 403
    body = json.dumps({"name": "Intrus"})
    assert (await site.fetch("/control/person", method="POST", body=body, headers=headers)).code == 403
    upgrade = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Key": "x", "Sec-WebSocket-Version": "13"}
    assert (await site.fetch("/control/events", headers={**headers, **upgrade})).code == 403
    assert len(site.world.people) == 1


async def test_the_own_page_is_let_in(site: Site) -> None:
    for name in ("127.0.0.1", "localhost", "[::1]"):
        own = f"{name}:{site.server.port}"
        response = await site.fetch("/control/world", headers={"Origin": f"http://{own}", "Host": own})
        assert response.code == 200


async def test_the_page_may_ask_no_other_host(site: Site) -> None:
    response = await site.fetch("/")
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert (await site.fetch("/../control.py")).code == 404
    assert (await site.fetch("/%2e%2e/control.py")).code == 404


async def test_a_deed_needs_json(site: Site) -> None:
    form = await site.fetch("/control/person", method="POST", body="name=x")
    assert (form.code, json.loads(form.body)) == (400, {"error": "The content type must be application/json."})
    headers = {"Content-Type": "application/json"}
    broken = await site.fetch("/control/person", method="POST", body="{", headers=headers)
    assert (broken.code, json.loads(broken.body)) == (400, {"error": "The body is no JSON."})
    assert (
        await site.fetch("/control/person", method="POST", body='"' + "x" * 300_000 + '"', headers=headers)
    ).code == 400


@pytest.mark.parametrize(
    ("deed", "given", "error"),
    [
        ("say", {}, "The field 'person' is missing."),
        ("say", {"person": "x", "text": "y"}, "The field 'person' must be a whole number."),
        ("say", {"person": 1, "text": "y"}, "There is no person 1."),
        ("say", {"person": 600000001, "chat": -1, "text": "y"}, "There is no chat -1."),
        ("say", {"person": 600000001, "text": " "}, "A message needs words."),
        ("press", {"person": 600000001, "message_id": 9, "data": "x"}, "There is no message 9 in this chat."),
        ("share_place", {"person": 600000001, "lat": 99, "lon": 2}, "That is no place on Earth."),
        ("clock", {"set": "demain"}, "The time must look like 2026-03-28T18:30:00+01:00."),
        ("clock", {"advance": 1e300}, "The clock moves at most ten years at once."),
        ("clock", {"next": True}, "Nothing here knows what is due next; name a time instead."),
        ("migrate", {"chat": 600000001}, "Only a basic group becomes a supergroup."),
        ("person", {"name": " "}, "A person needs a name."),
    ],
)
async def test_what_cannot_be_done_is_said_in_a_sentence(
    site: Site, deed: str, given: dict[str, Any], error: str
) -> None:
    status, answer = await site.do(deed, **given)
    assert (status, answer["error"]) == (400, error)


async def test_a_stranger_plays_the_people_over_http(site: Site) -> None:
    events = await websocket_connect(f"ws://127.0.0.1:{site.server.port}/control/events")
    _, made = await site.do("group", title="Riverains", forum=True)
    chat = made["chat"]["id"]
    _, topic = await site.do("topic", chat=chat, name="Annonces")
    assert (await site.do("join", person=site.alice.id, chat=chat))[0] == 200
    status, said = await site.do("say", person=site.alice.id, chat=chat, topic=topic["topic"]["id"], text="/help")
    assert (status, said["message"]["text"]) == (200, "/help")
    assert (await site.do("close_topic", chat=chat, topic=topic["topic"]["id"]))[1]["chat"]["topics"][0]["closed"]
    assert (await site.do("promote", chat=chat))[0] == 200
    assert (await site.do("block", person=site.alice.id))[1]["person"]["blocked"]
    assert (await site.do("fault", kind="flood", retry_after=9))[0] == 200
    assert (await site.do("clear_faults"))[0] == 200
    _, clock = await site.do("clock", advance=86400)
    assert 86399 < clock["clock"]["offset"] < 86401
    seen = set()
    while "clock" not in seen:
        event = await events.read_message()
        assert event is not None
        seen.add(json.loads(event)["type"])
    assert {"chat", "message", "clock"} <= seen
    events.close()
    sight = json.loads((await site.fetch("/control/world")).body)
    assert sight["bot"]["username"] == "riverain_bot"
    assert [one["kind"] for one in sight["chats"]] == ["supergroup", "private"]
    assert sight["messages"][str(chat)][-2]["from_bot"] is False
    assert site.world.token not in json.dumps(sight)


async def test_a_taken_port_gives_way_to_the_next() -> None:
    async with serve(World(), port=0) as first, serve(World(), port=first.port) as second:
        assert second.port > first.port


async def test_the_sandbox_listens_to_this_machine_only() -> None:
    with pytest.raises(ValueError, match="this machine only"):
        async with serve(World(), port=0, host="0.0.0.0"):
            pass
