"""A dossier whose text, outlet, title and file name try everything that a page could obey."""

from __future__ import annotations

from pathlib import Path

import msgspec

from recoupe.records import Document, Event, Evidence, Record, Source, Statement
from recoupe.store import open_dossier

SCRIPT = "<script>document.title='run'</script>"
HANDLER = "<img src=x onerror=\"document.title='run'\">"
TITLE = f"Trêve {SCRIPT} à Valdor"
TEXT = (
    f"{TITLE}\n\nMara Oksen a déclaré : « Nous refusons {HANDLER} la trêve javascript:alert(1) \u202egnirts\u202c "
    "{{ 7 * 7 }} </q></bdi></main><base href=//evil> ». Le bulletin \x00 suit\u2028ici."
)
OUTLET = "\"><svg onload=document.title='run'>"
NAME = "javascript:document.title='run'"
SPEAKER = "Mara <b onmouseover=alert(1)>Oksen</b>"


def hostile_dossier(path: Path) -> str:
    """Write it; the id of its document."""
    title = Evidence.of(TEXT, (0, len(TITLE)))
    document = Document(text=TEXT, outlet=OUTLET, date="2031-03-12", title=title)
    start, end = TEXT.index("Nous refusons"), TEXT.index(" ». Le bulletin")
    content = Evidence.of(TEXT, (start, end))
    cue = TEXT.index("a déclaré")
    statement = Statement(
        document=document.id,
        content=(content,),
        speaker=Evidence.of(TEXT, (cue - 11, cue - 1)),
        cue=Evidence.of(TEXT, (cue, cue + 9)),
        reference=(SPEAKER,),
        resolution="name",
        act="reject",
    )
    event = Event(
        document=document.id,
        type="position",
        evidence=(content,),
        trigger=content,
        attributed_to=(SPEAKER,),
        statements=(statement.id,),
        stance="rejects",
        issue="la trêve " + HANDLER,
    )
    records: list[Record] = [statement, event]
    source = Source(document=document.id, name=NAME, bytes_hash="00", read_at="2031-03-12T00:00:00Z")
    with open_dossier(path, write=True) as dossier:
        bounds = ((0, len(TITLE)), (len(TITLE) + 2, len(TEXT)))
        dossier.write(document, records, sentences=bounds, rules="r", source=source)
        dossier.write(msgspec.structs.replace(document, outlet="b"), (), sentences=bounds, rules="r")
    return document.id
