"""Mending: what a copy says once the item it speaks of is known to be wrong or withdrawn, and the word to those who had it."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from bot.delivery.composing import asking, Composer, variant
from bot.storage.broadcasts import Body
from bot.storage.chases import Copy, Open
from content.correcting import (
    below,
    Change,
    changes,
    corrected,
    excerpt,
    fits,
    headline,
    hinted,
    names,
    pictured,
    sayings,
    withdrawn,
    word_for_word,
)
from content.records import ITEM, Item
from content.rich import read, Rich
from content.texts import closest, languages, texts
from handlers.choices import label, title
from handlers.ports import Services
from handlers.reply import Reply
from handlers.request import ChatKind, Request
from handlers.telling.correction import (
    correction_note,
    retraction_note,
    short_note,
    tell_correction,
    tell_retraction,
    withdrawn_text,
)

_KINDS: Final = (ChatKind.PRIVATE, ChatKind.GROUP)


@dataclass(frozen=True)
class Case:
    """One correction or retraction under way."""

    chase: Open
    item: Item
    earlier: tuple[Item, ...]
    """Its wrong forms, those of corrections made before among them."""
    said: str
    right: str
    why: str
    mended: dict[tuple[Any, ...], dict[str, Any] | None] = field(default_factory=dict)
    """Texts that were put right already: many copies say the same."""

    @cached_property
    def changes(self) -> Mapping[str, tuple[Change, ...]]:
        """What reads otherwise now, by language."""
        return {code: changes(self.earlier, self.item, texts(code)) for code in languages()}

    @cached_property
    def all_changes(self) -> tuple[Change, ...]:
        """What reads otherwise now in any language, the longest first."""
        found = dict.fromkeys(each for code in languages() for each in self.changes[code])
        return tuple(sorted(found, key=lambda each: -len(each.said)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What the item is and was called."""
        return names((*self.earlier, self.item), languages())

    @cached_property
    def pictured(self) -> frozenset[str]:
        """What of it is wrong besides texts."""
        return pictured(self.earlier, self.item)

    @cached_property
    def word_for_word(self) -> bool:
        """Whether a message with none of the wrong texts is not wrong."""
        return word_for_word(self.earlier, self.item)

    def told(self, language: str) -> Change:
        """Return what was said and what is right, in that language where it differs there."""
        found = headline(self.earlier[-1], self.item, texts(language))
        return excerpt(found or Change(self.said, self.right))


def case_of(chase: Open, before: Sequence[Mapping[str, Any]]) -> Case | None:
    """Return what a chase is about, ``before`` being earlier corrections of the item; None for the recall of a broadcast."""
    if chase.kind == "recall":
        return None
    body = chase.body
    forms = [ITEM.validate_python(each["before"]) for each in (*before, body)]
    return Case(chase, ITEM.validate_python(body["after"]), tuple(forms), body["said"], body["right"], body["why"])


