"""Polls the bot sent, and who voted for what."""

from typing import TYPE_CHECKING

from bot.sandbox.record import Record
from bot.sandbox.world.chat import Chat
from bot.sandbox.world.post import Impossible, Post

if TYPE_CHECKING:
    from bot.sandbox.world.person import Person
    from bot.sandbox.world.world import World


class Polls:
    """The votes of every poll of a world, by the poll's id."""

    def __init__(self, world: "World") -> None:
        """Start with none."""
        self.world = world
        self.votes: dict[str, dict[int, list[int]]] = {}

    def new_id(self) -> str:
        """Return a new poll's id."""
        number = str(5_390_000_000_000_000_000 + len(self.votes))
        self.votes[number] = {}
        return number

    def vote(self, person: "Person", chat: Chat, message_id: int, options: list[int]) -> None:
        """Count a vote and tell the bot."""
        post = chat.find(message_id)
        if post is None or "poll" not in post.record or post.record["poll"]["is_closed"]:
            raise Impossible("There is no open poll.")
        poll: Record = post.record["poll"]
        if any(not 0 <= option < len(poll["options"]) for option in options):
            raise Impossible("There is no such option.")
        if len(options) > 1 and not poll["allows_multiple_answers"]:
            raise Impossible("Only one option can be chosen.")
        self.votes[poll["id"]][person.id] = options
        self.count(post)
        self.world.updates.add("poll", poll)
        if not poll["is_anonymous"]:
            ids = [poll["options"][option]["persistent_id"] for option in options]
            answer = {"poll_id": poll["id"], "user": person.user(), "option_ids": options, "option_persistent_ids": ids}
            self.world.updates.add("poll_answer", answer)
        chat.changed(post)

    def count(self, post: Post) -> None:
        """Write the present count into the poll's message."""
        poll = post.record["poll"]
        votes = [chosen for chosen in self.votes[poll["id"]].values() if chosen]
        poll["total_voter_count"] = len(votes)
        for place, option in enumerate(poll["options"]):
            option["voter_count"] = sum(place in chosen for chosen in votes)
