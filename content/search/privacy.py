"""What may be kept of a question nothing answered: its words, and nothing that could tell of a person."""

import re
from typing import Final

from content.search.words import asked_words

_TELLING: Final = re.compile(
    r"""
    \S*@\S*                                         # an e-mail address, a user name
    | (?:https?://|www\.)\S*
    | \+?\d(?:[\s.\-/()]*\d){5,}                    # a telephone number, an identity number
    | \b[a-z]{2}[\s\-]?\d{3}[\s\-]?[a-z]{2}\b       # a number plate since 2009
    | \b\d{1,4}[\s\-]?[a-z]{1,3}[\s\-]?\d{2}\b      # and before
    | \b[a-z]*\d[a-z\d]*\d[a-z\d]*\d[a-z\d]*\b      # three figures in a word: a reference, an account
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST: Final = 8
_LONGEST: Final = 60


def countable(text: str, language: str) -> str:
    """Return the folded words of a question that may be counted, in alphabetical order; empty where none may.

    Telephone numbers, addresses, user names, number plates and words above 60 characters are dropped, and the order of the words
    with them: what is left says a subject, not a sentence.
    """
    short = " ".join(word for word in text[:1024].split() if len(word) <= _LONGEST)
    found = asked_words(_TELLING.sub(" ", short), language)
    return " ".join(sorted(set(found))[:_MOST])
