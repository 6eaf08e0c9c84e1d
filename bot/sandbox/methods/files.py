"""Messages with files: photo, document, audio, video, voice, animation, video note, sticker, album; and the files themselves."""

import base64
import binascii
import re
from collections.abc import Callable
from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.entities import formatted
from bot.sandbox.methods.keyboard import check_place
from bot.sandbox.methods.sending import answer, caption_fields, check_caption, find_reply, read_caption, send, store
from bot.sandbox.methods.target import check_sending, find_chat, find_thread
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import World
from bot.sandbox.world.files import picture_size, StoredFile

DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
CAPTIONLESS = {"sticker", "video_note"}
ALBUM = {"photo", "video", "audio", "document", "live_photo"}


def find_file(world: World, call: Call, kind: str, given: str, name: str = "") -> StoredFile:
    """Return the file a call means: sent along, known by its identifier, or at an address that is not fetched."""
    part = given.removeprefix("attach://") if given.startswith("attach://") else name
    upload = call.files.get(part) if given.startswith("attach://") or not given else None
    if upload is not None:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if kind == "photo":
            _check_photo(upload.data)
        return world.files.keep(kind, upload.data, upload.name, upload.mime)
    if not given or given.startswith("attach://"):
        raise bad_request(f"There is no {kind.replace('_', ' ')} in the request")
    if re.match(r"https?://", given):
        if kind in {"video_note", "voice"} and kind == "video_note":
            raise bad_request("Wrong file identifier/HTTP URL specified")
        return world.files.keep(kind, b"", given.rpartition("/")[2].partition("?")[0], url=given)
    known = world.files.by_id.get(given)
    if known is None:
        raise bad_request(f"Wrong remote file identifier specified: {_why(given)}")
    if known.kind != kind and not (kind == "document" and known.kind == "animation"):
        raise bad_request(f"Can't use file of type {_type(known.kind)} as {_type(kind)}")
    return known


def _type(kind: str) -> str:
    return {"voice": "VoiceNote", "video_note": "VideoNote"}.get(kind, kind.capitalize())


def _why(given: str) -> str:
    """Return what Telegram finds wrong with an identifier it never gave."""
    if re.search(r"[^A-Za-z0-9_-]", given):
        return "Wrong character in the string"
    if len(given) % 4 == 1:
        return "Wrong string length"
    try:
        base64.urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except binascii.Error:
        return "Wrong padding in the string"
    return "can't unserialize it"


def _check_photo(data: bytes) -> None:
    if len(data) > PHOTO_LIMIT:
        raise bad_request("file is too big")
    width, height = picture_size(data) or (1, 1)
    if not width or not height or width + height > 10000 or max(width, height) / min(width, height) > 20:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def sender_of(kind: str) -> Callable[[World, Call], Record]:
    """Return the method that sends one kind of file."""

    def send_file(world: World, call: Call) -> Record:
        file = find_file(world, call, kind, call.text(kind), kind)
        caption = caption_fields(call, read_caption(call)) if kind not in CAPTIONLESS else {}
        shape = world.media_fields(file, call.values)
        return answer(send(world, call, kind, lambda _chat: {**shape, **caption}))

    send_file.__doc__ = f"Send a {kind.replace('_', ' ')}."
    return send_file


def read_media(world: World, call: Call, given: Any) -> tuple[str, Record]:
    """Return kind and content of an InputMedia object; raise Telegram's refusals."""
    if not isinstance(given, dict):
        raise bad_request("Can't parse InputMedia: expected an Object")
    kind = str(given.get("type", ""))
    if kind not in {"photo", "video", "audio", "document", "animation"}:
        raise bad_request(
            f'Can\'t parse InputMedia: type "{kind}" is unsupported'
            if kind
            else "Can't parse InputMedia: Can't find field \"type\""
        )
    media = str(given.get("media", ""))
    if not media:
        raise bad_request("Can't parse InputMedia: media not found")
    file = find_file(world, call, kind, media)
    body = formatted(str(given.get("caption") or ""), str(given.get("parse_mode") or ""), given.get("caption_entities"))
    content = world.media_fields(file, given)
    if body.text:
        content.update(check_caption(body).fields("caption", "caption_entities"))
    if given.get("has_spoiler"):
        content["has_media_spoiler"] = True
    if given.get("show_caption_above_media"):
        content["show_caption_above_media"] = True
    return kind, content


def send_media_group(world: World, call: Call) -> list[Record]:
    """Send an album."""
    given = call.json("media", "media")
    if given is None:
        raise bad_request("Can't parse media JSON object")
    if not isinstance(given, list):
        raise bad_request("Expected an Array of InputMedia")
    items = [read_media(world, call, one) for one in given]
    if not items:
        raise bad_request("There are no messages to send")
    if len(items) > 10:
        raise bad_request("Too many messages to send as an album")
    kinds = {kind for kind, _ in items}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        odd = sorted(kinds & {"document", "audio"})[0]
        raise bad_request(f"{_type(odd)} can't be mixed with other media types")
    if not kinds <= ALBUM:
        raise bad_request("Can't use the media of the specified type in the album")
    chat = find_chat(world, call)
    thread = find_thread(chat, call)
    reply, extra = find_reply(world, chat, call)
    for kind in kinds:
        check_sending(chat, kind)
    check_place({}, chat)
    group = {"media_group_id": str(13_000_000_000_000_000 + len(world.files.by_id))} if len(items) > 1 else {}
    return [answer(store(world, call, chat, {**content, **group}, thread, reply, extra, {})) for _, content in items]


def get_file(world: World, call: Call) -> Record:
    """Return where a file can be fetched."""
    file = world.files.by_id.get(call.text("file_id"))
    if not call.text("file_id"):
        raise bad_request("file_id not specified")
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**file.ids(), "file_path": file.path}


def get_user_profile_photos(world: World, call: Call) -> Record:
    """Return the photos of a person: none, nobody here has one."""
    if call.user_id() not in world.people and call.user_id() != world.bot_id:
        raise bad_request("user not found")
    return {"total_count": 0, "photos": []}
