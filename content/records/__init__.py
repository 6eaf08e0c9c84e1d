"""The records: one frozen type for each kind of item the bot knows."""

from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from content.records.article import Article
from content.records.contact import Contact, OpenHours, Opening
from content.records.dataset import Dataset
from content.records.exclusion import Exclusion
from content.records.feed import Feed
from content.records.figure import Figure
from content.records.measure import Evidence, Measure, Status, Today
from content.records.need import Help, Need
from content.records.office import Office
from content.records.place import Place
from content.records.position import Position
from content.records.record import Publish, Record, Slug, State
from content.records.source import Source
from content.records.term import Term
from content.records.topic import Statement, Summary, Topic

Item = Annotated[
    Article
    | Measure
    | Contact
    | Figure
    | Position
    | Place
    | Term
    | Topic
    | Source
    | Feed
    | Need
    | Office
    | Dataset
    | Exclusion,
    Field(discriminator="kind"),
]
"""Any record, told apart by its ``kind``."""

ITEM: Final[TypeAdapter[Item]] = TypeAdapter(Item)

KINDS: Final[dict[str, type[Record]]] = {
    "article": Article,
    "measure": Measure,
    "contact": Contact,
    "figure": Figure,
    "position": Position,
    "place": Place,
    "term": Term,
    "topic": Topic,
    "source": Source,
    "feed": Feed,
    "need": Need,
    "office": Office,
    "dataset": Dataset,
    "exclusion": Exclusion,
}
"""The kinds, in the order they are imported: what is referred to need not come first, links are checked at the end."""

FOLDERS: Final[dict[str, str]] = {kind: f"{kind}s" for kind in KINDS}
"""The folder of a pack that holds each kind."""

__all__ = [
    "FOLDERS", "ITEM", "KINDS", "Article", "Contact", "Dataset", "Evidence", "Exclusion", "Feed", "Figure", "Help", "Item",
    "Measure", "Need", "Office", "OpenHours", "Opening", "Place", "Position", "Publish", "Record", "Slug", "Source",
    "State", "Statement", "Status", "Summary", "Term", "Today", "Topic",
]  # fmt: skip
