"""The chat itself: what it is, its title, photo and description, who may do what, and leaving it."""

from typing import Any

from bot.sandbox.call import Call
from bot.sandbox.methods.target import find_chat, need_right
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World
from bot.sandbox.world.member import Member, PERMISSIONS
from bot.sandbox.world.posting import announce

NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)
# One old permission stands for several new ones, unless the call says they are independent.
MEDIA = PERMISSIONS[1:7]


def get_chat(world: World, call: Call) -> Record:
    """Return all about a chat."""
    chat = find_chat(world, call, write=False)
    full: Record = {**chat.record(), "accent_color_id": abs(chat.id) % 7, "max_reaction_count": 11}
    full["accepted_gift_types"] = dict(NO_GIFTS)
    if chat.kind in {"group", "supergroup"}:
        full["permissions"] = dict(chat.permissions)
    if chat.username:
        full["active_usernames"] = [chat.username]
    if chat.person is not None and chat.person.username:
        full["active_usernames"] = [chat.person.username]
    if chat.description:
        full["description"] = chat.description
    if chat.photo:
        full["photo"] = chat.photo
    if chat.kind != "private" and chat.bot.may("can_invite_users"):
        full["invite_link"] = primary_link(world, chat)["invite_link"]
    if chat.pinned and (post := chat.find(chat.pinned[-1])) is not None:
        full["pinned_message"] = {name: value for name, value in post.record.items() if name != "reply_to_message"}
    return full


def primary_link(world: World, chat: Chat) -> Record:
    """Return the chat's own invite link, made the first time it is wanted."""
    for link in chat.links.values():
        if link["is_primary"] and not link["is_revoked"]:
            return link
    return new_link(world, chat, primary=True)


def new_link(world: World, chat: Chat, *, primary: bool = False) -> Record:
    """Make an invite link."""
    count = sum(len(other.links) for other in world.chats.values()) + 1
    link: Record = {
        "invite_link": f"https://t.me/+sandbox{abs(chat.id) % 100000:05d}{count:04d}",
        "creator": world.bot_user(),
        "creates_join_request": False,
        "is_primary": primary,
        "is_revoked": False,
    }
    chat.links[link["invite_link"]] = link
    return link


def leave_chat(world: World, call: Call) -> bool:
    """Leave a group or channel."""
    chat = find_chat(world, call, write=False)
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.change(world.bot_user(), Member("left"), world.bot_user())
    if chat.kind != "channel":
        announce(chat, {"left_chat_member": world.bot_user()}, world.bot_user())
    return True


def set_chat_title(world: World, call: Call) -> bool:
    """Rename a chat."""
    chat = find_chat(world, call)
    title = call.text("title").strip()
    if not title:
        raise bad_request("Title must be non-empty")
    if chat.kind == "private":
        raise bad_request("Can't change private chat title")
    need_right(chat, "can_change_info", bad_request("Not enough rights to change chat title"))
    if title[:128] == chat.title:
        return True
    chat.title = title[:128]
    announce(chat, {"new_chat_title": chat.title}, world.bot_user())
    world.journal.publish({"type": "chat", "chat": chat.shown()})
    return True


def set_chat_description(world: World, call: Call) -> bool:
    """Describe a chat."""
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request("Can't change private chat description")
    need_right(chat, "can_change_info", bad_request("Not enough rights to set chat description"))
    if call.text("description")[:255] == chat.description:
        raise bad_request("chat description is not modified")
    chat.description = call.text("description")[:255]
    return True


def set_chat_photo(world: World, call: Call) -> bool:
    """Give a chat a photo."""
    upload = call.files.get(call.text("photo").removeprefix("attach://") or "photo")
    if upload is None:
        raise bad_request(
            "There is no photo in the request" if not call.text("photo") else "Photo must be uploaded as an InputFile"
        )
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request("Can't change private chat photo")
    need_right(chat, "can_change_info", bad_request("Not enough rights to change chat photo"))
    file = world.files.keep("photo", upload.data, upload.name, upload.mime)
    both = {"file_id": file.file_id, "file_unique_id": file.unique_id}
    chat.photo = {f"{size}_{name}": value for size in ("small", "big") for name, value in both.items()}
    announce(chat, {"new_chat_photo": world.media_fields(file, {})["photo"]}, world.bot_user())
    return True


def delete_chat_photo(world: World, call: Call) -> bool:
    """Take a chat's photo away."""
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request("Can't change private chat photo")
    need_right(chat, "can_change_info", bad_request("Not enough rights to change chat photo"))
    if chat.photo is None:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.photo = None
    announce(chat, {"delete_chat_photo": True}, world.bot_user())
    return True


def read_permissions(call: Call) -> dict[str, bool]:
    """Return the permissions of a call, what it does not name being refused; raise Telegram's refusals."""
    given: Any = call.json("permissions", "permissions")
    if not isinstance(given, dict):
        raise bad_request(
            "Object expected as permissions" if given is not None else "New permissions must be non-empty"
        )
    permissions = {name: bool(given.get(name, False)) for name in PERMISSIONS}
    if "can_manage_topics" not in given:
        permissions["can_manage_topics"] = permissions["can_pin_messages"]
    if "can_react_to_messages" not in given:
        permissions["can_react_to_messages"] = True
    if not call.flag("use_independent_chat_permissions"):
        if permissions["can_send_other_messages"] or permissions["can_add_web_page_previews"]:
            permissions.update(dict.fromkeys(MEDIA, True))
        if any(permissions[name] for name in (*MEDIA, "can_send_polls")):
            permissions["can_send_messages"] = True
    return permissions


def set_chat_permissions(world: World, call: Call) -> bool:
    """Say what every member may do."""
    permissions = read_permissions(call)
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request("Can't change private chat permissions")
    if chat.kind == "channel":
        raise bad_request("Can't change channel chat permissions")
    if not chat.bot.may("can_restrict_members"):
        raise bad_request("Not enough rights to change chat permissions")
    if permissions == chat.permissions:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.permissions = permissions
    return True
