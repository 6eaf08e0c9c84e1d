"""Knowing: what the bot knows is opened, with what the pack's files bring."""

from contextlib import AsyncExitStack
from pathlib import Path

import structlog

from bot.clock import Clock
from bot.operations.pack import import_pack
from bot.plan import Plan, StartError
from bot.storage.database import DATABASE, Database, open_database
from bot.storage.items import ItemTable
from bot.storage.knowledge import Knowledge
from bot.storage.search import open_search, Searcher, SearchIndex

log = structlog.get_logger()


async def open_content(
    stack: AsyncExitStack, plan: Plan, clock: Clock
) -> tuple[Database, ItemTable, Knowledge, Searcher]:
    """Open what the bot knows, with what the pack's files bring."""
    database = await stack.enter_async_context(open_database(plan.data / DATABASE))
    index = SearchIndex()
    await database.write(index.refresh)
    items = ItemTable(database, index)
    if plan.pack is not None:
        await _import(database, items, plan.pack, clock)
    knowledge = Knowledge(database, items)
    await knowledge.refresh()
    search = await stack.enter_async_context(open_search(database, clock, lambda: knowledge.synonyms))
    return database, items, knowledge, search


async def _import(database: Database, items: ItemTable, folder: Path, clock: Clock) -> None:
    """Bring the pack's files into the store; with faults, the store as it is goes on if it holds anything."""
    report = await import_pack(database, items, folder, clock.now())
    for fault in report.faults:
        log.error("pack.fault", says=str(fault))
    for warning in report.warnings:
        log.warning("pack.warning", says=str(warning))
    for slug in report.gone:
        log.warning("pack.file_gone", item=slug, says="paused")
    for conflict in report.conflicts:
        log.warning("pack.conflict", says=str(conflict))
    if report.faults and not (await items.counts()):
        first = "\n".join(str(fault) for fault in report.faults[:20])
        raise StartError(f"The pack {folder} has faults, so nothing was imported:\n{first}")
