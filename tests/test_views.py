"""Who says what: nothing lost, nothing merged that two sources do not both say, doubts shown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.export import wording
from recoupe.export.passages import marked
from recoupe.messages import messages
from recoupe.records import Dating, DatingStep, Document, Record, Statement
from recoupe.store import open_dossier
from recoupe.views import Dated, Line, Speakers, shorten, sources, speakers
from recoupe.views.lookup import around
from tests.ledger import at

FR, EN = messages("fr"), messages("en")


def said(
    document: Document, quote: str, cue: str | None = None, speaker: str | None = None, **more: object
) -> Statement:
    row = Statement(
        document=document.id,
        content=(at(document.text, quote),),
        cue=at(document.text, cue) if cue else None,
        speaker=at(document.text, speaker) if speaker else None,
    )
    return msgspec.structs.replace(row, **more)


def brief_of(path: Path, *readings: tuple[Document, Sequence[Record]]) -> Speakers:
    with open_dossier(path, write=True) as dossier:
        for document, records in readings:
            dossier.write(document, records, sentences=(), rules="r")
        return speakers(dossier)


def lines(found: Speakers) -> list[Line]:
    return [line for s in found.speakers for line in s.lines]


NAMED: dict[str, object] = {"reference": ("Mara Oksen",), "resolution": "name"}


def test_one_line_for_one_thing_said_in_two_documents(tmp_path: Path) -> None:
    a = Document(text="Mara Oksen a dit que « l'accord » tient.", outlet="A")
    b = Document(text="Mara Oksen a dit que “l’accord” tient. Et puis rien.", outlet="B")
    found = brief_of(
        tmp_path / "d.db",
        (a, [said(a, "que « l'accord » tient", "dit", "Mara Oksen", **NAMED)]),
        (b, [said(b, "que “l’accord” tient", "dit", "Mara Oksen", **NAMED)]),
    )
    (line,) = lines(found)
    assert (line.sources, len(line.ids)) == ((1, 2), 2)


def test_an_echo_is_folded_inside_one_document_and_never_across_two(tmp_path: Path) -> None:
    text = "Oksen exige une trêve immédiate. Oksen exige une trêve immédiate et durable."
    a, b = Document(text=text), Document(text="Oksen exige une trêve immédiate.")
    short = said(a, "une trêve immédiate", "exige", "Oksen", act="demand", **NAMED)
    long = said(a, "une trêve immédiate et durable", "exige", "Oksen", act="demand", **NAMED)
    other = said(b, "une trêve immédiate", "exige", "Oksen", act="demand", **NAMED)
    (line,) = lines(brief_of(tmp_path / "1.db", (a, [short, long])))
    assert line.content == "une trêve immédiate et durable"
    assert set(line.ids) == {short.id, long.id}
    two = lines(brief_of(tmp_path / "2.db", (a, [long]), (b, [other])))
    assert {(x.content, x.sources) for x in two} == {
        ("une trêve immédiate et durable", (2,)),
        ("une trêve immédiate", (1,)),
    }


def test_a_negation_is_never_lost(tmp_path: Path) -> None:
    a = Document(text="Mara Oksen n'a pas exclu un retrait. Mara Oksen n’a jamais promis de partir.")
    found = lines(
        brief_of(
            tmp_path / "d.db",
            (
                a,
                [
                    said(a, "un retrait", "n'a pas exclu", "Mara Oksen", act="reject", negated=True, **NAMED),
                    said(a, "de partir", "promis", "Mara Oksen", act="commit", **NAMED),
                ],
            ),
        )
    )
    assert [wording.label(line, FR) for line in found] == ["", ""]
    assert [line.said for line in found] == ["n'a pas exclu un retrait", "n’a jamais promis de partir"]


@pytest.mark.parametrize(
    ("text", "cue", "content", "line"),
    [
        ("Oksen a dit mardi que le col tient.", "dit", "que le col tient", "a dit mardi que le col tient"),
        ("Oksen avait elle-même affirmé que le col tient.", "affirmé", "que le col tient", None),
        ("Oksen a quitté la salle et menacé de partir.", "menacé", "de partir", "[a] menacé de partir"),
        ("Oksen s'engage à partir.", "engage", "à partir", "s'engage à partir"),
        ("Oksen continue de plaider pour une pause.", "plaider", "pour une pause", None),
        ("Oksen est parti, soulignant que le col tient.", "soulignant", "que le col tient", "que le col tient"),
    ],
)
def test_a_line_shows_the_whole_verb(tmp_path: Path, text: str, cue: str, content: str, line: str | None) -> None:
    a = Document(text=text)
    (found,) = lines(brief_of(tmp_path / "d.db", (a, [said(a, content, cue, "Oksen", **NAMED)])))
    assert found.said == (line or text.removeprefix("Oksen ").rstrip("."))


def test_a_passive_shows_what_was_done_to_it(tmp_path: Path) -> None:
    a = Document(text="L'attaque a été condamnée par Mara Oksen.")
    row = said(a, "L'attaque", "condamnée", "Mara Oksen", mode="nominal", act="accuse", **NAMED)
    (line,) = lines(brief_of(tmp_path / "d.db", (a, [row])))
    assert line.said == "L'attaque a été condamnée"


def test_what_a_speaker_says_of_himself_is_one_line(tmp_path: Path) -> None:
    a = Document(text="Mara Oksen a dit qu'elle pense que le col tient. Mara Oksen dit qu'elle refuse la pause.")
    outer = said(a, "qu'elle pense que le col tient", "dit", "Mara Oksen", **NAMED)
    inner = said(a, "que le col tient", "pense", "elle", **NAMED, outer=outer.id)
    other = said(a, "qu'elle refuse la pause", "dit qu", "Mara Oksen", **NAMED)
    refusal = said(a, "la pause", "refuse", "elle", **NAMED, act="reject", outer=other.id)
    found = lines(brief_of(tmp_path / "d.db", (a, [outer, inner, other, refusal])))
    assert [(line.act, len(line.ids), line.inside) for line in found] == [
        ("assert", 2, None),
        ("assert", 1, None),
        ("reject", 1, None),
    ]


def test_another_word_for_a_state_is_shown_beside_it(tmp_path: Path) -> None:
    a = Document(text="Le Palais a dit oui. La Mirénie a dit non.")
    found = brief_of(
        tmp_path / "d.db",
        (
            a,
            [
                said(a, "oui", "dit", "Le Palais", reference=("Mirénie",), resolution="alias"),
                said(a, "non", "a dit", "La Mirénie", reference=("Mirénie",), resolution="alias"),
            ],
        ),
    )
    assert [wording.remarks(line, FR) for line in found.speakers[0].lines] == ["«\u00a0Le Palais\u00a0»", ""]


def test_quotation_marks_stand_only_where_the_text_has_them(tmp_path: Path) -> None:
    a = Document(text='« Jamais », a dit Mara Oksen. Selon Mara Oksen, le col tient. Oksen : "Non"')
    found = lines(
        brief_of(
            tmp_path / "d.db",
            (
                a,
                [
                    said(a, "Jamais", "a dit", "Mara Oksen", mode="direct", **NAMED),
                    said(a, "le col tient", "Selon", "Mara Oksen", mode="selon", **NAMED),
                    said(a, '"Non"', ":", "Oksen", mode="colon", **NAMED),
                ],
            ),
        )
    )
    assert [wording.content(line, FR) for line in found] == [
        "«\u00a0Jamais\u00a0»",
        "le col tient",
        "«\u00a0Non\u00a0»",
    ]


def test_doubts_are_shown(tmp_path: Path) -> None:
    a = Document(text="Il a dit oui. On a dit non. Un officier a dit peut-être. Le pont serait rouvert.")
    found = brief_of(
        tmp_path / "d.db",
        (
            a,
            [
                said(a, "oui", "a dit", "Il", reference=("Mara Oksen",), resolution="inferred"),
                said(a, "non", "a dit", "On", candidates=("Mara Oksen", "Ilan Dorvec")),
                said(a, "peut-être", "a dit", "Un officier", reference=("officier",), resolution="unnamed"),
                said(a, "Le pont serait rouvert", mode="hedge"),
            ],
        ),
    )
    assert wording.remarks(found.speakers[0].lines[0], FR) == "«\u00a0Il\u00a0», déduit"
    assert [s.name for s in found.unnamed] == ["officier"]
    assert [wording.remarks(line, EN, named=False) for line in found.unresolved] == [
        "",
        "“On”; perhaps Mara Oksen, Ilan Dorvec",
    ][::-1]


def test_a_joint_statement_stands_under_each_speaker(tmp_path: Path) -> None:
    a = Document(text="Mara Oksen et Ilan Dorvec ont promis une trêve.")
    both = said(a, "une trêve", "promis", "Mara Oksen et Ilan Dorvec", reference=("Mara Oksen", "Ilan Dorvec"))
    found = brief_of(tmp_path / "d.db", (a, [msgspec.structs.replace(both, resolution="name")]))
    assert {(s.name, s.lines[0].others) for s in found.speakers} == {
        ("Mara Oksen", ("Ilan Dorvec",)),
        ("Ilan Dorvec", ("Mara Oksen",)),
    }


def test_sources_are_numbered_by_date_and_never_dated_without_ground(tmp_path: Path) -> None:
    texts = [Document(text=f"Texte {n}. Vendredi 7 mars.") for n in range(3)]
    texts.append(Document(text="Texte donné.", date="2031-03-08"))
    step = DatingStep(evidence=at(texts[1].text, "Vendredi 7 mars"), rule="weekday", kept=2)
    dating = Dating(
        document=texts[1].id, basis="in the text", earliest="2031-03-07", latest="2031-03-09", steps=(step,)
    )
    nothing = Dating(document=texts[2].id, basis="none")
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        for text, records in zip(texts, ([], [dating], [nothing], []), strict=True):
            dossier.write(text, records, sentences=(), rules="r")
        found = sources(dossier)
    assert [wording.date_of(s.dated, FR) for s in found] == [
        "entre le 7 mars 2031 et le 9 mars 2031 (d'après le texte)",
        "8 mars 2031",
        "date inconnue",
        "date inconnue",
    ]


def test_the_same_text_under_two_outlets_is_one_source(tmp_path: Path) -> None:
    a, b = (Document(text="Mara Oksen a dit non.", outlet=o) for o in "AB")
    found = brief_of(tmp_path / "d.db", *((d, [said(d, "non", "a dit", "Mara Oksen", **NAMED)]) for d in (a, b)))
    assert lines(found)[0].sources == (1,)
    assert [s.same_text for s in found.sources] == [None, 1]


@pytest.mark.parametrize(
    ("when", "text"),
    [
        (Dated("given", "2031-01-01", "2031-01-01"), "1er janvier 2031"),
        (
            Dated("in the text with dated knowledge", "2031-08-10"),
            "date incertaine : à partir du 10 août 2031, d'après le texte et des faits datés",
        ),
        (
            Dated("in the text", None, "2031-12-31"),
            "date incertaine : au plus tard le 31 décembre 2031, d'après le texte",
        ),
        (
            Dated("in the text", "2030-12-01", "2031-12-31"),
            "date incertaine : entre le 1er décembre 2030 et le 31 décembre 2031, d'après le texte",
        ),
        (
            Dated("in the text", "1997-03-12", "2031-03-12"),
            "date incertaine : au plus tard le 12 mars 2031, d'après le texte",
        ),
        (Dated("none"), "date inconnue"),
    ],
)
def test_dates_in_words(when: Dated, text: str) -> None:
    assert wording.date_of(when, FR) == text


@given(st.lists(st.text("abçé’-", min_size=1, max_size=12), min_size=1, max_size=60), st.integers(0, 59))
def test_a_short_quotation_stands_among_its_own_words(words: list[str], at: int) -> None:
    at %= len(words)
    sentence = "  ".join(words)
    start = len("  ".join([*words[:at], ""])) if at else 0
    shown = around(sentence, start, start + len(words[at]))
    assert shown.strip("…") in " ".join(words)
    assert words[at] in shown
    assert len(shown) <= 145


@given(st.text(alphabet="ab «»,;:\u00a0.", max_size=60), st.integers(5, 30))
def test_shortened_text_is_its_beginning(text: str, limit: int) -> None:
    cut = shorten(text, limit)
    assert len(cut) <= limit + 1
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))


_HARMLESS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))  # the others become visible signs


@given(st.text(_HARMLESS, max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_marking_changes_no_harmless_character(text: str, spans: list[tuple[int, int]]) -> None:
    pieces: list[tuple[str, str]] = []

    def keep(piece: str, part: str) -> str:
        pieces.append((piece, part))
        return piece

    assert marked(text, (0, len(text)), spans, spans[:1], style=keep) == text
    covered = {i for a, b in spans for i in range(a, min(b, len(text)))}
    assert sum(len(piece) for piece, _ in pieces) == len(covered)


def test_a_surname_alone_joins_its_one_bearer_and_says_so(tmp_path: Path) -> None:
    a = Document(text="Mara Oksen a dit oui. Ilan Dorvec a dit non.")
    b = Document(text="Mme Oksen a dit peut-être. La Dorvec a dit jamais.")
    found = brief_of(
        tmp_path / "d.db",
        (
            a,
            [
                said(a, "oui", "a dit", "Mara Oksen", **NAMED),
                said(a, "non", "a dit", "Ilan Dorvec", reference=("Ilan Dorvec",), resolution="name"),
            ],
        ),
        (
            b,
            [
                said(b, "peut-être", "a dit", "Mme Oksen", reference=("Oksen",), resolution="name"),
                said(b, "jamais", "a dit", "La Dorvec", reference=("Dorvec",), resolution="name"),
            ],
        ),
    )
    assert {(s.name, len(s.lines)) for s in found.speakers} == {("Mara Oksen", 2), ("Ilan Dorvec", 1), ("Dorvec", 1)}
    (oksen,) = [line for s in found.speakers for line in s.lines if line.inferred]
    assert wording.remarks(oksen, FR) == "«\u00a0Oksen\u00a0», déduit"
