"""What the user names: files, standard input, addresses, lists of feeds."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recoupe.fetch import Client
    from recoupe.pipeline import Item


def items_of(files: tuple[str, ...]) -> list[Item]:
    """What the user named, standard input included."""
    from recoupe.errors import UnreadableFile
    from recoupe.pipeline import Item, gather

    named = gather(f for f in files if f != "-")
    if "-" in files:
        if sys.stdin is None:  # closed by the shell: "<&-"
            named.append(Item("-", error=UnreadableFile("-", "no such file", "check the name")))
        else:
            named.append(Item("-", file=sys.stdin.buffer))
    return named


def client_of(agent: str | None, pace: float, private: bool) -> Client:
    """The reader of addresses that the options describe."""
    from recoupe.fetch import AGENT, Client

    return Client(agent=agent or AGENT, pace=pace, private=private)


def fetched(addresses: list[str], client: Client) -> tuple[list[Item], list[str]]:
    """The pages of addresses as items, failures included, and the addresses that are feeds."""
    from recoupe.errors import FetchFailed
    from recoupe.pipeline import Item
    from recoupe.watch.parsing import is_feed
    from recoupe.watch.reading import item_of

    items, feeds = [], []
    for address in addresses:
        try:
            reply = client.get(address)
            if is_feed(reply.body):
                feeds.append(address)
            else:
                items.append(item_of(reply, address))
        except FetchFailed as error:
            items.append(Item(address, error=error))
    return items, feeds


def feeds_of(named: tuple[str, ...]) -> list[str]:
    """The feeds that the user names: addresses, and files that list them."""
    from recoupe.fetch.address import means_address, parse
    from recoupe.pipeline.files import contents
    from recoupe.watch.parsing import addresses_in

    found: list[str] = []
    for name in named:
        if means_address(name):
            parse(name)  # one that never can be asked is refused, not followed
            found.append(name)
        else:
            found += [a for item in items_of((name,)) for a in addresses_in(contents(item), item.name)]
    return list(dict.fromkeys(found))
