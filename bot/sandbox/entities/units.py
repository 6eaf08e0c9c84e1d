"""Counting text in UTF-16 units, as every offset and length of a message entity is counted."""

from bot.sandbox.record import Record

PRIORITIES = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 10,
    "code": 20,
    "text_link": 49,
    "text_mention": 49,
    "bold": 90,
    "italic": 91,
    "underline": 92,
    "strikethrough": 93,
    "spoiler": 94,
    "custom_emoji": 99,
}


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def cut(text: str, offset: int, length: int) -> str:
    """Return the part of a text that an entity covers, offset and length in UTF-16 units."""
    encoded = text.encode("utf-16-le", "surrogatepass")
    return encoded[offset * 2 : (offset + length) * 2].decode("utf-16-le", "replace")


def ordered(entities: list[Record]) -> list[Record]:
    """Return entities as Telegram sends them: by offset, the longer first, then by kind."""
    return sorted(entities, key=lambda one: (one["offset"], -one["length"], PRIORITIES.get(one["type"], 50)))