class Mending:
    """Words what is said instead."""

    def __init__(self, services: Callable[[], Services], composer: Composer) -> None:
        """Word with ``services`` and ``composer``."""
        self._services = services
        self._composer = composer

    def mended(self, case: Case, copy: Copy) -> dict[str, Any] | None:
        """Return the message with the right words in it and a line on top that says so; None where it says nothing wrong."""
        return self._once(case, copy, self._mend)

    def struck(self, case: Case, copy: Copy) -> dict[str, Any] | None:
        """Return the message with what was withdrawn struck through, and a line on top that says so; None where it stands there."""
        return self._once(case, copy, self._strike)

    def note(self, case: Case, copy: Copy) -> dict[str, Any]:
        """Return the word under a message that cannot be changed."""
        request = self._request(case, copy)
        if case.chase.kind == "retraction":
            return dict(self._composer.text(read(retraction_note(case.item, request, self._services()))))
        told = case.told(request.language)
        note = correction_note(case.item, told.said, told.right, request, self._services())
        return dict(self._composer.text(read(note)))

    def gone(self, copy: Copy, at: dt.datetime) -> dict[str, Any]:
        """Return what stands in the place of a message that was withdrawn and can no longer be deleted."""
        services = self._services()
        request = asking("retract", self._language(copy), copy.chat_kind, services, at)
        return dict(self._composer.text(read(withdrawn_text(request, services))))

    def words(self, case: Case) -> dict[str, Sequence[Body]]:
        """Return the word to those who had it unasked, in each variant."""
        services, found = self._services(), dict[str, Sequence[Body]]()
        for language in languages():
            for read_by in _KINDS:
                request = asking("correct", language, read_by, services, case.chase.made_at)
                found[variant(language, read_by)] = self._composer.broadcast(self._word(case, request), request)
        return found

    def title(self, case: Case) -> str:
        """Return what the word is called among all that was sent."""
        spoken = texts(self._main())
        key = "retract.sent-as" if case.chase.kind == "retraction" else "correct.sent-as"
        return spoken.text(key, title=title(case.item, spoken.language)).unescape()

    def _word(self, case: Case, request: Request) -> Reply:
        if case.chase.kind == "retraction":
            return tell_retraction(case.item, case.why, request, self._services())
        told = case.told(request.language)
        return tell_correction(case.item, told.said, told.right, case.why, request, self._services())

    def _once(
        self, case: Case, copy: Copy, work: Callable[[Case, Copy], dict[str, Any] | None]
    ) -> dict[str, Any] | None:
        if copy.bid is None or copy.own:
            return work(case, copy)
        key = (copy.bid, copy.variant, copy.part, copy.leaves)
        if key not in case.mended:
            case.mended[key] = work(case, copy)
        return case.mended[key]

    def _mend(self, case: Case, copy: Copy) -> dict[str, Any] | None:
        rich = self._composer.rich(copy.body)
        mine = case.names if copy.items > 1 else ()
        right = corrected(rich, case.all_changes, mine)
        if right is None and case.word_for_word and not hinted(rich, case.all_changes, mine):
            return None
        request = self._request(case, copy, rich)
        told = case.told(request.language)
        long = read(correction_note(case.item, told.said, told.right, request, self._services()))
        short = read(short_note(case.item, request, self._services()))
        if rich.text.startswith((long.text, short.text)):  # it left with them
            return None
        body = right or rich
        return self._as_it_goes(copy, case, below(long if fits(long, body) else short, body))

    def _strike(self, case: Case, copy: Copy) -> dict[str, Any] | None:
        rich = self._composer.rich(copy.body)
        request = self._request(case, copy, rich)
        said = [
            each for form in (*case.earlier, case.item) for code in languages() for each in sayings(form, texts(code))
        ]
        note = read(retraction_note(case.item, request, self._services()))
        if rich.text.startswith(note.text):  # it left with it
            return None
        struck = withdrawn(rich, sorted(dict.fromkeys(said), key=lambda each: -len(each)), case.names)
        return self._as_it_goes(copy, case, below(note, struck))

    def _as_it_goes(self, copy: Copy, case: Case, rich: Rich) -> dict[str, Any]:
        """Return the parameters: of what has not left, with all that says where it goes; else with its buttons alone."""
        text = self._composer.text(rich)
        markup = _relabelled(copy.body.get("reply_markup", {}), case)
        buttons = {"reply_markup": markup} if "inline_keyboard" in markup else {}
        return {**copy.body, **buttons, **text} if copy.leaves else {**buttons, **text}

    def _request(self, case: Case, copy: Copy, rich: Rich | None = None) -> Request:
        """Return the request a note is worded for: of the day the correction was made, whenever it arrives."""
        language = self._language(copy, rich, case)
        return asking("correct", language, copy.chat_kind, self._services(), case.chase.made_at)

    def _language(self, copy: Copy, rich: Rich | None = None, case: Case | None = None) -> str:
        """Return the language of a copy: of its broadcast, of what it says, of its chat, of the pack."""
        if copy.variant:
            return copy.variant.partition("~")[0].partition("-")[0]
        if rich is not None and case is not None:
            for code in languages():
                if any(name in rich.text for name in names((*case.earlier, case.item), (code,))):
                    return code
        return closest(copy.spoken, self._main())

    def _main(self) -> str:
        manifest = self._services().packs.manifest
        return manifest.languages[0] if manifest else languages()[0]


def _relabelled(markup: Mapping[str, Any], case: Case) -> Mapping[str, Any]:
    """Return the buttons under a copy: one that bears what was said bears what is right; one to what was withdrawn goes."""
    if "inline_keyboard" not in markup:
        return markup
    right = {label(each.said): label(each.right) for each in case.all_changes}
    gone = {label(each) for each in case.names} if case.chase.kind == "retraction" else set()
    rows = [
        [{**each, "text": right.get(each["text"], each["text"])} for each in row if each["text"] not in gone]
        for row in markup["inline_keyboard"]
    ]
    return {**markup, "inline_keyboard": [row for row in rows if row]}
