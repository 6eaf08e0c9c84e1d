"""The deeds of the control interface: what people do and what becomes of the world, from JSON and back to JSON."""

from collections.abc import Callable
from typing import TypeAlias

from bot.sandbox.record import Record
from bot.sandbox.steering import chats, people, world
from bot.sandbox.steering.reading import Wrong
from bot.sandbox.world import World

__all__ = ["DEEDS", "Deed", "Wrong"]

Deed: TypeAlias = Callable[[World, Record], Record]

DEEDS: dict[str, Deed] = {
    "say": people.say,
    "edit": people.edit,
    "press": people.press,
    "share_place": people.share_place,
    "inline": people.inline,
    "choose_inline": people.choose_inline,
    "react": people.react,
    "vote": people.vote,
    "join": chats.join,
    "leave": chats.leave,
    "promote": chats.promote,
    "demote": chats.demote,
    "block": chats.block,
    "unblock": chats.unblock,
    "person": chats.new_person,
    "group": chats.new_group,
    "topic": chats.new_topic,
    "close_topic": chats.close_topic,
    "reopen_topic": chats.reopen_topic,
    "delete_topic": chats.delete_topic,
    "migrate": chats.migrate,
    "kick_bot": chats.kick_bot,
    "add_bot": chats.add_bot,
    "clock": world.clock,
    "fault": world.fault,
    "clear_faults": world.clear_faults,
    "inject": world.inject,
    "updates_again": world.again,
}
