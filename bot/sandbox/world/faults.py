"""Faults on demand: what goes wrong with the next calls, so that one can see what a bot does then."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.refusal import bad_request, conflict, forbidden, Refusal, too_many_requests, unauthorized

# Each refusal is given before anything is stored.
REFUSALS = {
    "blocked": forbidden("bot was blocked by the user"),
    "deactivated": forbidden("user is deactivated"),
    "kicked": forbidden("bot was kicked from the supergroup chat"),
    "kicked_group": forbidden("bot was kicked from the group chat"),
    "not_member": forbidden("bot is not a member of the supergroup chat"),
    "no_initiate": forbidden("bot can't initiate conversation with a user"),
    "chat_not_found": bad_request("chat not found"),
    "topic_closed": bad_request("TOPIC_CLOSED"),
    "topic_deleted": bad_request("message thread not found"),
    "no_rights": bad_request("Not enough rights to send text messages to the chat"),
    "no_write_access": bad_request("Have no write access to the chat"),
    "unauthorized": unauthorized(),
    "conflict": conflict("terminated by other getUpdates request; make sure that only one bot instance is running"),
    "server_error": Refusal(500, "Internal Server Error: restart"),
}
# What happens to the answer instead: ``_after`` means the call was carried out first.
TROUBLES = {
    "flood": "429 with retry_after=N (default 3)",
    "migrated": "400 with migrate_to_chat_id=N",
    "refuse": "any code=N and description=TEXT, with parameters={…} if wanted",
    "latency": "the answer comes seconds=S late (default 1)",
    "hang": "nothing is stored and nothing is answered",
    "hang_after": "the call is carried out and nothing is answered",
    "close": "nothing is stored and the connection is closed",
    "close_after": "the call is carried out and the connection is closed",
    "half": "the call is carried out and half the answer arrives",
    "broken_json": "the call is carried out and the answer is no JSON",
    "bad_gateway": "502 with HTML, nothing stored",
    "bad_gateway_after": "the call is carried out, then 502 with HTML",
    "reorder": "getUpdates answers in reverse order",
    "repeat": "getUpdates answers every update twice",
}
KINDS = {**{kind: refusal.description for kind, refusal in REFUSALS.items()}, **TROUBLES}


@dataclass
class Fault:
    """One fault: for which method (``*``: all but getUpdates) and chat, how often still, and its details."""

    method: str
    kind: str
    times: int = 1
    chat: int | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def refusal(self) -> Refusal | None:
        """Return the refusal this fault stands for, or None when it is a trouble with the answer."""
        if self.kind in REFUSALS:
            return REFUSALS[self.kind]
        if self.kind == "flood":
            return too_many_requests(int(self.details.get("retry_after", 3)))
        if self.kind == "migrated":
            new = int(self.details.get("migrate_to_chat_id", -1009999999999))
            return bad_request("group chat was upgraded to a supergroup chat", migrate_to_chat_id=new)
        if self.kind == "refuse":
            code = int(self.details.get("code", 400))
            described = str(self.details.get("description", "Bad Request: refused on demand"))
            return Refusal(code, described, **self.details.get("parameters", {}))
        return None


class Faults:
    """The faults still to come, the oldest first."""

    def __init__(self) -> None:
        """Start with none."""
        self.coming: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        """Add a fault; raise ValueError for a kind that does not exist."""
        if fault.kind not in KINDS:
            raise ValueError(f"No fault is called {fault.kind!r}; there are: {', '.join(sorted(KINDS))}.")
        self.coming.append(fault)
        return fault

    def take(self, method: str, chat: str) -> Fault | None:
        """Return the fault that meets this call, counted down, or None."""
        for fault in self.coming:
            meets_method = fault.method.lower() == method.lower() or (fault.method == "*" and method != "getUpdates")
            if meets_method and (fault.chat is None or str(fault.chat) == chat):
                fault.times -= 1
                if fault.times <= 0:
                    self.coming.remove(fault)
                return fault
        return None
