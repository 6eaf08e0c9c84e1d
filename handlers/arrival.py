"""Arrival: what the bot says when it is added to a group or a channel."""

from dataclasses import replace

from handlers.choices import said
from handlers.ports import Services
from handlers.reply import Button, Reply, say
from handlers.request import Request
from handlers.start import greet


async def arrived_in_group(request: Request, services: Services) -> Reply:
    """Return the greeting, with the way for an admin to set up a digest."""
    greeting = await greet(request, services)
    return replace(greeting, buttons=((Button(said(request, "setup.begin"), "setup"),), *greeting.buttons))


def arrived_in_channel(request: Request) -> Reply:
    """Return the word to whoever added the bot to a channel, in private: nothing goes out until it is set up."""
    return say(request.text("door.added-to-channel"), (Button(said(request, "setup.begin"), "setup"),))
