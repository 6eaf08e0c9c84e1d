"""The Bot API as data, and the check of every call and every answer against it."""

from bot.sandbox.contract.check import Contract, contract

__all__ = ["Contract", "contract"]
