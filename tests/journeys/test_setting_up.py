"""Setting up: an admin gives a group or channel its digest in a minute, also one who hides their name, and nobody else does."""

from datetime import timedelta

from bot.sandbox import Chat, Person
from tests.bot.town import labels, Message, Town
from tests.journeys.test_groups import doorway


def start(message: Message) -> str:
    """Return what the link of a doorway makes the reader send."""
    return doorway(message).removeprefix("/start ")


async def test_an_admin_sets_up_a_digest_in_the_topic_it_was_asked_in_with_two_presses(
    quarter: Town, group: Chat, samir: Person
) -> None:
    topic = group.topic("Infos", samir)
    await quarter.settled()
    (wizard,) = await quarter.ask(samir, "/setup@riverain_bot", group, topic)
    assert wizard["message_thread_id"] == topic.id
    assert "18\u00a0h\u00a030" in wizard["text"]
    assert await quarter.press(samir, wizard, "Aperçu") == []
    preview = group.find(wizard["message_id"]).record  # type: ignore[union-attr]
    assert preview["text"].startswith("Aperçu.")
    assert "112" in preview["text"]
    (charter,) = await quarter.press(samir, preview, "Démarrer")
    assert charter["message_thread_id"] == topic.id
    assert charter["text"].startswith("La charte")
    (kept,) = await quarter.app.services.schedules.of(group.id)
    assert (kept.thread, kept.zone) == (topic.id, "Europe/Paris")
    (listed,) = await quarter.ask(samir, "/digest@riverain_bot", group, topic)
    assert "tous les jours à 18 h 30" in listed["text"].replace("\u00a0", " ")


async def test_the_buttons_of_a_set_up_obey_the_admins_alone(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    (wizard,) = await quarter.ask(samir, "/setup@riverain_bot", group)
    await quarter.press(amina, wizard, "Démarrer")
    assert await quarter.app.services.schedules.of(group.id) == []
    assert "administrateurs" in quarter.world.toasts[-1].text
    (refused,) = await quarter.ask(amina, "/setup@riverain_bot", group)
    assert "administrateurs" in refused["text"]
    assert labels(refused) == []


async def test_an_anonymous_admin_sets_up_the_group_from_the_private_chat(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    group.promote(amina, anonymous=True)
    topic = group.topic("Infos", samir)
    await quarter.settled()
    (door,) = await quarter.ask(amina, "/setup@riverain_bot 7h15", group, topic)
    assert "privé" in door["text"]
    (wizard,) = await quarter.ask(amina, f"/start {start(door)}")
    assert "7 h 15" in wizard["text"].replace("\u00a0", " ")
    before = len(group.messages)
    await quarter.press(amina, wizard, "Démarrer")
    (kept,) = await quarter.app.services.schedules.of(group.id)
    assert kept.thread == topic.id
    (charter,) = group.messages[before:]
    assert charter["message_thread_id"] == topic.id
    assert await quarter.app.services.schedules.of(amina.id) == []
    # Once: the link is closed behind her.
    (refused,) = await quarter.ask(amina, f"/start {start(door)}")
    assert "ne marche plus" in refused["text"]


async def test_an_admin_demoted_while_setting_up_changes_nothing_more(
    quarter: Town, group: Chat, samir: Person, amina: Person
) -> None:
    group.promote(amina, anonymous=True)
    (door,) = await quarter.ask(amina, "/setup@riverain_bot", group)
    (wizard,) = await quarter.ask(amina, f"/start {start(door)}")
    group.demote(amina)
    quarter.world.advance(timedelta(seconds=61))
    await quarter.press(amina, wizard, "Démarrer")
    assert await quarter.app.services.schedules.of(group.id) == []
    assert "pas administrateur" in quarter.world.toasts[-1].text


async def test_a_link_that_was_passed_on_opens_nothing_for_a_neighbour(
    quarter: Town, group: Chat, amina: Person, joe: Person
) -> None:
    group.promote(amina, anonymous=True)
    (door,) = await quarter.ask(amina, "/setup@riverain_bot", group)
    (refused,) = await quarter.ask(joe, f"/start {start(door)}")
    assert "not an admin" in refused["text"]
    (closed,) = await quarter.ask(amina, f"/start {start(door)}")
    assert "ne marche plus" in closed["text"]
    assert await quarter.app.services.schedules.of(group.id) == []


async def test_a_channel_is_set_up_by_who_added_the_bot_and_by_a_post(quarter: Town) -> None:
    editor = quarter.world.person("Rédac", "fr", started=True)
    channel = quarter.world.channel("Voisins", owner=editor)
    await quarter.settled()
    (offer,) = [each for each in editor.messages if each["from"]["id"] == quarter.world.bot_id]
    assert labels(offer) == ["Mettre en place un bulletin"]
    editor.say("/setup", chat=channel)
    await quarter.settled()
    (wizard,) = await quarter.ask(editor, f"/start {start(channel.messages[-1])}")
    assert "ce canal" in wizard["text"]
    await quarter.press(editor, wizard, "Démarrer")
    (kept,) = await quarter.app.services.schedules.of(channel.id)
    assert kept.chat == channel.id
    assert channel.messages[-1]["text"].startswith("La charte")
