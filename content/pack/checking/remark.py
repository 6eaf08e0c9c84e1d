"""A remark: what one rule has to say of one field."""

import datetime as dt
from typing import Final, NamedTuple

ZONES: Final = dt.timedelta(days=1)
"""It may be tomorrow already where a pack was written."""


class Remark(NamedTuple):
    """A fault, a warning, or a day that has passed, found in one item or document."""

    field: str
    says: str
    warning: bool = False
    overdue: bool = False
