"""Curating: the parts behind the ports of those who curate, put together."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.delivery.composing import Composer
from bot.delivery.corrections import CorrectionDesk
from bot.delivery.pushes import PushDesk
from bot.storage.database import Database
from bot.storage.editor import Editor
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.tables import Tables
from handlers.ports import Curation, Services


@dataclass(frozen=True, slots=True)
class Curating:
    """The ports, and what works behind them by itself."""

    ports: Curation
    corrections: CorrectionDesk


def curating(
    database: Database,
    items: ItemTable,
    knowledge: Knowledge,
    tables: Tables,
    services: Callable[[], Services],
    composer: Composer,
    queued: Callable[[], None],
) -> Curating:
    """Return the parts, worded with ``services`` and ``composer``; ``queued`` is called when copies wait to be changed."""
    corrections = CorrectionDesk(database, items, tables.chases, services, composer, queued)
    pushes = PushDesk(database, tables.schedules, tables.chats, composer, services)
    editor = Editor(database, items, knowledge)
    ports = Curation(tables.proposals, editor, tables.audit, tables.awaiting, tables.gaps, corrections, pushes)
    return Curating(ports, corrections)
