"""Groups, members, rights, topics, invitations, and what the bot says of itself."""

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    ChatAdministratorRights,
    ChatMemberAdministrator,
    ChatMemberOwner,
    ChatMemberRestricted,
    ChatPermissions,
    MenuButtonCommands,
    MenuButtonDefault,
)
from telegram.error import BadRequest

from tests.bot.sandbox.conftest import Scene
from tests.bot.sandbox.test_sending import png


async def test_a_chat_is_described(scene: Scene) -> None:
    private = await scene.bot.get_chat(scene.alice.id)
    assert (private.type, private.first_name, private.last_name) == ("private", "Alice", "Martin")
    forum = await scene.bot.get_chat(scene.forum.id)
    assert (forum.type, forum.title, forum.is_forum) == ("supergroup", "Riverains", True)
    assert forum.permissions is not None
    assert forum.permissions.can_send_messages


async def test_members_are_told_apart(scene: Scene) -> None:
    assert await scene.bot.get_chat_member_count(scene.forum.id) == 3
    owner, bot = await scene.bot.get_chat_administrators(scene.forum.id)
    assert isinstance(owner, ChatMemberOwner)
    assert isinstance(bot, ChatMemberAdministrator)
    assert bot.user.id == scene.bot.id
    assert (await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)).status == "member"
    scene.forum.leave(scene.alice)
    assert (await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)).status == "left"


async def test_somebody_is_banned_and_let_back(scene: Scene) -> None:
    assert await scene.bot.ban_chat_member(scene.forum.id, scene.alice.id)
    assert (await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)).status == "kicked"
    assert await scene.bot.unban_chat_member(scene.forum.id, scene.alice.id, only_if_banned=True)
    assert (await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)).status == "left"


async def test_somebody_is_restricted(scene: Scene) -> None:
    await scene.bot.restrict_chat_member(scene.forum.id, scene.alice.id, ChatPermissions.no_permissions())
    member = await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)
    assert isinstance(member, ChatMemberRestricted)
    assert not member.can_send_messages
    with pytest.raises(ValueError, match="may not write"):
        scene.alice.say("x", scene.forum)


async def test_somebody_is_appointed_and_titled(scene: Scene) -> None:
    scene.forum.promote_bot(can_promote_members=True, can_delete_messages=True, can_manage_chat=True)
    assert await scene.bot.promote_chat_member(scene.forum.id, scene.alice.id, can_delete_messages=True)
    assert await scene.bot.set_chat_administrator_custom_title(scene.forum.id, scene.alice.id, "Veilleuse")
    member = await scene.bot.get_chat_member(scene.forum.id, scene.alice.id)
    assert isinstance(member, ChatMemberAdministrator)
    assert (member.custom_title, member.can_delete_messages, member.can_pin_messages) == ("Veilleuse", True, False)


async def test_a_group_is_renamed_described_and_pictured(scene: Scene) -> None:
    assert await scene.bot.set_chat_title(scene.forum.id, "Riverains du 19e")
    assert await scene.bot.set_chat_description(scene.forum.id, "Entre voisins")
    assert await scene.bot.set_chat_photo(scene.forum.id, png(20, 20))
    chat = await scene.bot.get_chat(scene.forum.id)
    assert (chat.title, chat.description, chat.photo is not None) == ("Riverains du 19e", "Entre voisins", True)
    assert await scene.bot.delete_chat_photo(scene.forum.id)
    assert await scene.bot.set_chat_permissions(scene.forum.id, ChatPermissions(can_send_messages=True))
    updates = await scene.bot.get_updates()
    assert [update.message.new_chat_title for update in updates if update.message and update.message.new_chat_title]


async def test_the_bot_leaves(scene: Scene) -> None:
    assert await scene.bot.leave_chat(scene.forum.id)
    [update] = [update for update in await scene.bot.get_updates() if update.my_chat_member]
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "left"


async def test_links_are_made_changed_and_withdrawn(scene: Scene) -> None:
    own = await scene.bot.export_chat_invite_link(scene.forum.id)
    assert own.startswith("https://t.me/+")
    link = await scene.bot.create_chat_invite_link(scene.forum.id, name="Marché", member_limit=5)
    assert (link.name, link.member_limit, link.creator.id) == ("Marché", 5, scene.bot.id)
    changed = await scene.bot.edit_chat_invite_link(scene.forum.id, link, creates_join_request=True)
    assert changed.creates_join_request
    assert (await scene.bot.revoke_chat_invite_link(scene.forum.id, link)).is_revoked


