"""Which addresses may be asked: http and https, ports of the web, and no private network unless asked for."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from recoupe.fetch.problems import problem

Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], list[str]]
"""Host and port to IP addresses as text, best first; raises OSError."""

LONGEST = 4096
"""Characters of the longest address that is asked."""
_SCHEMES = {"http": 80, "https": 443}
_OTHER_SERVICES = frozenset(
    (
        *(1433, 1521, 1719, 1720, 1723, 2049, 2375, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432, 5900, 6000, 6379),
        *(6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 9200, 10080, 11211, 27017),
    )
)
"""Ports above 1023 of services that a request in the form of HTTP may harm: the Fetch standard's, and databases."""
_PUBLIC_METADATA = frozenset({"168.63.129.16"})
"""Public in form, but of the host's own cloud machinery."""
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Target:
    """A checked address: what to connect to, and what to ask there."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """ "https://host:port", the port left out where it is the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == _SCHEMES[self.scheme] else f":{self.port}")

    @property
    def address(self) -> str:
        """The whole address, in ASCII."""
        return self.origin + self.path


def is_address(name: str) -> bool:
    """Whether a text is an address of the web."""
    return re.match(r"(?i)https?://", name) is not None


def means_address(name: str) -> bool:
    """Whether the user means an address, of the web or another one, not a file."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", name) is not None


def parse(address: str) -> Target:
    """The target of an address; raises FetchFailed (address, scheme, port)."""
    shown = address[:200]
    if len(address) > LONGEST or re.search(r"[\x00-\x20\x7f]", address):
        raise problem(shown, "address", "too long, or with blanks")
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except ValueError as error:
        raise problem(shown, "address", error) from error
    if parts.scheme not in _SCHEMES:
        raise problem(shown, "scheme", parts.scheme or "none given")
    if not host or parts.username is not None:
        raise problem(shown, "address", "no host" if not host else "with a user's name")
    port = port if port is not None else _SCHEMES[parts.scheme]
    if port in _OTHER_SERVICES or (port < 1024 and port not in (80, 443)):
        raise problem(shown, "port", port)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?") if parts.query else ""
    return Target(parts.scheme, host, port, path + query)


def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system gives them; raises OSError."""
    return list(dict.fromkeys(str(r[4][0]) for r in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def may_connect(text: str, *, private: bool) -> bool:
    """Whether a connection to this IP address is allowed; ``private`` allows networks of one's own, loopback included.

    Link-local addresses (where clouds answer with their keys), multicast and "no address" are never allowed. An IPv6
    address that carries an IPv4 one is judged by it.
    """
    ip: Ip = ipaddress.ip_address(text.partition("%")[0])
    ip = _carried(ip)
    if ip.is_unspecified or ip.is_multicast or ip.is_link_local or str(ip) in _PUBLIC_METADATA:
        return False
    if str(ip) == "fd00:ec2::254" or (ip.is_reserved and not ip.is_loopback):
        return False
    return private or ip.is_global


def _carried(ip: Ip) -> Ip:
    """The IPv4 address inside an IPv6 one: mapped, compatible, 6to4, Teredo or NAT64; else the address itself."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ip
    low = int(ip) & 0xFFFFFFFF
    if ip.ipv4_mapped is not None:
        return ip.ipv4_mapped
    if ip.sixtofour is not None:
        return ip.sixtofour
    if ip.teredo is not None:
        return ip.teredo[1]
    if ip in _NAT64 or (int(ip) >> 32 == 0 and low > 1):
        return ipaddress.IPv4Address(low)
    return ip
