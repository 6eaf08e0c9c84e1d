"""Safety: words of distress, questions the bot must not answer, and what must not be sent to the operators."""

from content.safety.crisis import crisis
from content.safety.screen import Reason, screen
from content.safety.seeking import Sought, sought

__all__ = ["Reason", "Sought", "crisis", "screen", "sought"]
