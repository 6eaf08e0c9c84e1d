"""A text with its entities, made from what a call gives: a parse mode, or entities, and what Telegram finds by itself."""

from dataclasses import dataclass
from typing import Any

from bot.sandbox.entities.found import found_in
from bot.sandbox.entities.html import parse_html
from bot.sandbox.entities.markdown import parse_markdown
from bot.sandbox.entities.markdown2 import parse_markdown2
from bot.sandbox.entities.units import ordered, units
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request

PARSERS = {"html": parse_html, "markdown": parse_markdown, "markdownv2": parse_markdown2}
# Telegram counts bytes here: a source text longer than 32 KiB is not even parsed.
SOURCE_LIMIT = 1 << 15
GIVEN = {
    "bold": (),
    "italic": (),
    "underline": (),
    "strikethrough": (),
    "spoiler": (),
    "blockquote": (),
    "expandable_blockquote": (),
    "code": (),
    "pre": ("language",),
    "text_link": ("url",),
    "text_mention": ("user",),
    "custom_emoji": ("custom_emoji_id",),
    "date_time": ("unix_time", "date_time_format"),
}


@dataclass(frozen=True)
class Formatted:
    """A plain text and the entities in it, offsets in UTF-16 units."""

    text: str
    entities: tuple[Record, ...] = ()

    def fields(self, text: str = "text", entities: str = "entities") -> Record:
        """Return the two fields of a message, the second only when there is anything in it."""
        return {text: self.text, **({entities: [dict(one) for one in self.entities]} if self.entities else {})}


def formatted(source: str, parse_mode: str = "", given: Any = None, *, find: bool = True) -> Formatted:
    """Return the text as Telegram would store it: parsed, trimmed, with entities found; raise its refusals."""
    if len(source.encode("utf-8", "surrogatepass")) > SOURCE_LIMIT:
        raise bad_request("Text is too long")
    mode = parse_mode.lower()
    if source and mode and mode != "none":
        if mode not in PARSERS:
            raise bad_request("Unsupported parse_mode")
        text, entities = PARSERS[mode](source)
    else:
        text, entities = source, _given(source, given)
    text, entities = _trimmed(_cleaned(text), entities)
    if find:
        entities = entities + found_in(text, entities)
    return Formatted(text, tuple(ordered(entities)))


def _given(text: str, given: Any) -> list[Record]:
    """Return the entities of a call, without those that Telegram ignores; raise its refusals for impossible ones."""
    entities: list[Record] = []
    total = units(text)
    for one in given if isinstance(given, list) else []:
        if not isinstance(one, dict):
            raise bad_request("Can't parse MessageEntity: expected an Object")
        for name in ("offset", "length", "type"):
            if name not in one:
                raise bad_request(f"Can't parse MessageEntity: Can't find field \"{name}\"")
        if one["type"] not in GIVEN:
            continue
        entity: Record = {"type": one["type"], "offset": int(one["offset"]), "length": int(one["length"])}
        if entity["length"] <= 0:
            continue
        if entity["offset"] < 0 or entity["offset"] > 1_000_000:
            raise bad_request(f"Receive an entity with incorrect offset {entity['offset']}")
        if entity["offset"] > total:
            raise bad_request(f"Entity begins after the end of the text at UTF-16 offset {entity['offset']}")
        if entity["offset"] + entity["length"] > total:
            ends = entity["offset"] + entity["length"]
            raise bad_request(
                f"Entity beginning at UTF-16 offset {entity['offset']} ends after the end of the text at UTF-16 offset {ends}"
            )
        entity.update({name: one[name] for name in GIVEN[one["type"]] if name in one})
        entities.append(entity)
    return entities


def _cleaned(text: str) -> str:
    """Return the text with its control letters as blanks, as Telegram cleans what it stores; offsets stay."""
    return "".join(
        " " if (ord(letter) < 32 and letter != "\n") or letter in "\u2028\u2029" else letter for letter in text
    )


def _trimmed(text: str, entities: list[Record]) -> tuple[str, list[Record]]:
    """Return the text without the white space around it, and the entities moved and cut accordingly."""
    bare = text.strip(" \n\t\u00a0\u200b\u2800" if not text.strip() else " \n\t")
    start = units(text[: text.find(bare)]) if bare else 0
    total = units(bare)
    kept = []
    for one in entities:
        left = max(one["offset"] - start, 0)
        right = min(one["offset"] + one["length"] - start, total)
        if right > left:
            kept.append({**one, "offset": left, "length": right - left})
    return bare, kept
