"""Checking a pack: every rule held against every file, all faults told at once."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from content.pack.checking.across import Across
from content.pack.checking.addresses import addresses, check_address
from content.pack.checking.alone import check_alone
from content.pack.checking.emergency import check_emergency
from content.pack.checking.remark import Remark
from content.pack.checking.texts import check_characters, check_document, check_languages, check_shown, Names
from content.pack.fault import Fault, Faults
from content.pack.manifest import Document, Emergency, Manifest, Wording
from content.pack.reading import Entry, Page, read_documents, read_items, slug_of
from content.records import Exclusion, Item, Position
from content.wording import guide, WordingGuide

_SHOWN_DOCUMENTS: Final = ("pack", "emergency")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What checking found. Faults stop an import (those overdue excepted) and fail the build; warnings do neither."""

    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    """Items by kind."""
    faults_found: int = 0
    """How many there are, also beyond those listed."""

    @property
    def ok(self) -> bool:
        """Whether there is no fault."""
        return self.faults_found == 0

    @property
    def importable(self) -> bool:
        """Whether nothing is wrong but days that have passed: a bot must start on the day after the six months too."""
        return all(fault.overdue for fault in self.faults)


def check_pack(folder: Path, today: dt.date, seen: Callable[[Entry], None] = lambda _: None) -> CheckReport:
    """Return all that is wrong with the pack in ``folder``; ``seen`` is called with each item that could be read.

    Items are read one at a time and forgotten. Raises nothing whatever the folder holds.
    """
    check = _Check(today)
    for page in read_documents(folder):
        check.document(page)
    # What the rules need to know before they meet the first text; both folders are small.
    check.prepare(entry.item for entry in read_items(folder, ("exclusion", "position")) if isinstance(entry, Entry))
    for entry in read_items(folder):
        check.item(entry)
        if isinstance(entry, Entry):
            seen(entry)
    return check.report()


class _Check:
    def __init__(self, today: dt.date) -> None:
        self._today = today
        self._faults, self._warnings = Faults(), Faults()
        self._documents: dict[str, Document] = {}
        self._across = Across()
        self._guide: WordingGuide = guide(Wording())
        self._names = Names(())
        self._excluded: tuple[str, ...] = ()
        self._languages: tuple[str, ...] = ()
        self._late = 0

    def document(self, read: Page | Fault) -> None:
        """Take a document, or what is wrong with one."""
        if isinstance(read, Fault):
            self._faults.add(read)
        else:
            self._documents[read.name] = read.document

    def prepare(self, items: Iterable[Item]) -> None:
        """Learn the wording guide, the languages, the hosts never linked and the names never shown; check the documents."""
        match self._documents.get("wording"):
            case Wording() as wording:
                self._guide = guide(wording)
        match self._documents.get("pack"):
            case Manifest() as manifest:
                self._languages = manifest.languages
        positions: list[Position] = []
        hosts: list[str] = []
        for item in items:
            if isinstance(item, Position):
                positions.append(item)
            elif isinstance(item, Exclusion):
                hosts.extend(host.lower().strip(".") for host in item.hosts)
        self._names, self._excluded = Names(positions), tuple(hosts)
        for name, document in self._documents.items():
            self._take(f"{name}.yaml", self._of_document(name, document))

    def item(self, read: Entry | Fault) -> None:
        """Check an item on its own, and remember of it what the rules across items need."""
        if isinstance(read, Fault):
            self._faults.add(read)
            self._across.unread(slug_of(read.file))
            return
        self._take(read.file, self._of_item(read.item))
        self._across.take(read)
        self._late += read.item.stale(self._today)

    def report(self) -> CheckReport:
        """Return everything found, the rules across items included."""
        for file, where, says in self._across.faults():
            self._faults.add(Fault(file, where, says))
        for file, where, says in self._across.warnings():
            self._warnings.add(Fault(file, where, says))
        match self._documents.get("emergency"):
            case Emergency() as emergency:
                self._take("emergency.yaml", check_emergency(emergency, self._across.numbers, self._today))
        if self._late:
            self._warnings.add(Fault("", "", f"items past the day by which they had to be reviewed: {self._late}"))
        return CheckReport(
            self._faults.kept(), self._warnings.kept(), self._across.counts(), faults_found=self._faults.count
        )

    def _of_item(self, item: Item) -> Iterator[Remark]:
        yield from check_alone(item, self._today)
        yield from check_characters(item)
        if self._languages:
            yield from check_languages(item, self._languages)
        yield from check_shown(item, self._guide, self._names, self._excluded)
        for where, url in addresses(item):
            yield from check_address(where, url, self._excluded)

    def _of_document(self, name: str, document: Any) -> Iterator[Remark]:
        yield from check_characters(document)
        if self._languages:
            yield from check_languages(document, self._languages)
        if name in _SHOWN_DOCUMENTS:
            yield from check_document(document, self._guide, self._excluded)

    def _take(self, file: str, remarks: Iterable[Remark]) -> None:
        for remark in remarks:
            to = self._warnings if remark.warning else self._faults
            to.add(Fault(file, remark.field, remark.says, overdue=remark.overdue))
