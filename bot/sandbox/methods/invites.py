"""Invite links, and requests to join."""

from bot.sandbox.call import Call
from bot.sandbox.methods.chats import new_link, primary_link
from bot.sandbox.methods.target import find_chat
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World


def _inviting(world: World, call: Call) -> Chat:
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request("Can't invite members to a private chat")
    if not chat.bot.may("can_invite_users"):
        raise bad_request("Not enough rights to manage chat invite link")
    return chat


def _fields(call: Call) -> Record:
    fields: Record = {}
    if call.text("name"):
        fields["name"] = call.text("name")[:32]
    for name in ("expire_date", "member_limit"):
        if call.integer(name):
            fields[name] = call.integer(name)
    if call.flag("creates_join_request"):
        if "member_limit" in fields:
            raise bad_request("Member limit can't be specified for links requiring administrator approval")
        fields["creates_join_request"] = True
    return fields


def _link(chat: Chat, call: Call) -> Record:
    if not call.text("invite_link"):
        raise bad_request("Invite link must be non-empty")
    if call.text("invite_link") not in chat.links:
        raise bad_request("INVITE_HASH_EXPIRED")
    link: Record = chat.links[call.text("invite_link")]
    return link


def export_invite_link(world: World, call: Call) -> str:
    """Make a new own link in place of the old."""
    chat = _inviting(world, call)
    for link in chat.links.values():
        link["is_revoked"] = link["is_revoked"] or link["is_primary"]
    return str(new_link(world, chat, primary=True)["invite_link"])


def create_invite_link(world: World, call: Call) -> Record:
    """Make a further link."""
    fields = _fields(call)
    chat = _inviting(world, call)
    link = new_link(world, chat)
    link.update(fields)
    return link


def edit_invite_link(world: World, call: Call) -> Record:
    """Change a link."""
    fields = _fields(call)
    chat = _inviting(world, call)
    link = _link(chat, call)
    for name in ("name", "expire_date", "member_limit"):
        link.pop(name, None)
    link["creates_join_request"] = False
    link.update(fields)
    return link


def revoke_invite_link(world: World, call: Call) -> Record:
    """Let a link lead nowhere; in place of the own link a new one is made."""
    chat = _inviting(world, call)
    link = _link(chat, call)
    link["is_revoked"] = True
    if link["is_primary"]:
        primary_link(world, chat)
    return link


def _request(world: World, call: Call) -> tuple[Chat, int]:
    number = call.user_id()
    chat = find_chat(world, call)
    if not chat.bot.may("can_invite_users"):
        raise bad_request("Not enough rights to manage chat join requests")
    if number not in world.people:
        raise bad_request("user not found")
    if number not in chat.requests:
        raise bad_request("USER_ALREADY_PARTICIPANT" if chat.member(number).present else "HIDE_REQUESTER_MISSING")
    chat.requests.discard(number)
    return chat, number


def approve_request(world: World, call: Call) -> bool:
    """Let in somebody who asked."""
    chat, number = _request(world, call)
    chat.join(world.people[number])
    return True


def decline_request(world: World, call: Call) -> bool:
    """Turn away somebody who asked."""
    _request(world, call)
    return True
