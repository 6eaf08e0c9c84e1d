"""The queue of updates: numbered, filtered by what the bot asked for, kept until confirmed."""

import copy

from bot.sandbox.record import Record
from bot.sandbox.world.bell import Bell

# Telegram sends these only to who names them in ``allowed_updates``.
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
KINDS = frozenset(
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result callback_query "  # noqa: SIM905
    "shipping_query pre_checkout_query poll poll_answer my_chat_member chat_member chat_join_request chat_boost "
    "removed_chat_boost business_connection business_message edited_business_message deleted_business_messages "
    "message_reaction message_reaction_count purchased_paid_media".split()
)


class UpdateQueue:
    """What happened and the bot has not confirmed yet."""

    def __init__(self, bell: Bell) -> None:
        """Start empty; the bell rings at every change."""
        self.bell = bell
        self.allowed: list[str] = []
        self.pending: list[Record] = []
        self.forced: list[Record] = []
        self.all: list[Record] = []
        self._next = 700_000_001

    def wants(self, kind: str) -> bool:
        """Return whether the bot asked for a kind of update."""
        return kind in self.allowed if self.allowed else kind not in ON_REQUEST

    def add(self, kind: str, payload: Record) -> Record | None:
        """Queue an update; return it, or None when the bot does not want its kind."""
        if not self.wants(kind):
            return None
        return self.inject({kind: copy.deepcopy(payload)})

    def inject(self, update: Record) -> Record:
        """Queue any object as an update, however malformed; one with a number of its own comes once, whatever the offset."""
        if "update_id" in update:
            self.forced.append(update)
        else:
            update["update_id"] = self._number()
            self.pending.append(update)
        self.all.append(update)
        self.bell.ring()
        return update

    def again(self, update_id: int, *, renumber: bool = False) -> Record:
        """Queue an earlier update once more, under its own number or a new one; raise KeyError for an unknown one."""
        for update in self.all:
            if update["update_id"] == update_id:
                repeated = copy.deepcopy(update)
                if renumber:
                    del repeated["update_id"]
                return self.inject(repeated)
        raise KeyError(update_id)

    @property
    def waiting(self) -> list[Record]:
        """What the bot gets next: repetitions first, then what it has not confirmed."""
        return self.forced + self.pending

    def take(self, limit: int) -> list[Record]:
        """Return the next updates; repetitions are forgotten thereby, the others stay until confirmed."""
        taken = self.waiting[:limit]
        self.forced = self.forced[limit:]
        return taken

    def confirm(self, offset: int) -> None:
        """Forget what precedes an offset; a negative one leaves so many of the newest."""
        if offset < 0:
            self.pending = self.pending[offset:]
        elif offset > 0:
            self.pending = [update for update in self.pending if update["update_id"] >= offset]
        self.bell.ring()

    def drop(self, update: Record) -> None:
        """Forget one update that was delivered."""
        self.pending = [other for other in self.pending if other is not update]
        self.forced = [other for other in self.forced if other is not update]
        self.bell.ring()

    def allow(self, kinds: list[str]) -> None:
        """Keep which kinds the bot asked for, unknown ones left out; an empty list means the usual ones."""
        self.allowed = [kind for kind in kinds if kind in KINDS]

    def _number(self) -> int:
        number, self._next = self._next, self._next + 1
        return number
