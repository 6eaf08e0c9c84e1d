"""Who is in a chat and may do what there: asking, banning, restricting, appointing."""

from bot.sandbox.call import Call
from bot.sandbox.methods.chats import read_permissions
from bot.sandbox.methods.target import find_chat, need_group, place_of
from bot.sandbox.record import Record
from bot.sandbox.refusal import bad_request
from bot.sandbox.world import Chat, World
from bot.sandbox.world.member import CHANNEL_RIGHTS, GROUP_RIGHTS, Member, RIGHTS
from bot.sandbox.world.posting import announce


def get_chat_member(world: World, call: Call) -> Record:
    """Return somebody's place in a chat."""
    number = call.user_id()
    chat = find_chat(world, call, write=False, members=number != world.bot_id)
    if chat.kind == "private":
        if number not in (chat.id, world.bot_id):
            raise bad_request("PARTICIPANT_ID_INVALID" if number in world.people else "user not found")
        return Member("member").record(world.user(number), "private")
    return place_of(world, chat, number).record(world.user(number), chat.kind)


def get_chat_administrators(world: World, call: Call) -> list[Record]:
    """Return owner and administrators, other bots left out."""
    chat = find_chat(world, call, write=False, members=True)
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    ruling = [(number, member) for number, member in chat.members.items() if member.rules]
    ruling.sort(key=lambda one: one[1].status != "creator")
    return [member.record(world.user(number), chat.kind) for number, member in ruling]


def get_chat_member_count(world: World, call: Call) -> int:
    """Return how many are in a chat, the bot included."""
    chat = find_chat(world, call, write=False, members=True)
    return 2 if chat.kind == "private" else sum(member.present for member in chat.members.values())


def _restrictable(world: World, call: Call, what: str) -> tuple[Chat, int, Member]:
    number = call.user_id()
    chat = find_chat(world, call)
    if chat.kind == "private":
        raise bad_request(f"can't {what} members in private chats")
    member = place_of(world, chat, number)
    if number == world.bot_id:
        raise bad_request("Can't restrict self")
    if not chat.bot.may("can_restrict_members"):
        raise bad_request("Not enough rights to restrict/unrestrict chat member")
    if member.status == "creator":
        raise bad_request("Can't remove chat owner")
    if member.status == "administrator" and not (member.by_bot and chat.bot.may("can_promote_members")):
        raise bad_request("user is an administrator of the chat")
    return chat, number, member


def _remove(world: World, chat: Chat, number: int, new: Member, *, was_inside: bool) -> None:
    chat.change(world.user(number), new, world.bot_user())
    if was_inside and chat.kind != "channel":
        announce(chat, {"left_chat_member": world.user(number)}, world.bot_user())


def ban_chat_member(world: World, call: Call) -> bool:
    """Throw somebody out, perhaps for a time."""
    chat, number, member = _restrictable(world, call, "ban")
    until = call.integer("until_date")
    seconds = until - world.unix_time()
    forever = not until or seconds < 30 or seconds > 366 * 86400
    _remove(world, chat, number, Member("kicked", until=0 if forever else until), was_inside=member.present)
    return True


def unban_chat_member(world: World, call: Call) -> bool:
    """Let somebody banned come back; a member is thrown out, unless ``only_if_banned``."""
    chat, number, member = _restrictable(world, call, "unban")
    need_group(chat)
    if member.status == "kicked":
        chat.change(world.user(number), Member("left"), world.bot_user())
    elif member.present and not call.flag("only_if_banned"):
        _remove(world, chat, number, Member("left"), was_inside=True)
    return True


def restrict_chat_member(world: World, call: Call) -> bool:
    """Take permissions from somebody, or give them back."""
    permissions = read_permissions(call)
    chat, number, member = _restrictable(world, call, "restrict")
    if chat.kind != "supergroup":
        raise bad_request("method is available only for supergroups")
    free = all(permissions[name] for name in permissions if chat.permissions[name])
    if free and member.present:
        chat.change(world.user(number), Member("member"), world.bot_user())
    else:
        new = Member("restricted", permissions, until=call.integer("until_date"), inside=member.present)
        chat.change(world.user(number), new, world.bot_user())
    return True


def promote_chat_member(world: World, call: Call) -> bool:
    """Make somebody an administrator, or with no right at all a plain member."""
    number = call.user_id()
    chat = find_chat(world, call)
    need_group(chat)
    member = place_of(world, chat, number)
    if number == world.bot_id:
        raise bad_request("Can't promote self")
    if member.status == "creator":
        raise bad_request("Can't remove chat owner")
    names = (*RIGHTS, *(CHANNEL_RIGHTS if chat.kind == "channel" else GROUP_RIGHTS))
    rights = {name: call.flag(name) for name in names}
    anonymous = call.flag("is_anonymous")
    if not chat.bot.may("can_promote_members"):
        raise bad_request("Not enough rights")
    if any(held and not chat.bot.may(name) for name, held in rights.items()):
        raise bad_request("RIGHT_FORBIDDEN")
    if member.status == "administrator" and not member.by_bot:
        raise bad_request("CHAT_ADMIN_REQUIRED")
    if not member.present:
        raise bad_request("USER_NOT_PARTICIPANT")
    promoted = any(rights.values()) or anonymous
    rights["can_manage_chat"] = promoted
    new = Member("administrator", rights, anonymous, member.title, by_bot=True) if promoted else Member("member")
    chat.change(world.user(number), new, world.bot_user())
    return True


def set_custom_title(world: World, call: Call) -> bool:
    """Give an administrator a title."""
    number = call.user_id()
    chat = find_chat(world, call)
    if chat.kind not in {"group", "supergroup"}:
        raise bad_request("method is available only for groups and supergroups")
    member = place_of(world, chat, number)
    if member.status == "creator":
        raise bad_request("only the owner can edit their custom title")
    if member.status != "administrator":
        raise bad_request("user is not an administrator")
    if not member.by_bot:
        raise bad_request("not enough rights to change custom title of the user")
    if len(call.text("custom_title")) > 16:
        raise bad_request("CUSTOM_TITLE_INVALID")
    member.title = call.text("custom_title")
    return True
