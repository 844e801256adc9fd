"""Outlets and agencies by name and by web address: who they are, as rows of ``data/outlets.toml``. Facts only."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

import msgspec

from recoupe.read.addresses import host_of
from recoupe.text import fold_name

AGGREGATOR, PARTY = "aggregator", "party"
"""Kinds that count: who shows what others published is the origin of nothing; a party's organ speaks for the party."""


class KnownOutlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes: ``domains`` with all their subdomains; ``country`` is an ISO 3166 alpha-2 code, or the user's."""

    name: str
    kind: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()


@cache
def known_outlets() -> tuple[KnownOutlet, ...]:
    """Every row of the data."""
    table = tomllib.loads((resources.files("recoupe.data") / "outlets.toml").read_text(encoding="utf-8"))
    return msgspec.convert(table["outlet"], tuple[KnownOutlet, ...])


@cache
def _by_domain() -> dict[str, KnownOutlet]:
    return {domain: row for row in known_outlets() for domain in row.domains}


@cache
def _by_name() -> dict[str, KnownOutlet]:
    return {fold_name(name): row for row in known_outlets() for name in (row.name, *row.aliases)}


def published_at(address: str | None) -> str | None:
    """Name of the outlet whose site an address belongs to; None where the data does not know it."""
    parts = host_of(address).split(".")
    rows = (_by_domain().get(".".join(parts[i:])) for i in range(len(parts)))
    return next((row.name for row in rows if row), None)


def outlet_named(name: str | None) -> KnownOutlet | None:
    """The outlet of this name or alias; None where the data does not know it."""
    return _by_name().get(fold_name(name)) if name else None


def named(name: str) -> str:
    """The name under which the data knows an outlet or agency, else the name as it is."""
    row = outlet_named(name)
    return row.name if row else name
