"""The outbox: everything the bot says, written with the decision to say it, claimed before it is sent, settled after."""

from bot.storage.outbox.records import Claimed, Outgoing, Priority, Settled, Turn
from bot.storage.outbox.table import Outbox

__all__ = ["Claimed", "Outbox", "Outgoing", "Priority", "Settled", "Turn"]
