"""Web addresses as pages write them, broken ones among them."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit


def absolute(base: str | None, given: str | None) -> str | None:
    """An address, relative to ``base`` where it is not whole; None where that is no address of the web."""
    try:
        whole = urljoin(base or "", (given or "").strip())
        return whole if urlsplit(whole).scheme in ("http", "https") and urlsplit(whole).hostname else None
    except ValueError:
        return None


def path_of(address: str | None) -> str:
    """The path of an address; empty where there is none."""
    try:
        return urlsplit(address or "").path
    except ValueError:
        return ""


def host_of(address: str | None) -> str:
    """The host of an address, in lower case; empty where there is none."""
    try:
        return (urlsplit(address or "").hostname or "").removesuffix(".")
    except ValueError:
        return ""


def at_host(host: str, domain: str) -> bool:
    """Whether a host is a domain or lies under it."""
    return host == domain or host.endswith("." + domain)