async def test_who_asks_to_join_is_let_in_or_turned_away(scene: Scene) -> None:
    bruno, carla = scene.world.person("Bruno"), scene.world.person("Carla")
    bruno.ask_to_join(scene.forum, bio="voisin")
    carla.ask_to_join(scene.forum)
    updates = await scene.bot.get_updates()
    assert [update.chat_join_request.bio for update in updates if update.chat_join_request] == ["voisin", None]
    assert await scene.bot.approve_chat_join_request(scene.forum.id, bruno.id)
    assert await scene.bot.decline_chat_join_request(scene.forum.id, carla.id)
    assert scene.forum.member(bruno).present
    assert not scene.forum.member(carla).present


async def test_a_topic_lives_and_dies(scene: Scene) -> None:
    topic = await scene.bot.create_forum_topic(scene.forum.id, "Annonces", icon_color=7322096)
    number = topic.message_thread_id
    assert await scene.bot.edit_forum_topic(scene.forum.id, number, name="Nouvelles")
    assert await scene.bot.close_forum_topic(scene.forum.id, number)
    assert await scene.bot.send_message(scene.forum.id, "Administrateurs seulement", message_thread_id=number)
    with pytest.raises(ValueError, match="closed"):
        scene.alice.say("x", scene.forum, number)
    assert await scene.bot.reopen_forum_topic(scene.forum.id, number)
    said = scene.alice.say("x", scene.forum, number)
    assert "forum_topic_created" in said["reply_to_message"]
    assert await scene.bot.unpin_all_forum_topic_messages(scene.forum.id, number)
    assert await scene.bot.delete_forum_topic(scene.forum.id, number)
    with pytest.raises(BadRequest, match=r"(?i)message thread not found"):
        await scene.bot.send_message(scene.forum.id, "x", message_thread_id=number)


async def test_the_general_topic_is_renamed_closed_and_hidden(scene: Scene) -> None:
    assert await scene.bot.edit_general_forum_topic(scene.forum.id, "Tout")
    assert await scene.bot.close_general_forum_topic(scene.forum.id)
    assert await scene.bot.reopen_general_forum_topic(scene.forum.id)
    assert await scene.bot.hide_general_forum_topic(scene.forum.id)
    assert await scene.bot.unhide_general_forum_topic(scene.forum.id)
    assert await scene.bot.unpin_all_general_forum_topic_messages(scene.forum.id)
    assert (await scene.bot.get_forum_topic_icon_stickers())[0].custom_emoji_id


async def test_commands_are_kept_by_scope_and_language(scene: Scene) -> None:
    help_, aide = BotCommand("help", "Help"), BotCommand("help", "Aide")
    group, chat = BotCommandScopeAllGroupChats(), BotCommandScopeChat(scene.forum.id)
    member = BotCommandScopeChatMember(scene.forum.id, scene.alice.id)
    await scene.bot.set_my_commands([help_])
    await scene.bot.set_my_commands([aide], language_code="fr", scope=group)
    await scene.bot.set_my_commands([help_, BotCommand("queue", "Queue")], scope=member)
    assert await scene.bot.get_my_commands() == (help_,)
    assert await scene.bot.get_my_commands(scope=group) == ()
    assert await scene.bot.get_my_commands(scope=group, language_code="fr") == (aide,)
    assert await scene.bot.get_my_commands(scope=chat) == ()
    assert len(await scene.bot.get_my_commands(scope=member)) == 2
    assert await scene.bot.delete_my_commands()
    assert await scene.bot.get_my_commands() == ()


async def test_names_and_descriptions_are_kept_by_language(scene: Scene) -> None:
    assert await scene.bot.set_my_name("Riverain 19")
    assert await scene.bot.set_my_description("Faits sourcés", language_code="fr")
    assert await scene.bot.set_my_short_description("Court")
    assert (await scene.bot.get_my_name(language_code="fr")).name == "Riverain 19"
    assert (await scene.bot.get_my_description()).description == ""
    assert (await scene.bot.get_my_description(language_code="fr")).description == "Faits sourcés"
    assert (await scene.bot.get_my_short_description(language_code="en")).short_description == "Court"


async def test_menu_button_and_default_rights(scene: Scene) -> None:
    assert await scene.bot.set_chat_menu_button(scene.alice.id, MenuButtonCommands())
    assert isinstance(await scene.bot.get_chat_menu_button(scene.alice.id), MenuButtonCommands)
    other = scene.world.person("Bruno", started=True)
    assert isinstance(await scene.bot.get_chat_menu_button(other.id), MenuButtonDefault)
    rights = ChatAdministratorRights.no_rights()
    assert await scene.bot.set_my_default_administrator_rights(rights)
    assert not (await scene.bot.get_my_default_administrator_rights()).can_delete_messages


async def test_profile_photos_are_none_and_the_session_ends(scene: Scene) -> None:
    assert (await scene.bot.get_user_profile_photos(scene.alice.id)).total_count == 0
    assert await scene.bot.log_out()
    assert await scene.bot.close()
