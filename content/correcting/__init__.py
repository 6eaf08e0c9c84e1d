"""Correcting: what a message that was sent says once it is known to be wrong."""

from content.correcting.changes import Change, changes, headline, names, pictured, sayings, word_for_word
from content.correcting.patch import below, corrected, excerpt, fits, hinted, MARKS, withdrawn

__all__ = [
    "MARKS", "Change", "below", "changes", "corrected", "excerpt", "fits", "headline", "hinted", "names", "pictured", "sayings",
    "withdrawn", "word_for_word",
]  # fmt: skip
