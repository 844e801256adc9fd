"""Every reason for which a file, or a part of one, gives no text: in one table, so that each can be put into words."""

from __future__ import annotations

from typing import NamedTuple

from recoupe.errors import UnreadableFile
from recoupe.read.formats.limits import COLUMN_BYTES, DEPTH, DOCUMENT, MEMBERS, PDF_SECONDS, PLACED, RATIO, TOTAL, UNIT

_LOOK = "check the file"
_UNPACK = "unpack it yourself and add what you need"
_TEXT = "save it as plain text (UTF-8), then add it again"
_COLUMNS = "name them, such as --columns text=body,date=published"
_MB, _GB = 1_000_000, 1_000_000_000


class Refusal(NamedTuple):
    """Why, and what to do; both English, translated by the messages."""

    reason: str
    advice: str = _LOOK

    def at(self, name: str, detail: str = "") -> UnreadableFile:
        """The error for one file or part; ``detail`` is a name, a number or what a library said."""
        return UnreadableFile(name, self.reason, self.advice, detail=detail)


DAMAGED = Refusal("damaged")
CUT = Refusal("cut short: its end is missing")
EMPTY_ARCHIVE = Refusal("nothing in it to read")
NO_DIRECTORY = Refusal("the list of its members is missing; what could be read was read")
DEEP = Refusal(f"more than {DEPTH} archives inside one another", _UNPACK)
SPENT = Refusal(f"unpacks to more than {TOTAL // _GB} GB", _UNPACK)
BOMB = Refusal(f"unpacks to more than {RATIO} times its size", _UNPACK)
CROWDED = Refusal(f"more than {MEMBERS:,} members", _UNPACK)
LONG = Refusal(f"more than {DOCUMENT // _MB} MB for one text", "split it into single articles")
LARGE = Refusal(f"more than {UNIT // _MB} MB in one piece", _UNPACK)
BULKY = Refusal(f"more than {PLACED // _GB} GB, which must lie on the disk by itself", _UNPACK)
LOCKED = Refusal("locked with a password", "unlock it, then add it again")
METHOD = Refusal("packed in a way that is not known here", _UNPACK)

IMAGE = Refusal("an image, not a text", "add the text in its place")
MEDIA = Refusal("sound or video, not a text", "add the text in its place")
FONT = Refusal("a font, not a text", "add the text in its place")
PROGRAM = Refusal("a program, not a text", "add the text in its place")
DATABASE = Refusal("a SQLite file, not a text", "export its texts as CSV or JSON lines")
OLD_OFFICE = Refusal("an old office file, not plain text", "save it as DOCX or plain text, then add it again")
SHEET = Refusal("a spreadsheet, not a text", "save it as CSV, then add it again")
SLIDES = Refusal("slides or a book, not an article", _TEXT)
RTF = Refusal("an RTF file, not plain text", "save it as DOCX or plain text, then add it again")
OTHER_ARCHIVE = Refusal("an archive of a kind that is not read here", "unpack it, or pack it as zip or tar")
OTHER_XML = Refusal("XML of a kind that is not read here", _TEXT)
ENTITIES = Refusal("XML that declares entities: they are never resolved", "save it without a DTD, then add it again")
OPML = Refusal("a list of feeds, not articles", "follow them: recoupe watch DOSSIER FILE")
PICTURES = Refusal("holds no words: a scan or a drawing", "run a text recognition on it, then add it again")

NO_TEXT = Refusal("no text in it")
NO_ROW_TEXT = Refusal("a row without text")
NO_COLUMN = Refusal("no column that is surely the text", _COLUMNS)
TWO_COLUMNS = Refusal("several columns could be the same thing", _COLUMNS)
LOST_COLUMN = Refusal("no such column", _COLUMNS)
LONG_CELL = Refusal(f"a cell of more than {COLUMN_BYTES:,} characters: a quotation mark may be missing")
CELLS = Refusal("a row of more cells than there are columns", "put its text between quotation marks")
DATE = Refusal("a date that is not understood", "give its form, such as --columns date=day:%d/%m/%Y")
BAD_JSON = Refusal("not JSON")
NO_PARQUET = Refusal("Parquet, which needs pyarrow", "pip install 'recoupe[parquet]', then add it again")

CANCELLED = Refusal("cancelled or withheld by its publisher", "nothing to do")
NO_ITEM = Refusal("names other items without holding them", "add the items themselves")
TIMED_OUT = Refusal(f"took more than {PDF_SECONDS} seconds", _TEXT)
CRASHED = Refusal("broke the program that reads it", _TEXT)

ALL = tuple(each for each in list(globals().values()) if isinstance(each, Refusal))
