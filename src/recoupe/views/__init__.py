"""Read-only questions to a dossier."""

from recoupe.text import shorten
from recoupe.views.board import Cell, Row, Stance, board
from recoupe.views.brief import Brief, Unresolved, brief
from recoupe.views.deadlines import Promise, deadlines
from recoupe.views.diff import Difference, Moved, Turned, diff
from recoupe.views.digest import Heading
from recoupe.views.events import events
from recoupe.views.findings import Bond, Checked, Linked, Saying, checked, finding_of, findings, linked
from recoupe.views.lookup import Shelf, Told
from recoupe.views.outlets import Outlets, Voice, outlets
from recoupe.views.sources import Dated, NumberedSource, dated, sources
from recoupe.views.speakers import Line, Speaker, Speakers, speakers
from recoupe.views.statements import statements
from recoupe.views.versions import Passage, Revision, revision, versions_of

__all__ = [
    "Bond",
    "Brief",
    "Cell",
    "Checked",
    "Dated",
    "Difference",
    "Heading",
    "Line",
    "Linked",
    "Moved",
    "NumberedSource",
    "Outlets",
    "Passage",
    "Promise",
    "Revision",
    "Row",
    "Saying",
    "Shelf",
    "Speaker",
    "Speakers",
    "Stance",
    "Told",
    "Turned",
    "Unresolved",
    "Voice",
    "board",
    "brief",
    "checked",
    "dated",
    "deadlines",
    "diff",
    "events",
    "finding_of",
    "findings",
    "linked",
    "outlets",
    "revision",
    "shorten",
    "sources",
    "speakers",
    "statements",
    "versions_of",
]
