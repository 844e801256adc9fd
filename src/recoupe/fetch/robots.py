"""What a host asks of programs (robots.txt), by RFC 9309."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from recoupe.errors import FetchFailed
from recoupe.fetch.problems import problem

LARGEST = 512_000
"""Bytes of a robots.txt that are read: the RFC asks for 500 KiB at least."""
KEPT, KEPT_AT_FAULT = 86_400.0, 60.0
"""Seconds for which the rules of a host hold, and for which nothing is asked of a host that could not give them."""
SLOWEST = 60.0
"""Longest Crawl-delay, in seconds, that is kept to."""


@dataclass(frozen=True)
class Rules:
    """What one host allows: ``parsed`` is None where all is allowed; ``closed`` says why nothing is for now."""

    parsed: Protego | None
    until: float
    closed: FetchFailed | None = None

    def allows(self, address: str, agent: str) -> bool:
        """Whether a program of this name may ask for the address."""
        return self.parsed is None or bool(self.parsed.can_fetch(address, agent))

    def delay(self, agent: str) -> float:
        """Seconds that the host wants between two requests."""
        found = self.parsed.crawl_delay(agent) if self.parsed is not None else None
        return min(float(found or 0.0), SLOWEST)


def read(get: Callable[[], tuple[int, bytes]], address: str, now: float) -> Rules:
    """The rules of a host; ``get`` asks for its robots.txt and gives the status and the bytes.

    Without one (4xx) all is allowed. A server at fault (5xx, 429) allows nothing for a while. What cannot be read as
    text is kept to as far as it was read. Raises FetchFailed where the server cannot be reached.
    """
    try:
        status, data = get()
    except FetchFailed as error:
        if error.code in ("large", "redirects", "compression"):
            return Rules(None, now + KEPT)
        raise
    if status == 429 or status >= 500:
        return Rules(None, now + KEPT_AT_FAULT, problem(address, "closed", status))
    if not 200 <= status < 300:
        return Rules(None, now + KEPT)
    return Rules(Protego.parse(data[:LARGEST].decode("utf-8", "replace")), now + KEPT)
