"""Texts in several languages."""

import pytest
from pydantic import BaseModel, ValidationError

from content.language import Said, Translated


class Titled(BaseModel):
    title: Translated


def test_a_text_is_said_in_the_language_asked_for_or_else_in_the_first() -> None:
    title = Translated({"fr": "Bonjour", "en": "Hello"})
    assert title.said("en") == Said("Hello", "en")
    assert title.said("de") == Said("Bonjour", "fr")
    assert title.say("de") == "Bonjour"


def test_it_is_written_back_as_it_was_read() -> None:
    written = {"title": {"fr": "Bonjour", "en": "Hello"}}
    read = Titled.model_validate(written)
    assert read.model_dump() == written
    assert Titled.model_validate(read.model_dump()).title == read.title
    assert Titled(title=read.title) == read


def test_equal_texts_hash_alike_whatever_their_order() -> None:
    one, two = Translated({"fr": "a", "en": "b"}), Translated({"en": "b", "fr": "a"})
    assert one == two
    assert hash(one) == hash(two)


@pytest.mark.parametrize(
    "wrong", [{}, {"fr": ""}, {"fr": "  "}, {"french": "a"}, {"FR": "a"}, {"fr": 3}, "texte", None]
)
def test_an_empty_or_misnamed_text_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        Titled.model_validate({"title": wrong})


def test_what_was_given_cannot_change_it_afterwards() -> None:
    given = {"fr": "a"}
    held = Translated(given)
    given["fr"] = "b"
    assert held["fr"] == "a"
