"""The stand-in's memory: people, chats, messages, and everything that can happen to them."""

from bot.sandbox.world.chat import Chat
from bot.sandbox.world.person import Person
from bot.sandbox.world.post import Impossible, Topic
from bot.sandbox.world.world import TOKEN, World

__all__ = ["TOKEN", "Chat", "Impossible", "Person", "Topic", "World"]
