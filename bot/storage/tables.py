"""Tables: everything kept about chats and about what is told, opened together and tidied together."""

from datetime import datetime

from bot.storage import pending
from bot.storage.audit import AuditTable
from bot.storage.awaiting import AwaitingTable
from bot.storage.broadcasts import BroadcastTable
from bot.storage.chases import ChaseTable
from bot.storage.chats import ChatTable
from bot.storage.database import Database
from bot.storage.doors import DoorTable
from bot.storage.entries import EntryTable
from bot.storage.feeds import FeedTable
from bot.storage.forgotten import ForgottenTable
from bot.storage.gaps import GapTable
from bot.storage.gate import GateTable
from bot.storage.ledger import DeliveryLedger
from bot.storage.memberships import MembershipTable
from bot.storage.moderators import ModeratorTable
from bot.storage.news import NewsLog
from bot.storage.notices import NoticeTable
from bot.storage.pieces import PieceTable
from bot.storage.proposals import ProposalTable
from bot.storage.schedules import ScheduleTable
from bot.storage.subscriptions import SubscriptionTable


class Tables:
    """The typed tables over one database."""

    def __init__(self, database: Database) -> None:
        """Open every table of ``database``."""
        self._database = database
        self.chats = ChatTable(database)
        self.subscriptions = SubscriptionTable(database)
        self.schedules = ScheduleTable(database)
        self.news = NewsLog(database)
        self.broadcasts = BroadcastTable(database)
        self.ledger = DeliveryLedger(database)
        self.memberships = MembershipTable(database)
        self.moderators = ModeratorTable(database)
        self.doors = DoorTable(database)
        self.feeds = FeedTable(database)
        self.entries = EntryTable(database)
        self.pieces = PieceTable(database)
        self.notices = NoticeTable(database)
        self.gates = GateTable(database)
        self.proposals = ProposalTable(database)
        self.audit = AuditTable(database)
        self.awaiting = AwaitingTable(database)
        self.gaps = GapTable(database)
        self.forgotten = ForgottenTable(database)
        self.chases = ChaseTable(database)

    async def tidy(self, now: datetime) -> None:
        """Remove what was kept long enough (handlers/kept.py says how long)."""
        await self._database.write(lambda connection: pending.tidy(connection, now))
        await self.doors.tidy(now)
        await self.memberships.tidy(now)
        await self.schedules.tidy(now)
        await self.notices.tidy(now)
        await self.news.tidy(now)
        await self.broadcasts.tidy(now)
        await self.gates.tidy(now)
        await self.proposals.tidy(now)
        await self.entries.tidy(now)
        await self.pieces.tidy(now)
        await self.audit.tidy(now)
        await self.awaiting.tidy(now)
        await self.gaps.tidy(now)
        await self.forgotten.tidy(now)
        await self.chases.tidy(now)
