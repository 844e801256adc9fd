"""What can be wrong with an address or a server: a code (for translation), what happened, and what to do."""

from __future__ import annotations

from recoupe.errors import FetchFailed

PROBLEMS: dict[str, tuple[str, str]] = {
    "address": ("not a web address ({detail})", "write it in full: https://…"),
    "scheme": ("only http and https are read ({detail})", "save the page, then add the file"),
    "port": ("port {detail} is not one of the web", "check the address"),
    "private": ("leads to a private address ({detail})", "where you trust it, ask again with --allow-private"),
    "unknown": ("no such server ({detail})", "check the address and the connection"),
    "refused": ("the server cannot be reached ({detail})", "try again later"),
    "tls": ("no safe connection ({detail})", "check the address; http:// where the server has no certificate"),
    "slow": ("no answer within {detail} seconds", "try again later"),
    "large": ("more than {detail} MB", "save the page, then add the file"),
    "broken": ("the answer breaks off or is not HTTP ({detail})", "try again later"),
    "compression": ("the answer cannot be unpacked ({detail})", "save the page, then add the file"),
    "redirects": ("more than {detail} redirects", "check the address in a browser"),
    "robots": ("robots.txt asks programs to stay away", "save the page in a browser, then add the file"),
    "closed": ("its robots.txt cannot be had ({detail})", "try again later"),
    "gone": ("leads to the front page", "the article was withdrawn; check the address in a browser"),
    "status": ("the server answers {detail}", "check the address in a browser"),
    "busy": ("the server asks to be left alone ({detail})", "try again later"),
    "feed": ("not a feed ({detail})", "a page is read with: recoupe add DOSSIER ADDRESS"),
    "stopped": ("stopped", "run the command again"),
}
LASTING = frozenset(
    ("address", "scheme", "port", "private", "large", "compression", "redirects", "robots", "feed", "gone")
)
"""Codes that asking again will not mend; "status" lasts where it is a 4xx."""


def problem(address: str, code: str, detail: object = "", *, retry_after: float | None = None) -> FetchFailed:
    """The error for a code of PROBLEMS."""
    what, advice = PROBLEMS[code]
    said = " ".join(str(detail).split())[:200]
    return FetchFailed(address, what.format(detail=said), advice, code=code, detail=said, retry_after=retry_after)


def lasts(error: FetchFailed) -> bool:
    """Whether asking again will not mend it."""
    return error.code in LASTING or (error.code == "status" and error.detail[:1] == "4")
