"""Files people and the bot sent, with the identifiers Telegram gives them."""

import base64
import hashlib
import struct
from dataclasses import dataclass

from bot.sandbox.record import Record

# The letters a file's identifier begins with at Telegram, by kind.
PREFIXES = {
    "photo": "AgACAgIAAxk",
    "document": "BQACAgIAAxk",
    "audio": "CQACAgIAAxk",
    "video": "BAACAgIAAxk",
    "voice": "AwACAgIAAxk",
    "animation": "CgACAgIAAxk",
    "video_note": "DQACAgIAAxk",
    "sticker": "CAACAgIAAxk",
}
FOLDERS = {"photo": "photos", "audio": "music", "video": "videos", "voice": "voice", "animation": "animations",
           "video_note": "video_notes", "sticker": "stickers"}  # fmt: skip
ENDINGS = {"photo": ".jpg", "audio": ".mp3", "video": ".mp4", "voice": ".oga", "animation": ".mp4",
           "video_note": ".mp4", "sticker": ".webp"}  # fmt: skip


@dataclass(frozen=True)
class StoredFile:
    """A file with its identifiers; ``data`` is empty where the bot gave an address that is never fetched."""

    file_id: str
    unique_id: str
    kind: str
    name: str
    mime: str
    data: bytes
    path: str
    size: int
    url: str = ""

    def ids(self) -> Record:
        """Return the fields every kind of file has in a message."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}


class FileStore:
    """Every file of the world, by identifier and by path."""

    def __init__(self) -> None:
        """Start empty."""
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def keep(self, kind: str, data: bytes, name: str = "", mime: str = "", url: str = "") -> StoredFile:
        """Keep a file and return it with its identifiers."""
        number = len(self.by_id) + 1
        digest = hashlib.sha256(data or url.encode() or str(number).encode()).digest()
        tail = base64.urlsafe_b64encode(digest[:18] + struct.pack(">I", number)).decode().rstrip("=")
        ending = f".{name.rpartition('.')[2]}" if "." in name else ENDINGS.get(kind, "")
        path = f"{FOLDERS.get(kind, 'documents')}/file_{number}{ending}"
        unique = "AQAD" + base64.urlsafe_b64encode(digest[:9]).decode()
        file = StoredFile(
            PREFIXES.get(kind, "BQACAgIAAxk") + tail, unique, kind, name, mime, data, path, len(data), url
        )
        self.by_id[file.file_id] = file
        self.by_path[path] = file
        return file


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height of a PNG, GIF or JPEG in pixels, or None for anything else."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    if data[:2] == b"\xff\xd8":
        return _jpeg_size(data)
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None
