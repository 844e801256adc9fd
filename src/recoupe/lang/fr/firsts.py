"""With which characters a match of a regular expression can start, so that most words and rows are never tried.

Understands what the rows of timex.toml are written with: literals, classes, groups, alternation, quantifiers,
assertions. A prefix shorter than asked means that anything may follow it.
"""

from __future__ import annotations

from functools import cache

ALPHABET = frozenset("0123456789abcdefghijklmnopqrstuvwxyzàâäæçèéêëîïôöùûüÿœ[(/'-–«» .,;:!?\n")
_ESCAPES = {"d": frozenset("0123456789"), "w": frozenset(c for c in ALPHABET if c.isalnum())}
_MOST = 4000
_EMPTY = frozenset({""})


@cache
def prefixes(pattern: str, length: int) -> frozenset[str]:
    """Every beginning, up to ``length`` characters of ALPHABET, that a match can have; a superset where in doubt."""
    found, end = _alternatives(pattern, 0, length)
    assert end == len(pattern), f"unread rest of pattern: {pattern[end:]!r}"
    return found


def starts_with(prefixes_: frozenset[str], text: str, at: int, length: int) -> bool:
    """Whether what stands at ``at`` begins with one of the prefixes."""
    head = text[at : at + length]
    while head not in prefixes_:  # a loop, no generator: it is run for every word
        if not head:
            return False
        head = head[:-1]
    return True


def _joined(left: frozenset[str], right: frozenset[str], length: int) -> frozenset[str]:
    """What can stand where one is followed by the other, cut; a prefix already at full length takes nothing more."""
    open_ = [p for p in left if len(p) < length]
    if not open_ or len(open_) * len(right) > _MOST:
        return left
    return frozenset(p for p in left if len(p) >= length) | {(p + q)[:length] for p in open_ for q in right}


def _alternatives(p: str, i: int, length: int) -> tuple[frozenset[str], int]:
    found: frozenset[str] = frozenset()
    while True:
        one, i = _sequence(p, i, length)
        found |= one
        if i >= len(p) or p[i] == ")":
            return found, i
        i += 1  # past the "|"


def _sequence(p: str, i: int, length: int) -> tuple[frozenset[str], int]:
    found = _EMPTY
    while i < len(p) and p[i] not in "|)":
        item, i = _item(p, i, length)
        if i < len(p) and p[i] in "?*+{":
            repeats, optional = p[i] != "?", p[i] in "?*" or p.startswith("{0", i)
            i = p.index("}", i) + 1 if p[i] == "{" else i + 1
            i += i < len(p) and p[i] in "?+"
            once = item
            for _ in range(length - 1 if repeats else 0):
                item = item | _joined(item, once, length)
            item = item | _EMPTY if optional else item
        found = _joined(found, item, length)
    return found, i


def _item(p: str, i: int, length: int) -> tuple[frozenset[str], int]:
    """The beginnings of one element, and where it ends."""
    if p[i] == "(":
        if p.startswith("(?P=", i):
            return ALPHABET, p.index(")", i) + 1
        zero_width = p.startswith(("(?=", "(?!", "(?<=", "(?<!"), i)
        inner = i + 1
        if p.startswith("(?P<", i):
            inner = p.index(">", i) + 1
        elif p.startswith(("(?<=", "(?<!"), i):
            inner = i + 4
        elif p.startswith("(?", i):
            inner = i + 3
        found, end = _alternatives(p, inner, length)
        return (_EMPTY if zero_width else found), end + 1
    if p[i] == "[":
        end = p.index("]", i + 2)
        return _class(p[i + 1 : end]), end + 1
    if p[i] == "\\":
        if p[i + 1] in "bB":
            return _EMPTY, i + 2
        return _ESCAPES.get(p[i + 1], frozenset(p[i + 1])), i + 2
    if p[i] in "^$":
        return _EMPTY, i + 1
    return (ALPHABET if p[i] == "." else frozenset(p[i])), i + 1


def _class(body: str) -> frozenset[str]:
    if body.startswith("^") or "\\" in body:
        return ALPHABET
    found, i = set[str](), 0
    while i < len(body):
        if i + 2 < len(body) and body[i + 1] == "-":
            found |= {c for c in ALPHABET if body[i] <= c <= body[i + 2]}
            i += 3
        else:
            found.add(body[i])
            i += 1
    return frozenset(found)
