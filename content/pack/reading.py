"""Reading a pack: its documents, and its items one after the other, with every fault a file can have told in a sentence."""

import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from pydantic import BaseModel, ValidationError

from content.pack.fault import Fault
from content.pack.manifest import Document, DOCUMENTS
from content.pack.parsing import NotReadableError, parse
from content.pack.sentences import nearly, sentences, shortened
from content.records import FOLDERS, Item, KINDS

MOST_BYTES: Final = 200_000
"""Of one file; the longest record of a real pack has some 6,000."""

MOST_FILES: Final = 100_000
"""Of one folder."""

_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEEDED: Final = ("pack", "emergency")
_BESIDE: Final = re.compile(r"(README|LICEN[CS]E|NOTICE|CHANGELOG|CONTRIBUTING)(\.(md|txt))?", re.IGNORECASE)
"""Files a folder that is shared has, and that are not of the pack."""

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry:
    """An item, and the file it was read from, relative to the pack's folder."""

    file: str
    item: Item


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the pack, and its name: ``pack``, ``emergency`` …"""

    name: str
    document: Document


def read_pack(folder: Path) -> Iterator[Page | Entry | Fault]:
    """Yield the documents, then the items, kind by kind and by name; a Fault in the place of what cannot be read.

    One file is in memory at a time. Raises nothing whatever the folder holds.
    """
    yield from read_documents(folder)
    yield from read_items(folder)


def read_documents(folder: Path) -> Iterator[Page | Fault]:
    """Yield the pack's documents, and a Fault for each name in the folder that is not of a pack."""
    try:
        names = sorted(entry.name for entry in os.scandir(folder))
    except OSError as fault:
        yield Fault("", "", f"{folder} cannot be read ({_why(fault)})")
        return
    known = [*(f"{name}.yaml" for name in DOCUMENTS), *FOLDERS.values()]
    for name in names:
        if name not in known and not name.startswith(".") and not _BESIDE.fullmatch(name):
            yield Fault(shortened(name), "", f"is not of a pack{nearly(name, known)}")
    for name in DOCUMENTS:
        if f"{name}.yaml" in names:
            read = read_document(folder, name)
            if isinstance(read, list):
                yield from read
            else:
                yield Page(name, read)
        elif name in _NEEDED:
            yield Fault(f"{name}.yaml", "", "is missing; every pack has one")


def read_document(folder: Path, name: str) -> Document | list[Fault]:
    """Return the document ``name``, or what is wrong with it."""
    return _read(folder, f"{name}.yaml", DOCUMENTS[name], {})


def read_items(folder: Path, kinds: Iterable[str] = tuple(KINDS)) -> Iterator[Entry | Fault]:
    """Yield the items of ``kinds``, by kind and name; a Fault for each thing wrong with a file."""
    for kind in kinds:
        for file in _files(folder, kind):
            if isinstance(file, Fault):
                yield file
                continue
            read = read_item(folder, kind, file)
            if isinstance(read, list):
                yield from read
            else:
                yield Entry(_name(kind, file), read)


def read_item(folder: Path, kind: str, slug: str) -> Item | list[Fault]:
    """Return the item of one file, or what is wrong with it."""
    return _read(folder, _name(kind, slug), KINDS[kind], {"slug": slug, "kind": kind})  # type: ignore[return-value]


def slug_of(file: str) -> str:
    """Return the slug a file's name says: ``m-x`` for ``measures/m-x.yaml``."""
    return file.rpartition("/")[2].removesuffix(".yaml")


def _name(kind: str, slug: str) -> str:
    return f"{FOLDERS[kind]}/{slug}.yaml"


def _files(folder: Path, kind: str) -> Iterator[str | Fault]:
    """Yield the slugs of a kind's files, in order."""
    there = folder / FOLDERS[kind]
    if not os.path.lexists(there):
        return
    if (refused := leads_out(folder, there)) is not None:
        yield Fault(FOLDERS[kind], "", refused)
        return
    try:
        names = sorted(entry.name for entry in os.scandir(there))
    except OSError as fault:
        yield Fault(FOLDERS[kind], "", f"cannot be read as a folder ({_why(fault)})")
        return
    if len(names) > MOST_FILES:
        yield Fault(FOLDERS[kind], "", f"holds more than {MOST_FILES} files")
        return
    for name in names:
        if name.startswith("."):
            continue
        slug = name.removesuffix(".yaml")
        file = f"{FOLDERS[kind]}/{shortened(name)}"
        if slug == name:
            yield Fault(file, "", "is not of a pack; the files of items end in .yaml")
        elif not _SLUG.fullmatch(slug) or len(slug) > 40:
            yield Fault(
                file,
                "",
                "the name of a file is that of its item: lower-case letters, digits, single hyphens, at most 40",
            )
        else:
            yield slug


def _read(folder: Path, file: str, model: type[Model], given: dict[str, str]) -> Model | list[Fault]:
    try:
        text = _text(folder, file)
        data = parse(text)
    except NotReadableError as fault:
        return [Fault(file, f"line {fault.line}" if fault.line else "", fault.says)]
    if doubled := [name for name in given if name in data]:
        return [
            Fault(file, name, "leave this line out: the folder and the name of the file say it") for name in doubled
        ]
    try:
        # JSON, strictly: a text is a text and a day is written as a day; nothing is turned into something else.
        return model.model_validate_json(json.dumps({**given, **data}), strict=True)
    except ValidationError as fault:
        return [Fault(file, field, says) for field, says in sentences(fault, model)]


def _text(folder: Path, file: str) -> str:
    path = folder / file
    if (refused := leads_out(folder, path)) is not None:
        raise NotReadableError(0, refused)
    if not path.is_file():
        raise NotReadableError(0, "is not a file")
    try:
        with path.open("rb") as stream:
            written = stream.read(MOST_BYTES + 1)
    except OSError as fault:
        raise NotReadableError(0, f"cannot be read ({_why(fault)})") from None
    if len(written) > MOST_BYTES:
        raise NotReadableError(0, f"has more than {MOST_BYTES} bytes; an item is a few sentences")
    try:
        return written.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = written.count(b"\n", 0, fault.start) + 1
        raise NotReadableError(line, "is not UTF-8 text; save the file as UTF-8") from None


def leads_out(folder: Path, path: Path) -> str | None:
    """Return why a path may not be read: a link that leads out of the pack."""
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):
        inside = False
    return None if inside else "is a link that leads out of the pack"


def _why(fault: OSError) -> str:
    return (fault.strerror or "unknown reason").lower()
