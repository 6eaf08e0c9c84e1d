"""A reply: what a command wants said. One place splits, pages, escapes, threads and sends it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from markupsafe import Markup

from content.charts import Chart

NOTHING = Markup()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Button:
    """A command with its arguments, waiting to be pressed; pressing it makes the same request as typing it."""

    label: str
    command: str
    args: str = ""
    in_place: bool = False
    """The answer replaces the message that carries the button (choosing a language, a filter)."""
    page: int = 1


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Doorway:
    """A button that opens the private chat with the bot and asks there for a command (a deep link)."""

    label: str
    command: str
    args: str = ""
    token: str = ""
    """Of a door that acts for a group (see the port ``Doors``); it knows its command itself."""


Row = tuple[Button | Link | Doorway, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list. Those of a page are numbered, and a button with its number opens each."""

    text: Markup
    opens: Button
    items: tuple[str, ...] = ()
    """Slugs of the items whose facts it states."""


@dataclass(frozen=True, slots=True)
class Made(Generic[T]):
    """Blocks made one by one as they are read, however often: a list may be long and a page short."""

    make: Callable[[T], Markup | Entry]
    of: Sequence[T]

    def __iter__(self) -> Iterator[Markup | Entry]:
        """Yield a block for each."""
        return map(self.make, self.of)


@dataclass(frozen=True, slots=True)
class Pin:
    """A place to show on a map."""

    lat: float
    lon: float
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file for whoever asked: sent in a private chat alone, and not kept once sent."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say: a head, blocks that may run over several pages, a foot on each page, buttons.

    Of ``blocks`` only what the asked page needs is read (see ``Made``). A page holds whole blocks.
    """

    blocks: Iterable[Markup | Entry] = ()
    head: Markup = NOTHING
    foot: Markup = NOTHING
    buttons: tuple[Row, ...] = ()
    per_page: int = 5
    """The most blocks on a page, whatever their length."""
    chart: Chart | None = None
    """A picture sent after the text of the first page."""
    pins: tuple[Pin, ...] = ()
    document: Document | None = None
    """A file sent after the text of the first page."""
    items: tuple[str, ...] = ()
    """Slugs of the items whose facts it states, so that a correction finds every copy."""
    share: str = ""
    """The label of a key that shares the reader's place; shown in private chats, in place of buttons."""
    private: bool = False
    """It repeats what somebody wrote: its text is not kept once sent."""
    to_operators: Markup = NOTHING
    """A word to the operators, sent to each in private and not kept once sent."""
    toast: str = ""
    """A short word shown over the chat when the request was a press."""
    urgent: bool = False
    """Emergency answer, or one that is useless in part: never shortened, never moved behind a button, also in groups."""
    turns: tuple[str, str] | None = None
    """The command and arguments that turning its pages asks for; those of the request where None."""
    extra: tuple["Reply", ...] = field(default=())
    """Further messages, sent after this one in order."""
    posts: tuple["Reply", ...] = ()
    """Messages for the chat the request is about (the group acted for), sent after this one in order."""
    role_of: int | None = None
    """Somebody whose role it changed: their menu is shown anew."""
    to_moderators: "Reply | None" = None
    """A message for each other moderator and operator, in private, with buttons of their own."""
    to_people: "tuple[tuple[int, str, Reply], ...]" = ()
    """Messages for others, in their private chats: each with the chat and the language to speak there."""


def say(text: Markup, *buttons: Row, **more: object) -> Reply:
    """Return a reply of one short text."""
    return Reply(blocks=(text,), buttons=buttons, **more)  # type: ignore[arg-type]
