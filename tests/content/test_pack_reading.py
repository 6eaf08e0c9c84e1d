"""Reading a pack: nothing changes its type, every fault is a plain sentence, and no file is worth a traceback."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.pack.fault import Fault, Faults
from content.pack.parsing import NotReadableError, parse
from content.pack.reading import Entry, MOST_BYTES, Page, read_items, read_pack
from content.records import Contact, Figure
from tests.content.a_pack import a_pack, PACK, put, spoilt

JARGON = re.compile(
    r"pydantic|input should|extra inputs|union|discriminator|validat|dict|tuple|NoneType|json|schema|Traceback|scalar|mapping",
    re.IGNORECASE,
)


def faults(folder: Path) -> list[str]:
    return [str(fault) for fault in read_pack(folder) if isinstance(fault, Fault)]


def test_a_sound_pack_has_documents_first_then_items_by_kind(tmp_path: Path) -> None:
    read = list(read_pack(a_pack(tmp_path)))
    assert [page.name for page in read if isinstance(page, Page)] == ["pack", "emergency", "wording"]
    assert [entry.file for entry in read if isinstance(entry, Entry)][:2] == ["articles/a-1.yaml", "measures/m-1.yaml"]
    assert len(read) == len(PACK)


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("no", "no"), ("on", "on"), ("Yes", "Yes"), ("0123", "0123"), ("12:30:15", "12:30:15"), ("2024-05-31", "2024-05-31"),
        ("+33 1", "+33 1"), ("1_000", "1_000"), ("1e3", "1e3"), ("0x10", "0x10"), (".5", ".5"), (".inf", ".inf"),
        ("true", True), ("~", None), ("", None), ("-4", -4), ("0.50", 0.5), ("'17'", "17"), ('"é 😀"', "é 😀"),
    ],
)  # fmt: skip
def test_what_is_written_keeps_its_type(written: str, means: object) -> None:
    value = parse(f"a: {written}\n")["a"]
    assert value == means
    assert type(value) is type(means)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: 1\na: 2\n", 2, "twice"),
        ("a: &x 1\nb: *x\n", 1, "not allowed"),
        ("a: !!python/object/apply:os.system [x]\n", 1, "'!'"),
        ("a: b: c\n", 1, "quotation marks"),
        ("a:\n\tb: 1\n", 2, "tabs"),
        ("- a\n", 1, "name: value"),
        ("# nothing\n", 0, "empty"),
        ("---\na: 1\n---\nb: 1\n", 3, "second document"),
        ("? [a]\n: 1\n", 1, "must be a text"),
        ("a: \x00", 1, "cannot be printed"),
        ("a: " + "[" * 50_000, 1, "levels"),
        ("a: 'never closed", 1, "never closed"),
    ],
)
def test_a_file_that_cannot_be_read_says_in_which_line_and_what_to_do(text: str, line: int, says: str) -> None:
    with pytest.raises(NotReadableError) as told:
        parse(text)
    assert told.value.line == line
    assert says in told.value.says


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        ("measures/m-1.yaml", "announced", "broken",
         "measures/m-1.yaml: status: 'broken' is not allowed; write one of requested, announced, decided, under_way, "
         "in_force, done, ended, refused"),
        ("figures/f-1.yaml", "'44'", "44", "figures/f-1.yaml: value: must be a text; write it between quotation marks: '44'"),
        ("measures/m-1.yaml", "status:", "statut:",
         "measures/m-1.yaml: statut: is no field here; did you mean 'status'?"),
        ("measures/m-1.yaml", "source: a-1", "source: A 1",
         "measures/m-1.yaml: evidence[1].source: 'A 1' is no name of an item; write lower-case letters and digits, "
         "joined by single hyphens"),
        ("articles/a-1.yaml", "2026-11-01", "1/11/2026",
         "articles/a-1.yaml: date: '1/11/2026' is not a date; write 2024, 2024-05 or 2024-05-31"),
        ("articles/a-1.yaml", "2026-11-01", "2026-02-31",
         "articles/a-1.yaml: date: '2026-02-31' is not a date; write 2024, 2024-05 or 2024-05-31"),
        ("articles/a-1.yaml", "checked_on: 2026-11-20", "checked_on: 20 nov",
         "articles/a-1.yaml: checked_on: '20 nov' is not a day; write one like 2026-11-22"),
        ("articles/a-1.yaml", "{fr: Du bruit, en: Some noise}", "Du bruit",
         "articles/a-1.yaml: title: must have a line for each language (fr: …), not a text of its own"),
        ("articles/a-1.yaml", "[noise]", "noise",
         "articles/a-1.yaml: topics: must be a list, a line beginning with '- ' for each"),
        ("articles/a-1.yaml", "fr: Du bruit", "french: Du bruit",
         "articles/a-1.yaml: title.french: 'french' is no code of a language; write two letters, like fr"),
        ("contacts/c-17.yaml", "display_ok: true", "display_ok: yes",
         "contacts/c-17.yaml: display_ok: must be true or false, not 'yes'"),
        ("places/square.yaml", "48.88", "948.88",
         "places/square.yaml: lat: 948.88 is too large; the largest allowed is 90.0"),
        ("pack.yaml", "Europe/Paris", "Paris", "pack.yaml: time_zone: 'Paris' is not a time zone; write one like Europe/Paris"),
        ("sources/paper.yaml", "title: Paper", "slug: paper\ntitle: Paper",
         "sources/paper.yaml: slug: leave this line out: the folder and the name of the file say it"),
    ],
)  # fmt: skip
def test_a_fault_names_file_and_field_and_says_what_to_write(
    tmp_path: Path, file: str, old: str, new: str, expected: str
) -> None:
    assert expected in faults(spoilt(tmp_path, file, old, new))


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    a_pack(tmp_path, articles__a_1="title: 3\n", measures__m_1="status: broken\n", figures__f_1=b"\xff\xfe")
    told = faults(tmp_path)
    assert {fault.split(":")[0] for fault in told} == {"articles/a-1.yaml", "measures/m-1.yaml", "figures/f-1.yaml"}
    assert len(told) > 10


def test_names_that_are_not_of_a_pack_are_told(tmp_path: Path) -> None:
    a_pack(tmp_path)
    for name in ("mesures", "emergancy.yaml", "articles/A_1.yaml", "articles/a.yml", "README.md", ".git"):
        put(tmp_path, name, "x: 1\n")
    told = " ".join(faults(tmp_path))
    assert "mesures: is not of a pack; did you mean 'measures'?" in told
    assert "emergancy.yaml: is not of a pack; did you mean 'emergency.yaml'?" in told
    assert "articles/A_1.yaml" in told
    assert "articles/a.yml" in told
    assert "README" not in told
    assert ".git" not in told


def test_a_pack_without_its_two_documents_says_so(tmp_path: Path) -> None:
    a_pack(tmp_path, pack=None, emergency=None)
    assert faults(tmp_path) == [
        "pack.yaml: is missing; every pack has one",
        "emergency.yaml: is missing; every pack has one",
    ]
    assert "cannot be read" in faults(tmp_path / "nowhere")[0]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.yaml"
    secret.write_text("title: secret\n")
    pack = a_pack(tmp_path / "pack")
    (pack / "articles" / "linked.yaml").symlink_to(secret)
    (pack / "terms").symlink_to(tmp_path)
    told = faults(pack)
    assert told == [
        "articles/linked.yaml: is a link that leads out of the pack",
        "terms: is a link that leads out of the pack",
    ]


def test_what_is_no_file_does_not_make_the_reader_wait(tmp_path: Path) -> None:
    pack = a_pack(tmp_path)
    os.mkfifo(pack / "articles" / "pipe.yaml")
    (pack / "articles" / "folder.yaml").mkdir()
    assert faults(pack) == ["articles/folder.yaml: is not a file", "articles/pipe.yaml: is not a file"]


def test_a_file_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    told = faults(a_pack(tmp_path, articles__big=b"a" * (MOST_BYTES + 1)))
    assert told == ["articles/big.yaml: has more than 200000 bytes; an item is a few sentences"]


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_byte_order_marks_and_windows_line_ends_do_not_matter(tmp_path: Path, mark: bytes, end: str) -> None:
    text = mark + PACK["contacts/c-17.yaml"].replace("\n", end).encode()
    read = list(read_items(a_pack(tmp_path, contacts__c_17=text), ("contact",)))
    assert isinstance(read[0], Entry)
    assert isinstance(read[0].item, Contact)
    assert read[0].item.phone == "17"


def test_faults_beyond_the_cap_are_counted() -> None:
    kept = Faults(cap=3)
    for number in range(10):
        kept.add(Fault("a", str(number), "x"))
    assert [str(fault) for fault in kept.kept()] == ["a: 0: x", "a: 1: x", "a: 2: x", "and 7 more"]
    assert kept.count == 10


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(sorted({*Figure.model_fields, *Contact.model_fields, "évidence", "x"}))


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_whatever_bring_the_reader_down(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("pack")
    put(folder, "figures/f.yaml", content)
    for read in read_items(folder, ("figure",)):
        assert isinstance(read, Fault)
        assert "\n" not in str(read)


@settings(max_examples=200, deadline=None)
@given(data=st.dictionaries(FIELDS, VALUES, max_size=6))
def test_no_values_whatever_are_told_in_the_words_of_the_library(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object]
) -> None:
    import yaml

    folder = tmp_path_factory.mktemp("pack")
    text = yaml.safe_dump(data, allow_unicode=True)
    for kind in ("figure", "contact"):
        put(folder, f"{kind}s/f.yaml", text.encode("utf-8", "surrogatepass"))
        for read in read_items(folder, (kind,)):
            assert isinstance(read, Fault)
            said = re.sub(r"'[^']*'|\"[^\"]*\"", "", read.says)
            assert not JARGON.search(said), said
            assert str(read).isprintable()
