"""News of fighting: what is denied and what is said instead, and what was attacked instead of who attacked."""

from __future__ import annotations

import pytest

from tests.occurrences import events
from tests.test_statements import statements


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Le porte-parole de l'armée a démenti : « Nos forces tiennent toujours Estra. »", "claimed"),
        ("« Nous tenons toujours la ville », a démenti le colonel Vidal.", "claimed"),
        ("« Nous n'avons pas bombardé le pont », a démenti le colonel Vidal.", "denied"),
        ("L'armée du Norvend nie « avoir bombardé le pont d'Estra ».", "denied"),
        ("L'armée du Norvend dément « avoir bombardé le pont d'Estra ».", "denied"),
        ("Le Norvend, lui, dément avoir bombardé le pont d'Estra.", "denied"),
    ],
)
def test_a_quotation_that_denies_says_itself_what_is_so(text: str, status: str) -> None:
    assert [e.status for e in events(text) if e.type in ("territory", "attack")] == [status]


def test_dement_is_a_verb() -> None:
    (said,) = statements("Le ministère norvendais dément « avoir visé le marché ».")
    assert said.act == "deny"
    assert statements("Le vieil homme est dément et vit seul.") == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Un obus a frappé le marché. Le maire accuse le FDL. Le mouvement dément.", ["Front du Levain"]),
        ("Un obus a frappé le marché. Le maire accuse le Norvend. Le Norvend dément en bloc.", ["Norvend"]),
        ("Un obus a frappé le marché. Le maire accuse le Norvend. La Sundérie dément.", []),
        ("Le FDL a bombardé le marché. Le mouvement dément.", []),
    ],
)
def test_who_is_charged_may_deny_it_in_a_word(text: str, who: list[str]) -> None:
    assert [e.attributed_to[0] for e in events(text) if e.status == "denied"] == who


@pytest.mark.parametrize(
    ("text", "actors", "target"),
    [
        ("Neuf mineurs ont péri dans l'attaque du camp de tentes de Sorel.", [], "camp de tentes de Sorel"),
        ("L'attaque du camp militaire par les rebelles a fait dix morts.", ["rebelles"], "camp militaire"),
        ("L'attaque des rebelles contre le camp a fait dix morts.", ["rebelles"], "camp"),
    ],
)
def test_a_camp_is_attacked(text: str, actors: list[str], target: str) -> None:
    (attack,) = (e for e in events(text) if e.type == "attack")
    assert ([p.name for p in attack.actor], [p.name for p in attack.target]) == (actors, [target])


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("12:10 L'ONU dit avoir compté douze soldats.", ("ONU",)),
        ("12h10 Le FDL dit avoir pris Estra.", ("FDL",)),
        ("12:10 L'armée du Norvend revendique la prise d'un village.", ("Armée du Norvend",)),
        ("Estra, 12 mai - La Croix-Bleue dit avoir vu douze blessés.", ("Croix-Bleue",)),
    ],
)
def test_an_hour_before_a_line_is_no_part_of_it(text: str, who: tuple[str, ...]) -> None:
    assert [s.reference for s in statements(text)] == [who]
    assert [e.status for e in events(text) if e.type != "statement"] in ([], ["claimed"])
