"""A speaker's noun phrase as read, and the canonical name that it composes."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.extract.book import Head, Land
from recoupe.extract.names import Named, NameReader, tidy
from recoupe.text import fold


@dataclass(slots=True)
class Phrase:
    """A speaker's noun phrase, as word indices ``a:b`` (determiner excluded)."""

    a: int
    b: int
    head: Head | None = None
    noun: tuple[int, int] = (0, 0)
    det: str | None = None
    lands: list[tuple[Land, ...]] = field(default_factory=list)
    quals: list[int] = field(default_factory=list)
    """Words that qualify the head and belong to the canonical name."""
    foreign: str = ""
    """A nationality that no table holds, folded."""
    portfolio: str | None = None
    of: Phrase | Named | None = None
    of_words: tuple[int, int] | None = None
    """Complement in ordinary words: "du conseil général", "à la sécurité nationale"."""
    of_link: str = ""
    of_key: str = ""
    """The complement's canonical name, folded, for comparing."""
    former: bool = False
    """"l'ancien ministre", "l'ex-président"."""
    loose: bool = False
    """The last complement is an adjunct in ordinary words: a name right after it is not the holder's."""
    name: Named | None = None
    inner: bool = False
    """Complement of another noun."""

    @property
    def gender(self) -> str | None:
        """What head, name or title show; None where unknown."""
        if self.name and self.name.gender:
            return self.name.gender
        if self.head is not None:
            if (
                self.head.kind in ("role", "group", "staff", "kin")
                and self.head.gender == "m"
                and self.det in ("une", "la")
            ):
                return "f"
            if self.head.kind == "role" and self.det in (None, "l", "les", "des"):
                return "f" if self.head.gender == "f" else None
            return self.head.gender
        return self.name.known.gender if self.name and self.name.known else None

    @property
    def number(self) -> str:
        """ "sing" or "plur"."""
        if self.det in (
            "les",
            "des",
            "plusieurs",
            "certains",
            "certaines",
            "quelques",
            "ces",
            "deux",
            "trois",
            "ses",
            "leurs",
        ):
            return "plur"
        if self.head is not None:
            return self.head.number
        return self.name.known.number if self.name and self.name.known else "sing"


def compose(reader: NameReader, phrase: Phrase, land: Land | None = None) -> str:
    """The canonical name of a composed actor: head + qualifiers + nationality + complement, with a capital.

    "le ministère de la Défense russe" and "le ministère russe de la Défense" give "Ministère russe de la Défense".
    ``land`` is used where the phrase itself names no country.
    """
    head = phrase.head
    assert head is not None
    parts = [head.means if head.kind == "camp" and head.means else reader.surface(*phrase.noun)]
    quals = [reader.words.raw[q] for q in phrase.quals]
    agree = phrase.gender or head.agree if head.kind == "role" and head.agree == head.gender else head.agree
    national = [lands[0].adjective(agree, head.number) for lands in phrase.lands]
    if not phrase.lands and land is not None:
        national = [land.adjective(agree, head.number)]
    parts += quals
    if national:
        joint = "et" in reader.words.low[phrase.noun[1] : phrase.b]
        parts.append((" et " if joint else " ").join(national))
    if phrase.portfolio and phrase.of_link != "to":
        parts.append(phrase.portfolio)
    if isinstance(phrase.of, Phrase) and phrase.of.name is not None:  # "le cabinet du ministre X": that of X
        name = reader.name_text(phrase.of.name)
        parts.append(f"d'{name}" if fold(name[:1]) in "aeiouh" else f"de {name}")
    elif isinstance(phrase.of, Phrase):
        inner = compose(reader, phrase.of) if phrase.of.head is not None else reader.surface(phrase.of.a, phrase.of.b)
        parts.append(
            tidy(phrase.of_link) + " " + inner[0].lower() + inner[1:]
            if not inner[1:2].isupper()
            else phrase.of_link + inner
        )
    elif phrase.of is not None:
        name = reader.name_text(phrase.of)
        parts.append(tidy(phrase.of_link) + ("" if tidy(phrase.of_link).endswith("'") else " ") + name)
    if phrase.of_words is not None:
        parts.append(reader.surface(*phrase.of_words))
    name = " ".join(" ".join(parts).split()).replace("' ", "'")
    return name[0].upper() + name[1:]
