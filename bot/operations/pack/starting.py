"""Starting a pack: a small commented folder that passes its check, to be filled by hand."""

import datetime as dt
import re
from pathlib import Path
from string import Template
from typing import Final
from zoneinfo import available_timezones

import content.pack
from content.pack.checking.emergency import UNCHECKED

_TEMPLATE: Final = Path(content.pack.__file__).parent / "template"
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class NotEmptyError(Exception):
    """There is something where the pack was to be made, or its name is none; the message is for the operator."""


def new_pack(folder: Path, slug: str, title: str, today: dt.date, time_zone: str = "Europe/Paris") -> list[str]:
    """Write a small commented pack into ``folder`` and return its files, relative to it.

    Raises NotEmptyError when the folder holds anything, or when ``slug``, ``title`` or ``time_zone`` cannot be used, and OSError
    where the disk refuses.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmptyError(f"{folder} is not empty; name a folder that does not exist yet.")
    if not _SLUG.fullmatch(slug) or len(slug) > 40:
        raise NotEmptyError(
            f"{slug!r} is no name for a pack; write lower-case letters and digits, joined by single hyphens."
        )
    if not title.strip() or not title.isprintable():
        raise NotEmptyError("The title must be one line that is not empty.")
    if time_zone not in available_timezones():
        raise NotEmptyError(f"{time_zone!r} is not a time zone; write one like Europe/Paris.")
    values = {
        "slug": slug,
        "title": title.strip().replace("'", "''"),
        "today": today.isoformat(),
        "time_zone": time_zone,
        "checked_by": UNCHECKED,
    }
    written = []
    for source in sorted(_TEMPLATE.rglob("*.*")):
        name = source.relative_to(_TEMPLATE)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        text = Template(source.read_text(encoding="utf-8")).safe_substitute(values)
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(name.as_posix())
    return written
