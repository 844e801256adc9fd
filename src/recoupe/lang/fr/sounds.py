"""Names reduced to their sounds, so that French, English and German transliterations of one name meet."""

from __future__ import annotations

import re

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
