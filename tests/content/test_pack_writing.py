"""Writing a pack: read(write(record)) is the record, write(read(file)) is the file, and no reader of YAML misreads it."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pack.manifest import DOCUMENTS
from content.pack.parsing import parse
from content.pack.reading import Entry, read_document, read_pack
from content.pack.writing import file_of, WIDTH, write_document, write_item
from content.records import Contact, Figure, Item, KINDS, Measure, Place, Topic

PRINTABLE = st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"], exclude_characters="\ufeff\ufffe\uffff")
TRICKY = st.sampled_from(
    ["no", "On", "y", "0123", "12:30", "1_0", "2020-11-19", "2020", "1e3", ".5", "+1", "~", "null", "TRUE", "=", "<<", "-", "?",
     "# x", "a: b", "a #b", "'", '"', "- x", "%x", "@x", "`x", "&x", "*x", "!x", "|", ">", "{}", "[]", "a\nb", "a\n\n b", "😀 été",
     "x" * 300, "mot " * 80, "ligne un\n  deux\n", "0x1F", "0b1", "1,000", "---", "...", "a\u00a0b", "« a »"]
)  # fmt: skip
LINE = (st.text(PRINTABLE, min_size=1, max_size=60) | TRICKY).map(str.strip).filter(bool)
SAID = st.dictionaries(st.sampled_from(["fr", "en", "no"]), LINE, min_size=1)
SLUG = st.sampled_from(["a", "m-1", "no", "2020", "place-stalingrad"])
DAY = st.dates(dt.date(1990, 1, 1), dt.date(2030, 1, 1)).map(dt.date.isoformat)
PARTIAL = DAY | DAY.map(lambda day: day[:7]) | DAY.map(lambda day: day[:4])
BASE: dict[str, Any] = {"slug": st.just("x-1"), "checked_on": DAY}


def optional(**fields: Any) -> dict[str, Any]:
    return {name: st.none() | strategy for name, strategy in fields.items()}


MEASURES = st.fixed_dictionaries(
    {**BASE, "field": LINE, "title": SAID, "description": SAID, "authority": SAID, "status": st.just("done"), "certainty": SAID,
     "status_as_of": st.none() | PARTIAL, "today": st.fixed_dictionaries({"known": st.booleans(), "says": SAID}),
     "evidence": st.lists(st.fixed_dictionaries({"source": SLUG}, optional=optional(date=PARTIAL, says=SAID)), max_size=3)},
    optional={"places": st.lists(SLUG, max_size=3), "publish": st.sampled_from(["ok", "no"]), **optional(note=SAID, review_by=DAY)},
).map(Measure.model_validate)  # fmt: skip
PLACES = st.fixed_dictionaries(
    {**BASE, "title": SAID, "sort": LINE, "coordinates_from": LINE},
    optional={
        "aliases": st.lists(LINE, max_size=4),
        **optional(lat=st.floats(-90, 90).map(lambda x: round(x, 6)), lon=st.integers(-180, 180), disambiguation=LINE),
    },
).map(Place.model_validate)
TOPICS = st.fixed_dictionaries(
    {**BASE, "title": SAID},
    optional={"aliases": st.dictionaries(st.sampled_from(["fr", "no", "y"]), st.lists(LINE, max_size=3), max_size=2)},
).map(Topic.model_validate)
FIGURES = st.fixed_dictionaries(
    {**BASE, "title": SAID, "value": LINE, "unit": SAID, "scope": SAID, "as_of": st.none() | PARTIAL, "stated_by": SAID,
     "source": st.none() | SLUG, "measured_as": st.just("count")}
).map(Figure.model_validate)  # fmt: skip
CONTACTS = st.fixed_dictionaries(
    {**BASE, "category": LINE, "title": SAID, "display_ok": st.booleans(),
     "verified": st.fixed_dictionaries({"where": st.none() | LINE, "how": LINE})},
    optional={**optional(phone=LINE, hours=SAID, opening=st.just(
        {"hours": [{"days": ["mon"], "since": "08:30", "until": "12:00", "nth": 2}]})),
        "display_fields": st.just(["phone", "use"])},
).map(Contact.model_validate)  # fmt: skip
ITEMS: st.SearchStrategy[Item] = MEASURES | PLACES | TOPICS | FIGURES | CONTACTS


def read(item: Item, text: str) -> Item:
    data = {"slug": item.slug, "kind": item.kind, **parse(text)}
    return KINDS[item.kind].model_validate_json(json.dumps(data), strict=True)  # type: ignore[return-value]


@settings(max_examples=300, deadline=None)
@given(ITEMS)
def test_what_is_written_reads_back_as_the_same_record_and_writes_the_same_bytes(item: Item) -> None:
    text = write_item(item)
    back = read(item, text)
    assert back == item
    assert write_item(back) == text


@settings(max_examples=200, deadline=None)
@given(ITEMS)
def test_an_ordinary_reader_of_yaml_finds_the_same_texts(item: Item) -> None:
    text = write_item(item)

    def same(ours: object, theirs: object) -> None:
        if isinstance(ours, dict):
            assert isinstance(theirs, dict)
            assert list(ours) == list(theirs)
            for key, value in ours.items():
                same(value, theirs[key])
        elif isinstance(ours, list):
            assert isinstance(theirs, list)
            for one, other in zip(ours, theirs, strict=True):
                same(one, other)
        elif isinstance(theirs, dt.date):
            assert theirs.isoformat() == ours
        else:
            assert theirs == ours
            assert type(theirs) is type(ours)

    same(parse(text), yaml.safe_load(text))


def test_the_file_begins_with_what_the_item_is_and_leaves_out_what_goes_without_saying() -> None:
    place = Place.model_validate(
        {"slug": "a", "title": {"fr": "Ici"}, "sort": "square", "coordinates_from": "map", "checked_on": "2026-11-20"}
    )
    assert write_item(place) == "title:\n  fr: Ici\nsort: square\ncoordinates_from: map\nchecked_on: 2026-11-20\n"
    assert file_of(place) == "places/a.yaml"


def test_a_long_text_goes_on_below_and_lists_are_set_in() -> None:
    topic = Topic.model_validate(
        {"slug": "a", "title": {"fr": "mot " * 60}, "related": ["b", "no"], "checked_on": "2026-11-20"}
    )
    lines = write_item(topic).splitlines()
    assert max(len(line) for line in lines) <= WIDTH + len("mot")
    assert "  - b" in lines
    assert "  - 'no'" in lines


def test_the_paris_pack_is_written_canonically() -> None:
    folder = Path(__file__).parents[2] / "content" / "packs" / "paris-nord-est"
    differ = [
        entry.file
        for entry in read_pack(folder)
        if isinstance(entry, Entry) and (folder / entry.file).read_text(encoding="utf-8") != write_item(entry.item)
    ]
    for name in DOCUMENTS:
        document = read_document(folder, name)
        assert not isinstance(document, list)
        if (folder / f"{name}.yaml").read_text(encoding="utf-8") != write_document(document):
            differ.append(name)
    assert differ == []
