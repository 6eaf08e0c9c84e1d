"""A lookup: one question from the words typed to the items found, in one piece, within its time."""

import sqlite3
from collections.abc import Callable
from typing import Final

from bot.storage.search.expression import expression
from content.pack.manifest import Synonyms
from content.search.form import stem
from content.search.meanings import Meanings, meanings
from content.search.question import Question, question
from content.search.ranking import certain, close, Found, rank, Ranked, sure
from content.search.reading import read, Reading, Stage
from content.search.tongues import TONGUES
from content.search.vocabulary import Vocabulary, Word
from handlers.ports import Findings, Hit

_BEST: Final = 60
"""Texts of each stage that are ranked (stack.md)."""
_ENOUGH: Final = 5
"""Texts found with every word are enough to stop (stack.md)."""
_WHOLE, _ALMOST = 0.95, 0.80
"""Shares of what a question tells that a text must hold, for the next stage to be needless."""
_OWN: Final = 0.15
"""By so much the other language must know more of the question to come before the reader's."""
_FEW: Final = 150
"""With every word asked for and each perhaps another, up to so many texts are ranked here: BM25 reads each word's whole list."""
_STEPS: Final = 2000
"""SQLite's own steps between two looks at the time: some tenths of a millisecond."""


class OutOfTimeError(Exception):
    """The time a search may take has passed."""


class _Answer:
    """What one language gave so far."""

    def __init__(self, asked: Question, vocabulary: Vocabulary) -> None:
        self.asked = asked
        self.vocabulary = vocabulary
        self.reading: Reading | None = None
        self.rows: dict[int, tuple[Stage, float | None]] = {}
        self.texts: dict[int, Found] = {}
        self.ranked: list[Ranked] = []
        self.done = not asked.asked

    @property
    def held(self) -> float:
        """How much of the question the fullest text found holds, from 0 to 1."""
        return max((one.held for one in self.ranked), default=0.0)

    @property
    def certain(self) -> bool:
        """Whether a title holds nearly all of the question."""
        return certain(self.ranked)

    @property
    def known(self) -> float:
        """Share of the words typed that are words of the language's texts."""
        groups = read(self.asked, self.vocabulary, Stage.TYPED).groups
        return sum(bool(group.ways) for group in groups) / max(1, len(groups))


