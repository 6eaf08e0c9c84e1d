"""The catalogues: complete and alike in every language, readable by the gateway, used by the code as they are written."""

import ast
import datetime as dt
import re
from collections import Counter
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from markupsafe import Markup

import content.texts as texts_module
from content.dates import PartialDate
from content.rich import read
from content.texts import closest, languages, Texts, texts

FOLDER = Path(texts_module.__file__).parent
ROOT = FOLDER.parent.parent
KEYS = {language: texts(language).keys() for language in languages()}
ALL = sorted(set().union(*KEYS.values()))


@cache
def sources() -> dict[Path, ast.Module]:
    """Return the code that may name a key."""
    sandbox = ROOT / "bot" / "sandbox"  # knows no catalogue
    files = [
        file
        for room in ("bot", "handlers", "content")
        for file in (ROOT / room).rglob("*.py")
        if sandbox not in file.parents
    ]
    return {file: ast.parse(file.read_text(encoding="utf-8")) for file in files}


@cache
def literals() -> frozenset[str]:
    """Return every string of the code."""
    found = (node.value for tree in sources().values() for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return frozenset(value for value in found if isinstance(value, str))


@cache
def put_together() -> tuple[frozenset[str], frozenset[str]]:
    """Return the beginnings (``menu.``) and endings (``.none``) of keys the code puts together."""
    beginnings, endings = set(), set()
    for tree in sources().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and len(node.values) == 2:
                first, last = (part.value if isinstance(part, ast.Constant) else None for part in node.values)
                if isinstance(first, str) and re.fullmatch(r"[a-z_]+(\.[a-z_]+)*\.", first):
                    beginnings.add(first)
                if isinstance(last, str) and re.fullmatch(r"\.[a-z_-]+", last):
                    endings.add(last)
    return frozenset(beginnings), frozenset(endings)


def used(key: str) -> bool:
    """Return whether the code names the key, or both halves of it."""
    beginnings, endings = put_together()
    parts = [(key[:at], key[at:]) for at, letter in enumerate(key) if letter == "."]
    return key in literals() or any(
        f"{head}." in beginnings or (tail in endings and head in literals()) for head, tail in parts
    )


def placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(form) if name is not None}


def catalogue_files() -> list[Path]:
    return sorted(FOLDER.glob("*.po"))


