"""Which entry of a feed is one that was seen before: by its id, then its link, then its words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence

from recoupe.read.formats.feeds import Entry
from recoupe.store.feeds import Seen
from recoupe.text import fold_name
from recoupe.watch.parsing import Item

ALIKE = 1 / 3
"""Part of the words of two titles, shared, from which a title was changed rather than replaced by another."""


def keyed(items: Sequence[Item], known: Sequence[Seen]) -> dict[str, Item]:
    """The entries under their keys: the key of the one that was seen before, else a new one.

    An id or a link that several entries of the feed bear tells none of them. An id that comes back with another link
    and another title is a new entry: some programs number the entries of a feed by their places.
    """
    entries = [item.entry for item in items]
    ids = Counter(e.id for e in entries if e.id)
    links = Counter(e.link for e in entries if e.link)
    by_id, by_link = _index(known, "guid"), _index(known, "link")
    taken = {row.key for row in known}
    place = {e.link: e.id for e in entries if e.link and links[e.link] == 1}
    found: dict[str, Item] = {}
    for item in items:
        e = item.entry
        own_id, own_link = ids[e.id] == 1, links[e.link or ""] == 1
        rows = [
            *(
                row
                for row in by_id.get(e.id, ())
                if row.link == (e.link or "") or _same_id(e, row, place, own_id=own_id)
            ),
            *(row for row in by_link.get(e.link or "", ()) if own_link and _same_link(e, row)),
        ]
        key = next((row.key for row in rows if row.key not in found), None)
        if key is None:
            key = _new_key(e, own_id=own_id, own_link=own_link, taken=taken | found.keys())
        found.setdefault(key, item)
    return found


def _index(known: Iterable[Seen], field: str) -> dict[str, list[Seen]]:
    index: dict[str, list[Seen]] = {}
    for row in known:
        if value := getattr(row, field):
            index.setdefault(value, []).insert(0, row)
    return index


def _same_id(e: Entry, row: Seen, place: dict[str, str], *, own_id: bool) -> bool:
    moved = row.link in place and place[row.link] != e.id  # what bore this id stands under another one now
    return own_id and not moved and alike(e.title, row.title)


def _same_link(e: Entry, row: Seen) -> bool:
    return not e.id or not row.guid or e.id == row.guid or alike(e.title, row.title)


def alike(one: str, other: str) -> bool:
    """Whether two titles share enough words to be one title that was changed."""
    a, b = (set(fold_name(t).split()) for t in (one, other))
    return a == b or len(a & b) >= ALIKE * len(a | b)


def _new_key(e: Entry, *, own_id: bool, own_link: bool, taken: set[str]) -> str:
    if own_id and (key := _hash("id", e.id)) not in taken:
        return key
    if own_link and (key := _hash("link", e.link or "", e.id)) not in taken:
        return key
    return _hash("words", e.id, e.link or "", e.title, e.body)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:16]
