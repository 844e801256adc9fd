"""Statements: every row of the cue table, constructions one by one, and exact evidence on any text."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.extract.actors import load_book
from recoupe.extract.statements import find_statements, worth_parsing
from recoupe.lang.fr.cues import load_cues, table
from recoupe.lang.fr.parser import parse
from recoupe.lang.fr.sentences import split
from recoupe.lang.quotes import find_quotations
from recoupe.read.plain import read_text
from recoupe.records import Statement, evidence_of


@cache
def statements(text: str) -> list[Statement]:
    document = read_text(text)
    sentences = split(document.text, document.blocks, document.masks)
    parse(document.text, [s for s in sentences if worth_parsing(document.text, s)])
    return find_statements(document, sentences, load_book())


def contents(text: str) -> list[str]:
    return [" // ".join(e.quote for e in s.content) for s in statements(text)]


def bare(text: str) -> str:
    return text.strip(' «»\u00a0".,')


ROWS = [row for part in ("verbs", "phrases", "prepositions", "nouns") for row in table()[part]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.get("verb") or row.get("words") or row.get("noun")))
def test_every_cue_row_reads_its_test_sentence(row: dict[str, Any]) -> None:
    marked = row["test"]
    text = marked.replace("[", "").replace("]", "")
    found = [bare(c) for c in contents(text)]
    if row.get("none"):
        assert found == []
        return
    wanted = bare(marked[marked.index("[") + 1 : marked.index("]")])
    assert wanted in found


def one(text: str) -> Statement:
    found = statements(text)
    assert len(found) == 1, contents(text)
    return found[0]


@pytest.mark.parametrize(
    ("text", "content", "speaker", "mode"),
    [
        (
            "« Le pont est à nous », a déclaré la ministre Orlane Vidal.",
            "« Le pont est à nous »",
            "la ministre Orlane Vidal",
            "direct",
        ),
        ("“Le pont est à nous”, a déclaré la ministre.", "“Le pont est à nous”", "la ministre", "direct"),
        ('"Le pont est à nous", a déclaré la ministre.', '"Le pont est à nous"', "la ministre", "direct"),
        ("« Le pont, a-t-elle ajouté, est à nous. »", "« Le pont // est à nous. »", "elle", "direct"),
        (
            "« Le pont est à nous », a-t-elle ajouté, « et la route aussi ».",
            "« Le pont est à nous » // « et la route aussi »",
            "elle",
            "direct",
        ),
        ("La ministre a prévenu : « Le pont est à nous. »", "« Le pont est à nous. »", "La ministre", "direct"),
        (
            "Le pont a été repris lundi, a indiqué le colonel Barrès.",
            "Le pont a été repris lundi",
            "le colonel Barrès",
            "incise",
        ),
        (
            "Le pont sera rouvert lundi, comme l'a annoncé la ministre.",
            "Le pont sera rouvert lundi",
            "la ministre",
            "incise",
        ),
        (
            "Comme l'a annoncé la ministre, le pont sera rouvert lundi.",
            "le pont sera rouvert lundi",
            "la ministre",
            "incise",
        ),
        ("L'armée a, selon la ministre, repris le pont.", "L'armée a // repris le pont", "la ministre", "selon"),
        ("Le pont serait miné, d'après un officier.", "Le pont serait miné", "un officier", "selon"),
        ("De source diplomatique, le pont est miné.", "le pont est miné", "source diplomatique", "selon"),
        ("La ministre a estimé que le pont était « à nous ».", "que le pont était « à nous »", "La ministre", "mixed"),
        ("Il a été annoncé que le pont rouvrirait lundi.", "que le pont rouvrirait lundi", None, "indirect"),
        ("L'attaque a été condamnée par le médiateur.", "L'attaque", "le médiateur", "nominal"),
        (
            "Le général a ordonné à ses hommes de tenir le pont.",
            "à ses hommes de tenir le pont",
            "Le général",
            "indirect",
        ),
        ("Le pont aurait sauté dans la nuit.", "Le pont aurait sauté dans la nuit", None, "hedge"),
        (
            "La ministre s'est dite « très inquiète » pour le pont.",
            "« très inquiète » pour le pont",
            "La ministre",
            "mixed",
        ),
    ],
)
def test_constructions(text: str, content: str, speaker: str | None, mode: str) -> None:
    found = one(text)
    assert " // ".join(e.quote for e in found.content) == content
    assert (found.speaker.quote if found.speaker else None) == speaker
    assert found.mode == mode


@pytest.mark.parametrize(
    "text",
    [
        "Cela veut dire que le pont tient encore.",
        "Le médiateur pourrait accepter la trêve si les garanties suivaient.",
        "S'il accepte la trêve, le pont rouvrira.",
        "Le traité « Nouveau départ » expire en février.",
        "Il faudra attendre que le médiateur accepte la trêve.",
        "Les prix varient selon les régions.",
        "Pour l'instant, le pont tient.",
        "Le pont a été pris, repris, puis perdu.",
        "Aucun responsable n'a déclaré que le pont tenait.",
    ],
)
def test_what_says_nothing_gives_no_statement(text: str) -> None:
    assert contents(text) == []


def test_a_joined_cue_keeps_the_speaker_of_the_first() -> None:
    text = "La ministre a souligné que l'armée devait tenir le pont et a déclaré que la route serait rouverte."
    first, second = statements(text)
    assert first.content[0].quote == "que l'armée devait tenir le pont"
    assert (second.content[0].quote, second.speaker and second.speaker.quote) == (
        "que la route serait rouverte",
        "La ministre",
    )


def test_a_quotation_without_cue_goes_on_with_the_speaker_before() -> None:
    text = "« Le pont est à nous », a déclaré la ministre Orlane Vidal. « Nous ne le rendrons pas à l'ennemi. »"
    first, second = statements(text)
    assert second.mode == "free_direct"
    assert second.reference == first.reference == ("Orlane Vidal",)
    assert second.resolution == "inferred"


def test_a_quotation_runs_over_paragraphs_and_keeps_one_speaker() -> None:
    said = "« Le pont est à nous.\n\n« Nous ne le rendrons pas », a déclaré la ministre Orlane Vidal."
    text = f"{said}\n\nLa route est fermée."
    assert [s.reference for s in statements(text)] == [("Orlane Vidal",)]
    assert "rendrons" in statements(text)[0].content[0].quote


def test_an_inner_statement_names_its_outer_one() -> None:
    text = "La ministre a déclaré que le médiateur avait annoncé que le pont rouvrirait."
    outer, inner = sorted(statements(text), key=lambda s: s.content[0].start)
    assert inner.outer == outer.id
    assert inner.content[0].quote == "que le pont rouvrirait"


def test_negated_cues_are_said_so() -> None:
    found = one("La ministre n'a pas exclu de rendre le pont.")
    assert found.negated
    assert found.act == "reject"


def test_channel_and_addressee() -> None:
    found = one("La ministre a déclaré aux journalistes, dans un communiqué, que le pont rouvrirait.")
    assert found.channel is not None
    assert found.channel.quote == "un communiqué"
    assert found.addressee is not None
    assert found.addressee.quote == "les journalistes" or found.addressee.quote == "journalistes"


def test_an_unclosed_mark_swallows_only_its_paragraph() -> None:
    text = "« Le pont est à nous, a déclaré la ministre.\n\nLe médiateur a annoncé que la route rouvrirait."
    quotation = find_quotations(text, [(0, text.index("\n")), (text.index("Le médiateur"), len(text))])[0]
    assert not quotation.closed
    assert quotation.end == text.index("\n")
    assert "que la route rouvrirait" in contents(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.sampled_from(
            [
                "« ",
                " »",
                '"',
                "“",
                "”",
                "a déclaré",
                "la ministre",
                " que ",
                "le pont",
                ", ",
                ". ",
                "\n",
                "selon ",
                "Vidal",
                " : ",
                "a-t-il dit",
                "'",
                "’",
                "aurait sauté",
                " et ",
                "M. ",
                "\u00a0",
                "«",
                "»",
                "« — ",
                "12",
                "\ud7ff",
                "é",
            ]
        ),
        max_size=24,
    ).map("".join)
)
def test_evidence_is_exact_on_any_text(text: str) -> None:
    if not text.strip():
        return
    for found in statements(text):
        assert found.content
        for _, evidence in evidence_of(found):
            assert evidence.start < evidence.end
            assert text[evidence.start : evidence.end] == evidence.quote


@given(st.text(alphabet="«»“”\"'‘’ab .\n,", max_size=60))
def test_quotations_are_disjoint_and_inside(text: str) -> None:
    blocks = []
    at = 0
    for line in text.split("\n"):
        blocks.append((at, at + len(line)))
        at += len(line) + 1
    last = 0
    for q in find_quotations(text, blocks):
        assert last <= q.start < q.inner[0] < q.inner[1] <= q.end <= len(text)
        last = q.end


def test_sentences_with_a_cue_are_worth_parsing() -> None:
    cues = load_cues()
    for row in (row for row in ROWS if not row.get("none")):
        assert cues.spots(row["test"].lower().replace("’", "'")), row


SPEAKERS = [
    ("Ivo Tarn a déclaré que les otages avaient souffert, ajoutant qu'ils étaient libres.",
     {"qu'ils étaient libres": "Ivo Tarn"}),
    ("Les insurgés de Nordalie, l'un des deux camps, ont annoncé prolonger la pause.",
     {"prolonger la pause": "Les insurgés de Nordalie"}),
    ("Les députés ont rejeté le texte, comme l'a proposé le mouvement que Karsk soutient.",
     {"Les députés ont rejeté le texte": "le mouvement"}),
    ("Selon la défense aérienne, les villes de Karsk, Brenn et Tolve ont été visées.",
     {"les villes de Karsk, Brenn et Tolve ont été visées": "la défense aérienne"}),
    ("Selon les bilans qui se succèdent, vingt maisons ont brûlé.", {"vingt maisons ont brûlé": "les bilans"}),
    ("Les négociateurs ardoviens et valdoriens ont exhorté le Mali à signer.",
     {"le Mali à signer": "Les négociateurs ardoviens et valdoriens"}),
    ("La ministre valdorienne a affirmé que le pont était fermé.",
     {"que le pont était fermé": "La ministre valdorienne"}),
    ("Karsk insiste sur ce que Brenn et ses voisins tiennent pour des buts de guerre.",
     {"sur ce que Brenn et ses voisins tiennent pour des buts de guerre": "Karsk"}),
    ("Leur chef, Ivo Tarn, a fait dire qu'il ne signerait rien.", {"qu'il ne signerait rien": "Leur chef, Ivo Tarn"}),
    ("Le général Ivo Tarn est sorti de sa réserve, promettant de tenir le col.",
     {"de tenir le col": "Le général Ivo Tarn"}),
    ("Ces frappes surviennent alors que le Mali avance, affirmant qu'il continuera.", {"qu'il continuera": "le Mali"}),
    ("L'un des chefs de la milice, Ivo Tarn, a démenti dans une vidéo que le pont ait sauté.",
     {"que le pont ait sauté": "L'un des chefs de la milice, Ivo Tarn"}),
    ("Selon une des habitantes du quartier, le pont a sauté.",
     {"le pont a sauté": "une des habitantes du quartier"}),
    ("Les rebelles du Front, après avoir mené seize raids contre le port, avaient annoncé une trêve de trois jours.",
     {"une trêve de trois jours": "Les rebelles du Front"}),
    ("« Le pont a sauté », a affirmé une source de sécurité au sujet de cette attaque.",
     {"« Le pont a sauté »": "une source de sécurité"}),
    ("Lors de la conférence de presse finale, la reine malienne Orlane Vidal, puissance invitante du sommet, a déclaré "
     "que le pont tenait.",
     {"que le pont tenait": "la reine malienne Orlane Vidal, puissance invitante du sommet"}),
    ("Le chef de l'État, salué en mai après avoir négocié un accord avec la principale guérilla, les Rives, a reconnu "
     "que le pont cédait.", {"que le pont cédait": "Le chef de l'État"}),
    ("Douze gardes sont morts, selon un nouveau bilan publié lundi par la mission de l'ONU.",
     {"Douze gardes sont morts": "la mission de l'ONU"}),
    ("La Ligue Mondiale des lacs (LDL) fait état dans un dernier bilan de douze morts.",
     {"de douze morts": "La Ligue Mondiale des lacs"}),
    ("Une trêve est conclue, a annoncé lundi la rébellion.", {"Une trêve est conclue": "la rébellion"}),
    ("Le bilan officiel fait état de douze morts.", {"de douze morts": "Le bilan officiel"}),
    ("La trêve a été rejetée par le Groupe de soutien à la paix et aux villages.",
     {"La trêve": "le Groupe de soutien à la paix et aux villages"}),
    ("Ivo Tarn arrive. Ce dernier a mis en garde contre une escalade.", {"contre une escalade": "Ce dernier"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), SPEAKERS)
def test_who_says_what(text: str, wanted: dict[str, str]) -> None:
    found = {s.content[0].quote: s.speaker.quote if s.speaker else None for s in statements(text)}
    assert wanted.items() <= found.items()


@pytest.mark.parametrize(
    "text",
    [
        "Guerre Nordalie-Sudalie : le Front rouge signe un accord.",
        "Si le Mouvement du lac (MDL) acceptait la trêve, le pont rouvrirait.",
        "Le Norvend arme le gouvernement dit d'entente nationale.",
        "Même s'il a été rejeté par la population, le plan du port avance.",
        "Ivo Tarn travaille pour garantir que le Mali souhaite mettre fin à la guerre.",
        "Cette information a été confirmée par la suite.",
    ],
)
def test_nobody_says_this(text: str) -> None:
    assert contents(text) == []


def test_a_relative_clause_about_the_object_is_not_what_is_said() -> None:
    assert "que le Mali voit comme une menace" not in contents(
        "Les insurgés ont annoncé une république, que le Mali voit comme une menace."
    )


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("L'armée dit avoir pris le col, la milice affirme l'avoir gardé.", ["avoir pris le col", "l'avoir gardé"]),
        ("Le pont que la mairie promet de rouvrir mène au lac.", ["de rouvrir"]),
        ("Interrogé sur l'équipe que le maire propose d'envoyer, il a répondu que non.", ["d'envoyer", "que non"]),
        ("Le pacte que le maire refuse de signer prévoit un retrait.", ["de signer"]),
    ],
)
def test_an_infinitive_ends_before_another_clause(text: str, contents: list[str]) -> None:
    assert [s.content[0].quote for s in statements(text)] == contents


def test_nous_in_a_quotation_is_its_speaker() -> None:
    assert [
        s.speaker and s.speaker.quote for s in statements("« Nous appelons tous les soldats à partir », dit Ivo Tarn.")
    ] == ["Ivo Tarn"]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Le médiateur a appelé les deux camps à la retenue.", "à la retenue", "Le médiateur"),
        ("Le médiateur a salué « un pas courageux ».", "« un pas courageux »", "Le médiateur"),
        ("Le médiateur a condamné « fermement » les tirs.", "les tirs", "Le médiateur"),
        ("Le pont est coupé, évalue la branche du nord.", "Le pont est coupé", "la branche du nord"),
        ("Tolvane dément ces tirs.", "ces tirs", "Tolvane"),
    ],
)
def test_what_is_said_of_a_thing(text: str, content: str, speaker: str) -> None:
    found = one(text)
    assert [e.quote for e in found.content] == [content]
    assert found.speaker is not None
    assert found.speaker.quote == speaker
