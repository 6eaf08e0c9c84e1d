"""What one may do in a chat: status, rights of administrators, permissions of everybody."""

from dataclasses import dataclass, field

from bot.sandbox.record import Record

RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_send_welcome_messages",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics", "can_manage_tags")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_manage_direct_messages")
PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_react_to_messages",
    "can_edit_tag",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)
# A new group's members may do everything but these.
WITHHELD = {"can_change_info", "can_pin_messages", "can_manage_topics"}
PRESENT = {"creator", "administrator", "member"}


def default_permissions() -> dict[str, bool]:
    """Return what every member of a new group may do."""
    return {name: name not in WITHHELD for name in PERMISSIONS}


@dataclass
class Member:
    """One's place in a chat."""

    status: str = "member"
    rights: dict[str, bool] = field(default_factory=dict)
    anonymous: bool = False
    title: str = ""
    until: int = 0
    # Who is restricted need not be in the chat any more.
    inside: bool = True
    # A bot may change only the administrators it appointed itself.
    by_bot: bool = False

    @property
    def present(self) -> bool:
        """Whether one is in the chat now."""
        return self.status in PRESENT or (self.status == "restricted" and self.inside)

    @property
    def rules(self) -> bool:
        """Whether one is the owner or an administrator."""
        return self.status in {"creator", "administrator"}

    def may(self, right: str) -> bool:
        """Return whether an owner or an administrator has a right."""
        return self.status == "creator" or (self.status == "administrator" and self.rights.get(right, False))

    def record(self, user: Record, kind: str) -> Record:
        """Return the ChatMember object, every field Telegram always sends."""
        record: Record = {"status": self.status, "user": user}
        if self.status == "creator":
            record["is_anonymous"] = self.anonymous
        elif self.status == "administrator":
            extra = CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS
            record.update({name: self.rights.get(name, False) for name in (*RIGHTS, *extra)})
            record.update({"is_anonymous": self.anonymous, "can_be_edited": self.by_bot})
        elif self.status == "restricted":
            record.update({name: self.rights.get(name, False) for name in PERMISSIONS})
            record.update({"is_member": self.inside, "until_date": self.until})
        elif self.status == "kicked":
            record["until_date"] = self.until
        if self.title and self.rules:
            record["custom_title"] = self.title
        return record


def everything(kind: str) -> dict[str, bool]:
    """Return all the rights an administrator can have in a kind of chat."""
    return dict.fromkeys((*RIGHTS, *(CHANNEL_RIGHTS if kind == "channel" else GROUP_RIGHTS)), True)