class Lookup:
    """A reading connection with the vocabularies in memory. Lives in one thread."""

    def __init__(self, connection: sqlite3.Connection, budget: float, clock: Callable[[], float]) -> None:
        """Search over ``connection`` for at most ``budget`` seconds of ``clock`` each time."""
        self._connection = connection
        self._budget = budget
        self._clock = clock
        self._deadline = float("inf")
        self._vocabularies = {language: Vocabulary() for language in TONGUES}
        self._versions = dict.fromkeys(TONGUES, -1)
        self._synonyms: Synonyms | None = None
        self._meanings: dict[str, Meanings] = {}
        self._refresh()
        connection.set_progress_handler(lambda: self._clock() > self._deadline, _STEPS)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def find(
        self, query: str, language: str, synonyms: Synonyms, *, literal: bool, kinds: frozenset[str] | None, limit: int
    ) -> Findings:
        """Return what answers the question, in ``language`` or, if that gives nothing sure, in the other."""
        self._deadline = float("inf")
        self._refresh()
        self._take(synonyms)
        self._deadline = self._clock() + self._budget
        order = sorted(TONGUES, key=lambda one: one != language)
        answers = [self._answer(query, one, literal) for one in order]
        incomplete = False
        try:
            self._search(answers, literal, kinds)
        except OutOfTimeError:
            incomplete = True
        finally:
            self._deadline = float("inf")
        mine, other = answers
        foreign = (other.certain, other.held) > (mine.certain, mine.held + _OWN)
        return self._findings(other if foreign else mine, limit, incomplete)

    def _answer(self, query: str, language: str, literal: bool) -> _Answer:
        asked = question(query, language, self._meanings[language], literal=literal)
        return _Answer(asked, self._vocabularies[language])

    def _search(self, answers: list[_Answer], literal: bool, kinds: frozenset[str] | None) -> None:
        """As typed in each language, before any word is corrected in one: a question in English holds no French misspelt."""
        for answer in answers:
            self._advance(answer, Stage.TYPED, kinds)
            if answer.certain or (answer is answers[0] and len(answer.ranked) >= _ENOUGH):
                return
        if literal:
            return
        mine, other = answers
        for answer in (other, mine) if other.known > mine.known + _OWN else (mine, other):
            for stage in list(Stage)[1:]:
                if answer.done or self._enough(answer, stage):
                    break
                self._advance(answer, stage, kinds)
            if answer.certain or answer.held >= _ALMOST:
                return

    @staticmethod
    def _enough(answer: _Answer, following: Stage) -> bool:
        """Return whether there is no need for the next stage: enough was found, or a text that holds all that was asked."""
        if answer.certain or len(answer.ranked) >= _ENOUGH:
            return True
        if following > Stage.WIDER:
            return answer.held >= _ALMOST
        return answer.held >= _WHOLE and len(answer.asked.asked) > 2

    def _advance(self, answer: _Answer, stage: Stage, kinds: frozenset[str] | None) -> None:
        """Add what one more stage finds, and rank all there is."""
        if answer.done:
            return
        if self._clock() > self._deadline:
            raise OutOfTimeError
        reading = read(answer.asked, answer.vocabulary, stage)
        wanted = expression(reading, answer.vocabulary.frequent)
        if wanted is None:
            return
        few = stage in (Stage.CORRECTED, Stage.WIDER, Stage.ALL_BUT_ONE) and len(reading.groups) > 1
        for number, mark in self._matching(answer.asked.language, wanted, kinds, few=few):
            answer.rows.setdefault(number, (stage, mark))
        answer.reading = reading
        self._load(answer)
        answer.ranked = rank(answer.texts.values(), reading, self._stems(answer))

    def _matching(
        self, language: str, wanted: str, kinds: frozenset[str] | None, *, few: bool
    ) -> list[tuple[int, float | None]]:
        """Return the texts that match: all of them without a mark where they are ``few``, else the best with theirs."""
        table = f"search_{language}"
        only = ""
        values: list[str] = [wanted]
        if kinds is not None:
            of_kind = (
                "SELECT t.id FROM search_text t JOIN item i ON i.slug = t.slug"  # noqa: S608 values are bound
                f" WHERE t.language = ? AND i.kind IN ({','.join('?' * len(kinds))})"
            )
            # The plus keeps SQLite from matching anew for each of these rows.
            only = f" AND +{table}.rowid IN ({of_kind})"
            values += [language, *sorted(kinds)]
        match = f"FROM {table} WHERE {table} MATCH ?{only}"
        if few:
            rows = self._rows(f"SELECT rowid {match} LIMIT {_FEW}", values)
            if len(rows) < _FEW:
                return [(number, None) for (number,) in rows]
        rows = self._rows(f"SELECT rowid, -rank {match} ORDER BY rank LIMIT {_BEST}", values)
        best = max((mark for _, mark in rows), default=0.0) or 1.0
        return [(number, mark / best) for number, mark in rows]

    def _load(self, answer: _Answer) -> None:
        """Read the words of the texts found that were not read yet."""
        numbers = [number for number in answer.rows if number not in answer.texts]
        if not numbers:
            return
        sql = (
            "SELECT t.id, t.slug, i.kind, i.date, t.names, t.body FROM search_text t JOIN item i ON i.slug = t.slug"  # noqa: S608
            f" WHERE i.state = 'published' AND t.id IN ({','.join('?' * len(numbers))})"
        )
        for number, slug, kind, date, names, body in self._rows(sql, numbers):
            stage, mark = answer.rows[number]
            answer.texts[number] = Found(
                slug,
                kind,
                date,
                tuple(tuple(name.split()) for name in names.split("\n")),
                tuple(body.split()),
                mark,
                stage,
            )

    def _rows(self, sql: str, values: list[str] | list[int]) -> list[tuple]:  # type: ignore[type-arg]
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.OperationalError as fault:
            if "interrupted" in str(fault):
                raise OutOfTimeError from fault
            raise

    @staticmethod
    def _stems(answer: _Answer) -> Callable[[str], str]:
        language, vocabulary = answer.asked.language, answer.vocabulary

        def of(word: str) -> str:
            known = vocabulary.get(word)
            return known.stem if known else stem(word, language)

        return of

    def _findings(self, answer: _Answer, limit: int, incomplete: bool) -> Findings:
        language = answer.asked.language
        ranked = answer.ranked[:limit]
        titles = self._titles(language, [one.found.slug for one in ranked])
        return Findings(
            hits=tuple(
                Hit(one.found.slug, one.found.kind, titles[one.found.slug], language, round(one.score, 4))
                for one in ranked
                if one.found.slug in titles
            ),
            sure=sure(answer.ranked),
            close=close(answer.ranked),
            read_as=_read_as(answer),
            language=language,
            incomplete=incomplete,
        )

    def _titles(self, language: str, slugs: list[str]) -> dict[str, str]:
        """Return titles as they are shown; a position has none but its role."""
        path = f"$.title.{language}"
        sql = (
            "SELECT slug, coalesce(json_extract(body, ?), json_extract(body, ?)) FROM item"  # noqa: S608 values are bound
            f" WHERE slug IN ({','.join('?' * len(slugs))})"
        )
        rows = self._connection.execute(sql, (path, f"$.role.{language}", *slugs)).fetchall()
        return {slug: title for slug, title in rows if title}

    def _take(self, synonyms: Synonyms) -> None:
        if synonyms is not self._synonyms and synonyms != self._synonyms:
            self._synonyms = synonyms
            self._meanings = {language: meanings(synonyms, language) for language in TONGUES}

    def _refresh(self) -> None:
        """Take into memory the words that changed since the last look."""
        rows = self._connection.execute("SELECT language, texts, version FROM search_state").fetchall()
        for language, texts, version in rows:
            if self._versions[language] == version:
                continue
            changed = self._connection.execute(
                "SELECT word, stem, sound, coalesce(shown, word), texts FROM search_word WHERE language = ? AND version > ?",
                (language, self._versions[language]),
            )
            self._vocabularies[language].update((Word(*row) for row in changed), texts)
            self._versions[language] = version


def _read_as(answer: _Answer) -> str | None:
    """Return the words searched for where one is not the one typed; a name that is not printed stays as typed."""
    if answer.reading is None or answer.reading.stage is Stage.TYPED or not answer.ranked:
        return None
    words, changed = [], False
    for group, way in zip(answer.reading.groups, answer.ranked[0].ways, strict=True):
        shown = group.ways[way].shown if way is not None else None
        words.append(shown or group.typed)
        changed = changed or bool(shown)
    return " ".join(words) if changed else None
