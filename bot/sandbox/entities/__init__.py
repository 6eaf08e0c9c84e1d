"""Formatted text: what a parse mode, given entities and Telegram's own eye make of a string."""

from bot.sandbox.entities.formatted import Formatted, formatted

__all__ = ["Formatted", "formatted"]
