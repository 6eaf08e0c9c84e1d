"""The operations on packs: check, import, export, and start a new one."""

from bot.operations.pack.exporting import export_pack, ExportReport
from bot.operations.pack.importing import import_pack, ImportReport
from bot.operations.pack.starting import new_pack, NotEmptyError
from content.pack.checking import check_pack, CheckReport

__all__ = [
    "CheckReport",
    "ExportReport",
    "ImportReport",
    "NotEmptyError",
    "check_pack",
    "export_pack",
    "import_pack",
    "new_pack",
]
