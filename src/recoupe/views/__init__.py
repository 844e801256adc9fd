"""Read-only questions to a dossier."""

from recoupe.views.brief import Brief, Line, Speaker, brief
from recoupe.views.sources import Dated, NumberedSource, dated, shorten, sources, title_of
from recoupe.views.statements import statements

__all__ = [
    "Brief",
    "Dated",
    "Line",
    "NumberedSource",
    "Speaker",
    "brief",
    "dated",
    "shorten",
    "sources",
    "statements",
    "title_of",
]
