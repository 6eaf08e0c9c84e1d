"""Dates as sources give them: a day, a month or a year, never more exact than they were said."""

import calendar
import datetime as dt
import re
from functools import total_ordering

from pydantic import GetCoreSchemaHandler
from pydantic_core import core_schema, CoreSchema, PydanticCustomError

_FORM = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?\Z", re.ASCII)


@total_ordering
class PartialDate:
    """A day (``2020-11-19``), a month (``2019-07``) or a year (``2023``); ordered by the first day it may mean."""

    __slots__ = ("_text", "first")

    def __init__(self, text: str) -> None:
        """Read ``text``; raises ValueError when it is no date of one of the three forms."""
        match = _FORM.match(text)
        if match is None:
            raise ValueError(f"{text!r} is not a date; write 2024, 2024-05 or 2024-05-31")
        year, month, day = match.groups()
        self._text = text
        self.first = dt.date(int(year), int(month or 1), int(day or 1))

    @property
    def last(self) -> dt.date:
        """The last day it may mean."""
        if len(self._text) == 10:
            return self.first
        if len(self._text) == 7:
            return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return self.first.replace(month=12, day=31)

    @property
    def precision(self) -> str:
        """``day``, ``month`` or ``year``."""
        return {10: "day", 7: "month", 4: "year"}[len(self._text)]

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"PartialDate({self._text!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PartialDate) and self._text == other._text

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first, len(self._text)) < (other.first, len(other._text))

    def __hash__(self) -> int:
        return hash(self._text)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Read from a string of one of the three forms; write back the same string."""
        return core_schema.no_info_plain_validator_function(
            cls._read, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def _read(cls, value: object) -> "PartialDate":
        if isinstance(value, PartialDate):
            return value
        if isinstance(value, dt.date):
            return cls(value.isoformat())
        try:
            return cls(str(value))
        except ValueError as fault:
            raise PydanticCustomError("partial_date", "{reason}", {"reason": str(fault)}) from None
