"""Acronyms that a text explains: "Conseil de paix du Nord (CPN)"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from recoupe.extract.mentions import Item
from recoupe.extract.phrases import Reader
from recoupe.lang.fr import actors as fr

_REACH = 14
"""Words before an acronym within which its full name stands."""


def spelled_out(reader: Reader, ends: Mapping[int, Item]) -> Iterator[tuple[str, str, tuple[int, int] | None]]:
    """Each acronym in brackets, its full name, and the words ``a:b`` of that name where its initials are theirs.

    ``ends``: the mentions by the word at which they end; a known one before the brackets is what they shorten.
    """
    words, text = reader.words, reader.text
    for k, raw in enumerate(words.raw):
        if not (
            k
            and 2 <= len(raw) <= 8
            and raw.isupper()
            and words.gaps[k].strip() == "("
            and text[words.ends[k] : words.ends[k] + 1] == ")"
        ):
            continue
        letters, start = words.low[k][::-1], k - 1
        left = 0
        while (
            start >= 0 and left < len(letters) and k - start <= _REACH and (start == k - 1 or reader.space(start + 1))
        ):
            if words.low[start][0] == letters[left]:
                left += 1
            elif words.low[start] not in fr.NOT_NAMES:
                break
            start -= 1
        start += 1
        if left < len(letters) or words.low[start] in fr.DETERMINERS:
            before = ends.get(k)
            if before is not None and before.named is not None and before.named.known is not None:
                yield raw, before.named.known.means[0], None
            continue
        known = reader.known_at(start, k)
        exact = known is not None and known[0] == k and len(known[1].means) == 1
        full = known[1].means[0] if known is not None and exact else reader.surface(start, k)
        yield raw, full[0].upper() + full[1:], (start, k)
