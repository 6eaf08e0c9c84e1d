"""Public: the names and numbers that may be written because they are nobody's private ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from content.fold import fold
from content.records import Contact, Item, Office, Place, Position, Publish, Source, Term, Topic


@dataclass(frozen=True)
class Public:
    """What the store itself names: places, bodies, publishers, people in office, numbers of services."""

    names: frozenset[str] = frozenset()
    """Folded names of places, bodies and things, whole."""
    people: frozenset[str] = frozenset()
    """Folded full names of people named with their office (content policy, section 2, rule 6)."""
    numbers: frozenset[str] = frozenset()
    """Digits of the numbers that may be shown."""

    @cached_property
    def surnames(self) -> frozenset[str]:
        """The last words of the people's names."""
        return frozenset(name.split()[-1] for name in self.people if name)

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of every name."""
        return frozenset(word for name in self.names | self.people for word in name.split())


def public(items: Iterable[Item]) -> Public:
    """Return what the items of a store make public; a person is named only by an office or a position that shows the name."""
    names: list[str] = []
    people: list[str] = []
    numbers: list[str] = []
    for item in items:
        match item:
            case Place():
                names += [*item.title.values(), *item.aliases]
            case Source():
                names.append(item.title)
            case Topic():
                names += [*item.title.values(), *(name for some in item.aliases.values() for name in some)]
            case Term():
                names += [*item.title.values(), *item.aliases]
            case Office():
                people.append(item.name)
            case Position(name=str(name), display="name_and_role"):
                people.append(name)
            case Contact():
                names += [*item.title.values(), *([item.address] if item.address and item.shows("address") else [])]
                if item.display_ok and item.publish is Publish.OK:
                    numbers += [getattr(item, kind) for kind in ("phone", "sms") if item.shows(kind)]
            case _:
                pass
    return Public(_folded(names), _folded(people), frozenset("".join(filter(str.isdecimal, one)) for one in numbers))


def _folded(names: Iterable[str]) -> frozenset[str]:
    return frozenset(folded for name in names if (folded := fold(name)))
