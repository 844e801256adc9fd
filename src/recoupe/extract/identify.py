"""Who the mentions of a text are, from names, data and composition: what needs no context."""

from __future__ import annotations

from recoupe.extract.book import Land
from recoupe.extract.mentions import Item
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase, compose
from recoupe.extract.people import People, Person
from recoupe.extract.phrases import Reader
from recoupe.lang.fr import actors as fr

_PERSONAL = ("person", "role", "kin")


class Identifier:
    """Fills in names, kind, gender and number of the mentions of one text, and notes its people."""

    def __init__(self, reader: Reader, people: People) -> None:
        self.reader, self.people = reader, people
        self.text, self.words, self.book = reader.text, reader.words, reader.book

    def identify(self, item: Item) -> None:
        """Ask of the mentions in text order: a short form is known by the full one before it."""
        phrase, named = item.phrase, item.named
        if item.how in ("inferred", "introduced"):
            return
        if named is not None and (
            phrase is None
            or phrase.head is None
            or phrase.head.kind in ("role", "kin", "organisation", "media", "staff")
        ):
            names, how, _ = self.people.find(named)
            item.names, item.how = names, how
            known = named.known
            actor = self.book.actors.get(names[0]) if len(names) == 1 else None
            if actor is not None:
                item.kind, item.number = _kind(actor.kind), actor.number
                item.gender = actor.gender or named.gender
                if self.words.low[item.a] in fr.FIGHTERS and self.words.low[item.a].endswith("s"):
                    item.gender, item.number = None, "plur"  # "les combattants du X"
            elif known is not None:
                item.kind, item.gender, item.number = _kind(known.kind), known.gender, known.number
            else:
                person = self._is_person(item, named, names)
                item.kind = "person" if person else "unknown"
                if phrase is not None and phrase.head is not None and phrase.head.kind in ("organisation", "media"):
                    item.kind = "media" if phrase.head.kind == "media" else "institution"
                item.gender, item.number = named.gender, "sing"
                if person and names:
                    item.gender = item.gender or self.book.gender_of(names[0])
            if item.kind == "person" and names:
                person_ = self.people.persons.get(names[0])
                if person_ is None:
                    person_ = self.people.persons[names[0]] = Person(names[0], item.gender)
                person_.at.append(item.a)
                if phrase is not None and phrase.head is not None:
                    item.gender = item.gender or phrase.gender
                    if phrase.head.kind in ("role", "kin", "staff"):
                        person_.roles.append(phrase)
                person_.gender = person_.gender or item.gender
                item.gender = person_.gender
            return
        if phrase is None or phrase.head is None:
            return
        item.gender, item.number = phrase.gender, phrase.number
        kind = phrase.head.kind
        if kind in ("role", "kin"):
            item.kind = "role"
        elif kind == "institution" and (
            phrase.lands or phrase.foreign or phrase.of is not None or phrase.of_words is not None
        ):
            item.kind, item.names, item.how = "institution", (institution_name(self.reader, phrase),), "composed"
        elif kind in ("institution", "organisation", "office") and (
            kind == "institution" or phrase.head.number == "sing"
        ):
            item.kind = "institution"
        elif kind == "document":
            item.kind = "document"
        elif kind == "media" and phrase.head.number == "sing":
            item.kind = "media"
        else:
            item.kind = "unnamed"

    def _is_person(self, item: Item, named: Named, names: tuple[str, ...]) -> bool:
        """Whether a name that no data knows is a person's: by its title, its role, its given name, or two capitals."""
        head = item.phrase.head if item.phrase is not None else None
        if named.title or (head is not None and head.kind in _PERSONAL):
            return True
        if names and names[0] in self.people.persons and names[0] != self.reader.name_text(named):
            return True
        if fr.no_person(self.text[slice(*item.span)]):
            return False
        before = item.a - 1
        place = before >= 0 and self.words.low[before] in fr.BEFORE_PLACES and self.reader.space(item.a)
        return named.b - named.a > 1 and not (place and self.words.raw[before] != "a")


def _kind(kind: str) -> str:
    return "institution" if kind == "organisation" else kind


def institution_name(reader: Reader, phrase: Phrase, land: Land | None = None) -> str:
    """Canonical name of a composed institution: the data's, where a row has this very name as an alias."""
    name = compose(reader, phrase, land)
    first, *rest = fr.folded_words(name)
    for other, known in reader.book.names.get(first, ()):
        if other == rest and len(known.means) == 1 and known.kind != "metonym":
            return known.means[0]
    return name
