"""Names reduced to their sounds, so that French, English and German transliterations of one name meet."""

from __future__ import annotations

import re
from functools import lru_cache

from recoupe.text import fold

_PARTICLE = 4
"""Letters from which a word of a name is no particle: "ben", "al", "von"."""
_LONG = 5
"""Sounds from which a word may be the same in another spelling."""
_ALIKE = 0.6
"""Pairs of letters that such words share at least; chosen, not measured."""
_SOUNDS = [
    (re.compile(p), r)
    for p, r in (
        (r"^(?:al|el|ar|as|ash|ach|an|at|ad|az) ", ""),
        (r"(?<= )(?:al|el|ar|as|ash|ach|an|at|ad|az|ez|ed|er|es|ech|esh) ", ""),
        (r"[ ']", ""),
        (r"chtch|shch|tsch|tch|tsh|sch|sh|ch|cz", "C"),
        (r"dzh|dj|zh|j|g(?=[ei])", "J"),
        (r"kh", "h"),
        (r"gh|gu(?=[ei])", "g"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"qu|q|ck|c|kk", "k"),
        (r"ou|oo|w", "u"),
        (r"(?:a|e)[yi]+(?![aeou])", "E"),
        (r"[yi]+", "i"),
        (r"^ie", "e"),
        (r"(.)\1+", r"\1"),
        (r"ff?$", "v"),
        (r"(?<=[^aeiuEo])e$|h$", ""),
    )
]


def skeleton(key: str, *, open_vowels: bool = False) -> str:
    """A folded name reduced to its sounds, the same for French, English and German transliterations of one name.

    ``open_vowels`` merges e with i and o with u, which transliterations from Arabic script do not tell apart.
    ``skeleton("chostka") == skeleton("shostka")``.
    """
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    if open_vowels:
        key = "~" + key.translate(str.maketrans("eo", "iu"))
    return key


def shared_pairs(a: str, b: str) -> float:
    """Dice coefficient of letter pairs."""
    one, two = {a[i : i + 2] for i in range(len(a) - 1)}, {b[i : i + 2] for i in range(len(b) - 1)}
    return 2 * len(one & two) / max(1, len(one) + len(two))


@lru_cache(maxsize=1 << 14)
def sounds_of(name: str) -> frozenset[str]:
    """The words of a person's name by their sounds; empty where it is no name alone: "Ministre norvendien"."""
    words = name.replace("-", " ").split()
    if not all(word[:1].isupper() or len(word) < _PARTICLE for word in words):
        return frozenset()
    return frozenset(skeleton(word) for word in fold(name).replace("-", " ").split() if len(word) >= _PARTICLE)


def spelt_alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two names by their sounds are one in two spellings: "Mohamed Hamdan Daglo", "Mohammed Hamdane Dagalo"."""
    left, right = one - other, other - one
    if len(one) != len(other) or len(left) > 1 or not one & other:
        return False
    return all(
        a[0] == b[0] and min(len(a), len(b)) >= _LONG and shared_pairs(a, b) >= _ALIKE for a in left for b in right
    )
