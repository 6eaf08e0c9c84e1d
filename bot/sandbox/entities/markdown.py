"""Telegram's first Markdown, kept for old bots: no nesting, no quoting of what is not markup."""

from bot.sandbox.entities.html import fault
from bot.sandbox.entities.links import link_entity
from bot.sandbox.entities.units import units
from bot.sandbox.record import Record

KINDS = {"_": "italic", "*": "bold", "`": "code"}


def parse_markdown(source: str) -> tuple[str, list[Record]]:
    """Return the plain text and its entities; raise Telegram's refusal for an entity without an end."""
    out: list[str] = []
    offset = 0
    entities: list[Record] = []
    at = 0
    while at < len(source):
        letter = source[at]
        if letter == "\\" and source[at + 1 : at + 2] in tuple("_*`["):
            letter = source[at + 1]
            at += 1
        elif letter in "_*`[":
            text, entity, at = _entity(source, at, offset)
            out.append(text)
            offset += units(text)
            entities += [entity] if entity else []
            continue
        out.append(letter)
        offset += units(letter)
        at += 1
    return "".join(out), entities


def _entity(source: str, begin: int, offset: int) -> tuple[str, Record | None, int]:
    """Return the text of the entity that starts here, the entity, and where the rest begins."""
    mark = source[begin]
    end_mark = "```" if source.startswith("```", begin) else "]" if mark == "[" else mark
    start = begin + len("```" if end_mark == "```" else mark)
    language = ""
    if end_mark == "```":
        language, start = code_language(source, start)
    end = source.find(end_mark, start)
    if end < 0:
        raise fault(f"Can't find end of the entity starting at byte offset {len(source[:begin].encode())}")
    text = source[start:end]
    after = end + len(end_mark)
    length = units(text)
    if mark == "[":
        url = text
        if source.startswith("(", after):
            closing = source.find(")", after)
            closing = len(source) if closing < 0 else closing
            url, after = source[after + 1 : closing], closing + 1
        return text, link_entity(offset, length, url) if length else None, after
    if not length:
        return text, None, after
    if end_mark == "```":
        named = {"language": language} if language else {}
        return text, {"type": "pre", "offset": offset, "length": length, **named}, after
    return text, {"type": KINDS[mark], "offset": offset, "length": length}, after


def code_language(source: str, start: int) -> tuple[str, int]:
    """Return the language named after three backticks, and where the code itself begins."""
    end = start
    while end < len(source) and not source[end].isspace() and source[end] != "`":
        end += 1
    language = ""
    if end != start and end < len(source) and source[end] != "`":
        language, start = source[start:end], end
    pair = source[start : start + 2]
    if pair in ("\r\n", "\n\r"):
        return language, start + 2
    return language, start + 1 if pair[:1] in ("\n", "\r") else start
