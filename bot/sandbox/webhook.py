"""Delivers updates to the bot's own address, as long as that is on this machine, with Telegram's secret header."""

import asyncio
import ipaddress
import json
from typing import TYPE_CHECKING

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest

from bot.sandbox.record import Record

if TYPE_CHECKING:
    from bot.sandbox.world.profile import Webhook
    from bot.sandbox.world.world import World

# Telegram waits 2, 4, 8 … seconds; here one need not.
FIRST_WAIT = 0.2
LONGEST_WAIT = 5.0


def is_loopback(host: str) -> bool:
    """Return whether an address is this machine's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def deliver_updates(world: "World", hook: "Webhook") -> None:
    """Send one update after another, each until it is accepted, as long as this webhook is the one in force."""
    client = AsyncHTTPClient(force_instance=True)
    wait = FIRST_WAIT
    try:
        while world.profile.webhook is hook:
            if not world.updates.waiting:
                await world.bell.heard()
                continue
            update = world.updates.waiting[0]
            error = await _send(client, hook, update)
            if error:
                hook.error, hook.error_date = error, world.unix_time()
                await asyncio.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                world.updates.drop(update)
                wait = FIRST_WAIT
    finally:
        client.close()


async def _send(client: AsyncHTTPClient, hook: "Webhook", update: Record) -> str:
    """Send an update; return what went wrong in Telegram's words, nothing when it was accepted."""
    host = hook.url.split("://", 1)[1].split("/", 1)[0].rpartition("@")[2]
    name = host.rsplit(":", 1)[0] if not host.startswith("[") else host[1 : host.index("]")]
    if not is_loopback(name):
        return "Connection refused"
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    request = HTTPRequest(
        hook.url, "POST", headers, json.dumps(update), request_timeout=10, follow_redirects=False, validate_cert=False
    )
    try:
        await client.fetch(request)
    except HTTPClientError as error:
        return f"Wrong response from the webhook: {error.code} {error.message}"
    except OSError:
        return "Connection refused"
    return ""
