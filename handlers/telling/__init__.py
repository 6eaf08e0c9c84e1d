"""Telling: news, digests and alerts as the messages chats get without asking."""

from handlers.telling.alert import tell_alert
from handlers.telling.digest import tell_digest
from handlers.telling.news import tell_news
from handlers.telling.push import tell_push
from handlers.telling.telling import Telling

__all__ = ["Telling", "tell_alert", "tell_digest", "tell_news", "tell_push"]
