"""How the bot gets its updates: by asking, or at an address of its own."""

import asyncio
import re
from urllib.parse import urlsplit

from bot.sandbox.call import Call
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request, conflict
from bot.sandbox.webhook import deliver_updates, is_loopback
from bot.sandbox.world import World
from bot.sandbox.world.profile import Webhook

LONGEST_POLL = 50
ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
PORTS = {None, 443, 80, 88, 8443}


def _allow(world: World, call: Call) -> None:
    if call.has("allowed_updates"):
        try:
            given = call.json("allowed_updates", "allowed updates")
        except Exception:
            return
        if isinstance(given, list):
            world.updates.allow([str(one) for one in given])


async def get_updates(world: World, call: Call) -> list[Record]:
    """Return what the bot has not confirmed, waiting for it if asked to; a second waiting call ends the first."""
    if world.profile.webhook.url:
        raise conflict(ACTIVE)
    offset = call.integer("offset")
    limit = call.integer("limit", 100, 1, 100)
    timeout = call.integer("timeout", 0, 0, LONGEST_POLL)
    _allow(world, call)
    world.updates.confirm(offset)
    world.polling += 1
    turn = world.polling
    world.bell.ring()
    try:
        async with asyncio.timeout(timeout):
            while not world.updates.waiting:
                if not timeout:
                    break
                await world.bell.heard()
                if world.profile.webhook.url:
                    raise conflict("terminated by setWebhook request")
                if world.polling != turn:
                    raise conflict(OTHER)
    except TimeoutError:
        pass
    return [dict(update) for update in world.updates.take(limit)]


def set_webhook(world: World, call: Call) -> bool:
    """Send updates to an address from now on; the sandbox delivers to this machine alone."""
    url = call.text("url")
    if not url:
        return delete_webhook(world, call)
    secret = call.text("secret_token")
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if re.search(r"[^A-Za-z0-9_-]", secret):
        raise bad_request("secret token contains unallowed characters")
    parts = urlsplit(url)
    if not parts.hostname:
        raise bad_request("invalid webhook URL specified")
    local = is_loopback(parts.hostname)
    if parts.scheme != "https" and not local:
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if not local and parts.port not in PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    _allow(world, call)
    if call.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.profile.webhook = Webhook(
        url=url,
        secret=secret,
        max_connections=call.integer("max_connections", 40, 1, 100),
        ip_address=call.text("ip_address"),
        certificate="certificate" in call.files,
    )
    world.bell.ring()
    world.closing.append(asyncio.get_running_loop().create_task(deliver_updates(world, world.profile.webhook)))
    return True


def delete_webhook(world: World, call: Call) -> bool:
    """Keep updates until the bot asks for them."""
    if call.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.profile.webhook = Webhook()
    world.bell.ring()
    return True


def get_webhook_info(world: World, _call: Call) -> Record:
    """Return where updates are sent, and how that goes."""
    hook = world.profile.webhook
    info: Record = {
        "url": hook.url,
        "has_custom_certificate": hook.certificate,
        "pending_update_count": len(world.updates.pending),
    }
    if hook.url:
        info["max_connections"] = hook.max_connections
        info["ip_address"] = hook.ip_address or "127.0.0.1"
    if hook.error:
        info["last_error_date"] = hook.error_date
        info["last_error_message"] = hook.error
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    return info


def log_out(world: World, _call: Call) -> bool:
    """Leave the cloud server; the sandbox plays along."""
    return world.bot_id > 0


def close(world: World, _call: Call) -> bool:
    """Close the bot's instance; the sandbox plays along."""
    return world.bot_id > 0