class TestCatalogues:
    def test_there_are_french_and_english_and_french_is_the_fallback(self) -> None:
        assert {"fr", "en"} <= set(languages())
        assert languages()[0] == "fr"

    @pytest.mark.parametrize("language", languages())
    def test_every_language_has_every_key(self, language: str) -> None:
        missing = [key for key in ALL if key not in KEYS[language] and not key.startswith("alias.")]
        assert missing == []

    @pytest.mark.parametrize("language", languages())
    def test_every_text_says_something(self, language: str) -> None:
        assert [key for key in KEYS[language] if not all(form.strip() for form in texts(language).forms(key))] == []

    def test_each_key_has_the_same_placeholders_in_every_language(self) -> None:
        """A plural form may leave out the number (“one measure”), nothing else."""
        wrong = {}
        for key in ALL:
            spoken = {language: texts(language).forms(key) for language in languages() if key in KEYS[language]}
            named = {language: set().union(*map(placeholders, forms)) - {"n"} for language, forms in spoken.items()}
            if len({frozenset(names) for names in named.values()}) > 1:
                wrong[key] = named
            for forms in spoken.values():
                if len({frozenset(placeholders(form) - {"n"}) for form in forms}) > 1:
                    wrong[key] = named
        assert wrong == {}

    def test_what_is_plural_in_one_language_is_plural_in_all(self) -> None:
        plural = {
            key: {len(texts(language).forms(key)) > 1 for language in languages() if key in KEYS[language]}
            for key in ALL
        }
        assert [key for key, kinds in plural.items() if len(kinds) > 1] == []

    @pytest.mark.parametrize("file", catalogue_files(), ids=lambda file: file.name)
    def test_a_catalogue_states_the_plural_rule_of_its_language_and_fills_every_form(self, file: Path) -> None:
        language = file.name.split(".")[0]
        with file.open("rb") as stream:
            catalogue = read_po(stream, locale=language)
        header = file.read_text(encoding="utf-8").split("\n\n")[0]
        assert "charset=utf-8" in header.lower()
        assert f"Language: {language}" in header
        assert f"nplurals={catalogue.num_plurals}" in header.replace(" ", "")
        for message in catalogue:
            if isinstance(message.id, tuple):
                assert isinstance(message.string, tuple), message.id[0]
                assert len(message.string) == catalogue.num_plurals, message.id[0]
                assert all(message.string), message.id[0]
            assert not message.fuzzy or not message.id, message.id

    @pytest.mark.parametrize("language", languages())
    def test_the_plural_rule_chooses_as_readers_of_the_language_do(self, language: str) -> None:
        words = Texts(language, {"x": ("one {n}", "many {n}")}, texts(language)._plural)
        rule = Locale.parse(language).plural_form
        for number in [*range(30), 100, 1000]:  # 1,000,000 is a form of its own in French, which gettext has not
            assert words.text("x", n=number).startswith("one" if rule(number) == "one" else "many"), number

    def test_no_key_stands_twice(self) -> None:
        for language in languages():
            found: Counter[str] = Counter()
            for file in FOLDER.glob(f"{language}*.po"):
                found.update(re.findall(r'^msgid "(.+)"$', file.read_text(encoding="utf-8"), re.MULTILINE))
            assert [key for key, count in found.items() if count > 1] == []

    @pytest.mark.parametrize("language", languages())
    def test_every_sentence_is_markup_the_gateway_reads(self, language: str) -> None:
        wrong = {}
        for key in KEYS[language]:
            for form in texts(language).forms(key):
                try:
                    read(Markup(form).format_map(dict.fromkeys(placeholders(form), "https://a.example")))
                except (ValueError, KeyError, IndexError, AttributeError) as fault:
                    wrong[key] = f"{form}: {fault}"
        assert wrong == {}

    @pytest.mark.parametrize("language", languages())
    def test_no_sentence_shouts_or_has_a_stray_ampersand(self, language: str) -> None:
        """A bot of neighbours does not shout; a bare & is an entity half written."""
        loud = [key for key in KEYS[language] for form in texts(language).forms(key) if "!" in form]
        stray = [
            key
            for key in KEYS[language]
            for form in texts(language).forms(key)
            if re.search(r"&(?![a-z]+;|#\d+;)", form)
        ]
        assert (loud, stray) == ([], [])


class TestUse:
    def test_every_key_is_used(self) -> None:
        assert [key for key in ALL if not used(key)] == []

    def test_every_key_asked_for_by_name_exists_and_gets_exactly_its_values(self) -> None:
        wrong = []
        for file, tree in sources().items():
            for node in ast.walk(tree):
                if not (
                    isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "text"
                ):
                    continue
                if not (node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)):
                    continue
                key, where = node.args[0].value, f"{file.relative_to(ROOT)}:{node.lineno}"
                if key not in KEYS["fr"]:
                    wrong.append(f"{where}: there is no text {key}")
                    continue
                given = {keyword.arg for keyword in node.keywords}
                wanted = set().union(*map(placeholders, texts("fr").forms(key)))
                if len(texts("fr").forms(key)) > 1:
                    wanted.add("n")
                if None not in given and given != wanted:
                    wrong.append(f"{where}: {key} wants {sorted(wanted)}, gets {sorted(map(str, given))}")
        assert wrong == []


