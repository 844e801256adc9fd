"""Feeds of an invented site followed into a dossier, in this process and by the program."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from recoupe.fetch import Client, Limits
from recoupe.pipeline.feed import Outcome
from recoupe.records import Document
from recoupe.store import open_dossier, verify
from recoupe.store.feeds import FeedTables
from recoupe.watch.follow import Follower, Round, Settings
from tests.web import answer, page

BODY = (
    "Le ministère de la Défense de la Borélie a annoncé la mort de 12 soldats près de Valdor.",
    "« Nous ne céderons pas », a déclaré Mara Oksen, ministre borélienne de la Défense, devant la presse.",
    "Les pourparlers doivent reprendre lundi dans la capitale, selon le porte-parole du gouvernement.",
)


def article(title: str, deaths: int = 12) -> bytes:
    return answer(page(title, BODY[0].replace("12", str(deaths)), *BODY[1:]))


def follow(path: Path, *addresses: str, every: float = 0.2, **how: Any) -> tuple[list[Round], list[Outcome]]:
    """One run over feeds: ``once`` unless a number of seconds is given."""
    rounds: list[Round] = []
    outcomes: list[Outcome] = []
    limits = Limits(connect=1, read=1, total=2)
    client = Client(pace=how.pop("pace", 0.0), private=True, limits=limits)
    settings = Settings(every=every, pages=how.pop("pages", "auto"))
    follower = Follower(path, addresses, client, settings, report=rounds.append, tell=outcomes.append)
    seconds = how.pop("seconds", None)
    follower.run(once=seconds is None, seconds=seconds)
    if seconds is None:  # what is followed next finds the feeds due
        time.sleep(min(every, max(0.0, follower.next_at - time.time())))
    return rounds, outcomes


def documents(path: Path) -> dict[str, Document]:
    with open_dossier(path) as dossier:
        assert not list(verify(dossier))
        retired = dossier.retired()
        return {i: d for i, d in dossier.documents() if i not in retired}


def states(path: Path) -> dict[str, str]:
    with open_dossier(path) as dossier:
        return {s.title: s.state for f in FeedTables(dossier).feeds() for s in FeedTables(dossier).entries(f.address)}


def saved(text: str, day: str = "") -> bytes:
    head = '<link rel="canonical" href="https://pelvenza.example/treve">'
    head += f'<meta property="article:published_time" content="{day}">' if day else ""
    return page("La trêve de Valdor", text, *BODY, head=head).encode()


def run_program(*arguments: str, network: bool = True) -> subprocess.Popen[str]:
    code = "from recoupe.cli import main; main()"
    options = ("--allow-private", "--pace", "0.05s") if network else ()
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LC_ALL": "fr_FR.UTF-8"},
    )
