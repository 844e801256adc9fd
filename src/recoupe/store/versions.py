"""Which text an address gives now, and which texts it gave before.

A document is superseded where another one took its place at an address and no address gives it any more: it stays with
its records, and leaves the checking.
"""

from __future__ import annotations

import sqlite3
from urllib.parse import parse_qsl, urlencode, urlsplit

TABLES = (
    # the document that each address gave last; addresses in the form of key_of
    "CREATE TABLE published (address TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX published_document ON published (document)",
    """CREATE VIEW superseded AS SELECT DISTINCT replaces AS document FROM version
       WHERE replaces NOT IN (SELECT document FROM published)""",
    # those that have left the checking too: what the views leave out, so that they never tell of half a change
    """CREATE VIEW retired AS SELECT document FROM superseded WHERE document NOT IN (SELECT document FROM checked)""",
)
_TRACKING = ("utm_", "fbclid", "gclid", "xtor", "at_medium", "at_campaign")


def key_of(address: str) -> str:
    """One key for the addresses of one page: without scheme, "www.", fragment, and what only tells who sent a reader.

    Source of the list of parameters: what French and English news sites append to the links of their feeds.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https"):
        return address
    host = (parts.hostname or "").removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    asked = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not k.lower().startswith(_TRACKING)]
    query = f"?{urlencode(asked)}" if asked else ""
    return f"{host}{port}{parts.path.rstrip('/') or '/'}{query}"


def own_address(stated: str | None, fetched: str | None) -> str | None:
    """The address of a page: what it states itself, unless it came from another host, or that is its front page."""
    if stated is None:
        return fetched
    if fetched is None:
        return stated if key_of(stated).partition("/")[2] else None
    (host, _, path), (own_host, _, own_path) = (key_of(a).partition("/") for a in (stated, fetched))
    return stated if host == own_host and (path or not own_path) else fetched


def successor(db: sqlite3.Connection, document: str, address: str, date: str | None) -> tuple[str, str] | None:
    """Note that an address gave a document; the (later, earlier) pair where it gave another one before.

    A text that is dated before the one at hand is an older copy of it, read late. To be called in a transaction.
    """
    key = key_of(address)
    row = db.execute(
        "SELECT p.document, d.date FROM published p JOIN document d ON d.id = p.document WHERE p.address = ?", (key,)
    ).fetchone()
    if row is None or row[0] == document:
        db.execute("INSERT OR IGNORE INTO published VALUES (?, ?)", (key, document))
        return None
    if date is not None and row[1] is not None and date < row[1]:
        return row[0], document
    db.execute("UPDATE published SET document = ? WHERE address = ?", (document, key))
    return document, row[0]


def standing_version(db: sqlite3.Connection, document: str) -> str:
    """The document that stands now in the place of one; itself where it stands."""
    reached = {document}
    at = document
    while True:
        row = db.execute(
            "SELECT document FROM version WHERE replaces = ?1 AND ?1 NOT IN (SELECT document FROM published) "
            "ORDER BY seen_at DESC, document LIMIT 1",
            (at,),
        ).fetchone()
        if row is None:
            return at
        if row[0] in reached:
            return document
        at = row[0]
        reached.add(at)
