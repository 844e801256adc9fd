"""The events that the program reads in a text about invented states."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from recoupe.extract.actors import load_book
from recoupe.extract.events import find_events, worth_parsing
from recoupe.extract.places import find_places, load_gazetteer
from recoupe.extract.quantities import find_quantities
from recoupe.extract.statements import find_statements
from recoupe.extract.statements import worth_parsing as says_something
from recoupe.extract.timex import find_timex
from recoupe.lang.fr.parser import parse
from recoupe.lang.fr.sentences import split
from recoupe.read.plain import read_text
from recoupe.records import Event

STATES = Path(__file__).with_name("invented_states.toml")


@cache
def events(text: str) -> tuple[Event, ...]:
    book = load_book(STATES)
    document = read_text(text)
    sentences = split(document.text, document.blocks, document.masks)
    worth = [s for s in sentences if worth_parsing(document.text, s) or says_something(document.text, s)]
    parse(document.text, worth)
    return tuple(
        find_events(
            document,
            sentences,
            find_statements(document, sentences, book),
            find_timex(document.text, sentences),
            find_quantities(document.text, sentences),
            find_places(document.text, sentences, load_gazetteer()),
            book,
        )
    )


def kinds(text: str) -> list[tuple[str, str]]:
    return [(e.type, e.stance or e.subtype) for e in events(text)]


def one(text: str, kind: str) -> Event:
    found = [e for e in events(text) if e.type == kind]
    assert len(found) == 1, kinds(text)
    return found[0]
