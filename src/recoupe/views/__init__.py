"""Read-only questions to a dossier."""

from recoupe.views.brief import Brief, Line, Speaker, brief
from recoupe.views.events import events
from recoupe.views.reported import HEADINGS, Report, reported
from recoupe.views.sources import Dated, NumberedSource, dated, shorten, sources, title_of
from recoupe.views.statements import statements

__all__ = [
    "HEADINGS",
    "Brief",
    "Dated",
    "Line",
    "NumberedSource",
    "Report",
    "Speaker",
    "brief",
    "dated",
    "events",
    "reported",
    "shorten",
    "sources",
    "statements",
    "title_of",
]
