"""A command there is not: the nearest there is."""

import pytest

from handlers.unknown import nearest, unknown
from tests.handlers.world import ask, pressable, services, spoken, world


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("mesure", "measure"), ("mesurs", "measures"), ("contact", "contacts"), ("latst", "latest"), ("actu", "latest"),
        ("SERCH", "search"), ("demande", "ask"), ("privacity", "privacy"), ("confidentialité", "privacy"), ("oublié", "forget"),
    ],
)  # fmt: skip
def test_the_nearest_command_is_suggested_first_in_any_language(typed: str, name: str) -> None:
    assert name in [command.name for command in nearest(typed)][:2]


@pytest.mark.parametrize("typed", ["xyzzy", "", "🙂", "a" * 4000])
async def test_what_resembles_nothing_leads_to_the_help(typed: str) -> None:
    reply = await unknown(ask("", asked_as=typed), services(world()))
    assert pressable(reply) == [("help", "")]
    assert len(spoken(reply)) < 300


async def test_the_answer_speaks_the_readers_language_and_repeats_the_name_safely() -> None:
    reply = await unknown(ask("", asked_as="latst<b>\u202e", language="en"), services(world()))
    text = spoken(reply)
    assert "\u2068/latst<b>\u2069" in text
    assert reply.private
    assert ("latest", "") in pressable(await unknown(ask("", asked_as="latst"), services(world())))


def test_hidden_commands_are_not_suggested() -> None:
    assert "open" not in [command.name for command in nearest("opne")]