class TestMenus:
    @pytest.mark.parametrize("language", languages())
    def test_every_command_has_a_description_telegram_takes(self, language: str) -> None:
        from handlers import COMMANDS

        for command in COMMANDS:
            if command.hidden:
                continue
            description = str(texts(language).text(f"menu.{command.name}"))
            assert 3 <= len(description) <= 256, command.name
            assert "\n" not in description
            assert read(Markup(description)).spans == (), command.name

    @pytest.mark.parametrize("language", languages())
    def test_every_alias_is_a_name_telegram_takes_and_no_two_are_alike(self, language: str) -> None:
        from handlers import COMMANDS

        names = [command.alias(language) for command in COMMANDS]
        assert [name for name in names if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []
        assert len(set(names)) == len(names)
        canonical = {command.name for command in COMMANDS}
        for command in COMMANDS:
            assert command.alias(language) not in canonical - {command.name}, "an alias is another command's name"

    def test_every_alias_belongs_to_a_command(self) -> None:
        from handlers import COMMANDS

        named = {f"{kind}.{command.name}" for command in COMMANDS for kind in ("alias", "menu")}
        assert [key for key in ALL if key.startswith(("alias.", "menu.")) and key not in named] == []


class TestSaying:
    WORDS = Texts(
        "fr", {"a": "{x} et <b>{y}</b>", "n": ("{n} mesure", "{n} mesures"), "list.and": "et"}, lambda n: int(n > 1)
    )

    def test_values_are_escaped_unless_they_are_markup(self) -> None:
        said = self.WORDS.text("a", x="<i>&", y=Markup("<u>z</u>"))
        assert said == Markup("&lt;i&gt;&amp; et <b><u>z</u></b>")
        assert read(said).text == "<i>& et z"

    @pytest.mark.parametrize("hostile", ["{y}", "{0}", "{x.__class__}", "}{", "%s", "{"])
    def test_a_value_cannot_reach_for_other_values(self, hostile: str) -> None:
        assert read(self.WORDS.text("a", x=hostile, y="secret")).text == f"{hostile} et secret"

    @pytest.mark.parametrize(
        ("n", "said"), [(0, "0 mesure"), (1, "1 mesure"), (2, "2 mesures"), (1234, "1\u202f234 mesures")]
    )
    def test_a_number_chooses_its_form_and_is_written_as_readers_write_it(self, n: int, said: str) -> None:
        assert self.WORDS.text("n", n=n) == said

    def test_a_key_that_is_not_there_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            self.WORDS.text("nowhere")
        assert not self.WORDS.has("nowhere")

    @pytest.mark.parametrize(
        ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")]
    )
    def test_a_list_reads_as_a_sentence(self, words: list[str], said: str) -> None:
        assert self.WORDS.listing(words) == said


class TestDatesAndNumbers:
    @pytest.mark.parametrize(
        ("date", "fr", "en"),
        [
            (PartialDate("2020-11-19"), "19 novembre 2020", "19 November 2020"),
            (PartialDate("2021-05-01"), "1er mai 2021", "1 May 2021"),
            (PartialDate("2019-07"), "juillet 2019", "July 2019"),
            (PartialDate("2023"), "2023", "2023"),
            (dt.date(2024, 8, 1), "1er août 2024", "1 August 2024"),
        ],
    )
    def test_a_date_is_as_exact_as_it_was_said(self, date: PartialDate | dt.date, fr: str, en: str) -> None:
        assert texts("fr").day(date) == fr
        assert texts("en").day(date) == en

    def test_the_time_is_that_of_the_place_in_summer_and_in_winter(self) -> None:
        winter, summer = dt.datetime(2026, 1, 5, 7, 5, tzinfo=dt.UTC), dt.datetime(2026, 7, 5, 7, 5, tzinfo=dt.UTC)
        assert texts("fr").time(winter, "Europe/Paris") == "8\u00a0h\u00a005"
        assert texts("en").time(summer, "Europe/Paris") == "09:05"

    def test_numbers_have_the_separators_of_the_language(self) -> None:
        assert (texts("fr").number(12345.5), texts("en").number(12345.5)) == ("12\u202f345,5", "12,345.5")

    @pytest.mark.parametrize(
        ("days", "fr"), [(0, "0 jour"), (1, "1 jour"), (3, "3 jours"), (95, "3 mois"), (800, "2 ans")]
    )
    def test_how_long_ago_in_words(self, days: int, fr: str) -> None:
        today = dt.date(2026, 11, 22)
        assert texts("fr").ago(today - dt.timedelta(days=days), today).replace("\u00a0", " ") == fr


class TestChoosing:
    @pytest.mark.parametrize(
        ("code", "spoken"),
        [
            ("fr", "fr"),
            ("fr-CA", "fr"),
            ("EN-gb", "en"),
            ("en", "en"),
            ("de", "fr"),
            (None, "fr"),
            ("", "fr"),
            ("*", "fr"),
        ],
    )
    def test_the_language_of_the_app_or_the_fallback(self, code: str | None, spoken: str) -> None:
        assert closest(code, "fr") == spoken

    def test_a_language_without_catalogue_is_an_error(self) -> None:
        with pytest.raises(KeyError):
            texts("tlh")
