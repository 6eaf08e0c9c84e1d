"""The fields a file becomes in a message: sizes of a photo, length of a video, and so on."""

import re
from typing import Any

from bot.sandbox.record import Record
from bot.sandbox.world.files import FileStore, picture_size, StoredFile

# What the sandbox does not measure has these sizes: it decodes no video and no sound.
UNMEASURED = {"width": 320, "height": 320, "duration": 1, "length": 240}
MIMES = {
    "audio": "audio/mpeg",
    "video": "video/mp4",
    "voice": "audio/ogg",
    "animation": "video/mp4",
    "document": "application/octet-stream",
}


def media_fields(files: FileStore, file: StoredFile, given: Record) -> Record:
    """Return the content of a message that carries a file, as fields of a Message."""
    if file.kind == "photo":
        return {"photo": _photo(files, file)}
    record = file.ids()
    if file.kind in {"video", "animation", "sticker"}:
        record["width"] = _whole(given.get("width")) or _size(file)[0]
        record["height"] = _whole(given.get("height")) or _size(file)[1]
    if file.kind in {"video", "animation", "audio", "voice", "video_note"}:
        record["duration"] = _whole(given.get("duration")) or UNMEASURED["duration"]
    if file.kind == "video_note":
        record["length"] = _whole(given.get("length")) or UNMEASURED["length"]
    if file.kind == "sticker":
        record.update(
            {"type": "regular", "is_animated": file.name.endswith(".tgs"), "is_video": file.name.endswith(".webm")}
        )
        record.update({"emoji": given["emoji"]} if given.get("emoji") else {})
    if file.kind in MIMES:
        record["mime_type"] = file.mime if file.mime and file.mime != MIMES["document"] else _mime(file)
    if file.kind in {"document", "audio", "video", "animation"} and file.name:
        record["file_name"] = file.name
    if file.kind == "audio":
        record.update({name: given[name] for name in ("performer", "title") if given.get(name)})
    if file.kind == "animation":
        # Telegram sends an animation as a document too, for old clients.
        plain = {
            name: record[name]
            for name in ("file_id", "file_unique_id", "file_size", "mime_type", "file_name")
            if name in record
        }
        return {"animation": record, "document": plain}
    return {file.kind: record}


def _photo(files: FileStore, file: StoredFile) -> list[Record]:
    width, height = _size(file)
    sizes = []
    for side in (90, 320, 800):
        if max(width, height) > side:
            ratio = side / max(width, height)
            small = files.keep("photo", file.data, file.name, file.mime, f"{file.file_id}-{side}")
            sizes.append(
                {**small.ids(), "width": max(1, round(width * ratio)), "height": max(1, round(height * ratio))}
            )
    return [*sizes, {**file.ids(), "width": width, "height": height}]


def _size(file: StoredFile) -> tuple[int, int]:
    return picture_size(file.data) or (UNMEASURED["width"], UNMEASURED["height"])


def _whole(value: Any) -> int:
    return int(value) if re.fullmatch(r"\d+", str(value)) else 0


def _mime(file: StoredFile) -> str:
    ending = file.name.rpartition(".")[2].lower()
    known = {"pdf": "application/pdf", "txt": "text/plain", "json": "application/json", "png": "image/png",
             "jpg": "image/jpeg", "gif": "image/gif", "zip": "application/zip", "csv": "text/csv", "ogg": "audio/ogg",
             "mp3": "audio/mpeg", "mp4": "video/mp4", "ics": "text/calendar"}  # fmt: skip
    return known.get(ending, MIMES[file.kind])
