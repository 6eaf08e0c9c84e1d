"""Unpacking an answer's body as it arrives, never beyond a limit."""

import zlib
from typing import Final

from bot.intake.failure import FetchError, Reason

_MOST_MEMBERS: Final = 50
"""Parts a gzip file may consist of; an honest one has one."""
_GZIP: Final = 31
_ZLIB: Final = 15
_BARE: Final = -15


class Unpacker:
    """Takes the pieces of a body and gives it back unpacked."""

    def __init__(self, encoding: str, most: int) -> None:
        """Unpack ``encoding`` (the header ``Content-Encoding``) to ``most`` bytes; raises FetchError for what we never asked."""
        encoding = encoding.strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(Reason.UNREADABLE, "The server packs its answer in a way that was not asked for.")
        self._bits = {"": 0, "identity": 0, "deflate": _ZLIB}.get(encoding, _GZIP)
        self._most = most
        self._unpacked = bytearray()
        self._members = 0
        self._stream: zlib._Decompress | None = None

    def feed(self, piece: bytes) -> None:
        """Take the next piece; raises FetchError (TOO_LARGE, UNREADABLE)."""
        if not self._bits:
            self._unpacked += piece
        while self._bits and piece:
            piece = self._inflate(piece)
        if len(self._unpacked) > self._most:
            raise FetchError(Reason.TOO_LARGE, f"The answer unpacks to more than {self._most // 10**6} MB.")

    def body(self) -> bytes:
        """Return the whole body; raises FetchError when its end is missing."""
        if self._stream is not None and not self._stream.eof:
            raise FetchError(Reason.UNREACHED, "The answer broke off before its end.")
        return bytes(self._unpacked)

    def _inflate(self, piece: bytes) -> bytes:
        """Unpack as much as there is room for, and return what is left of the piece."""
        if self._stream is None or self._stream.eof:
            if self._stream is not None and not piece.startswith(b"\x1f"):
                return b""  # padding after the end, as browsers also pass over
            self._members += 1
            if self._members > _MOST_MEMBERS:
                raise FetchError(Reason.UNREADABLE, "The answer is packed in too many parts.")
            if self._bits == _ZLIB and piece[0] & 0x0F != 8:
                self._bits = _BARE  # "deflate" means either, and servers send both
            self._stream = zlib.decompressobj(self._bits)
        room = self._most + 1 - len(self._unpacked)
        try:
            self._unpacked += self._stream.decompress(piece, room)
        except zlib.error:
            raise FetchError(Reason.UNREADABLE, "The answer is packed, and the packing is broken.") from None
        if len(self._unpacked) > self._most:
            return b""
        return self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
