"""A stand-in for Telegram's Bot API: the demo's chat page and the end-to-end tests live on it."""

from bot.sandbox.http import serve, Server
from bot.sandbox.request import SandboxRequest
from bot.sandbox.world import Chat, Impossible, Person, TOKEN, Topic, World

__all__ = ["TOKEN", "Chat", "Impossible", "Person", "SandboxRequest", "Server", "Topic", "World", "serve"]
