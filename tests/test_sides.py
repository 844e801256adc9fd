"""Whom a name speaks for in one text, and what two records are by it. States, movements and people are invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.check.claims import Claim
from recoupe.check.compare import compare
from recoupe.check.sides import Here, Sides
from recoupe.check.times import Days
from recoupe.extract.actors import load_book
from tests.dossiers import CONFIG
from tests.test_reversals import MOVEMENT


@pytest.mark.parametrize(
    ("name", "text", "origin"),
    [
        (
            "Aldo Brême",
            "Le ministère norvendien de la Défense nie. « Non », dit son porte-parole, Aldo Brême.",
            "norvend",
        ),
        ("Aldo Brême", "Le ministère norvendien nie, selon le porte-parole du ministère, Aldo Brême.", "norvend"),
        ("état-major", "L'état-major norvendien se tait. « Non », répond l'état-major.", "norvend"),
        ("état-major", "L'état-major norvendien se tait, l'état-major sorélien aussi.", "etat major"),
        ("Aldo Brême", "Le ministère norvendien nie. Aldo Brême, épicier, attend.", "aldo breme"),
        ("Ilan Dreuze", "Ilan Dreuze refuse.", "front pour la sorne"),
        ("Aldo Brême", "Le chef du Front pour la Sorne, Aldo Brême, refuse.", "front pour la sorne"),
        ("Aldo Brême", "Aldo Brême, porte-parole du FPS, refuse.", "front pour la sorne"),
        ("guérilla du FPS", "La guérilla du FPS refuse.", "front pour la sorne"),
        ("voisins du FPS", "Les voisins du FPS refusent.", "voisins du fps"),
        ("porte-parole du FPS", "Le porte-parole du FPS refuse.", "front pour la sorne"),
        ("Aldo Brême", "Aldo Brême, otage du FPS, refuse. Le chef du FPS se tait.", "aldo breme"),
        ("Aldo Brême", "Le FPS avance. Son voisin, Aldo Brême, refuse.", "aldo breme"),
        ("Aldo Brême", "La Sorélie accepte le plan, a indiqué son négociateur en chef, Aldo Brême.", "sorelie"),
        (
            "Aldo Brême",
            "Accord\n\nESTRA, 4 juin 2031 (ATN) — La Sorélie accepte une trêve, a annoncé son ministre, Aldo Brême.",
            "sorelie",
        ),
        ("Aldo Brême", "La Sorélie cède. « C'est dit », a lâché sa ministre des Eaux, Aldo Brême.", "sorelie"),
        ("Aldo Brême", "Le gouvernement sorélien cède, a dit son émissaire, le général Aldo Brême.", "sorelie"),
        ("Aldo Brême", "La Fanfare joue en Sorélie, a dit sa présidente, Aldo Brême.", "aldo breme"),
        ("responsables du FPS", "Un émissaire norvendien a reçu deux responsables du FPS.", "front pour la sorne"),
        ("cadres de la Ruche", "La présidence norvendienne a reçu des cadres de la Ruche.", "cadres de la ruche"),
        ("Aldo Brême", "La présidence norvendienne a nommé Aldo Brême.", "aldo breme"),
        ("Finul", "La Finul avance.", "onu"),
        ("président de la République arabe norvendienne", "Le président parle.", "norvend"),
        (
            "UPSE",
            "L'Union des puisatiers et sourciers d'Estra (l'UPSE) proteste.",
            "union des puisatiers et sourciers d estra",
        ),
        (
            "Union des puisatiers",
            "L'Union des puisatiers et sourciers d'Estra (UPSE) proteste.",
            "union des puisatiers et sourciers d estra",
        ),
        ("UPSE", "L'Union des pêcheurs (nord) proteste, l'UPSE aussi.", "upse"),
        ("Opération des Nations unies au Norvend", "L'Opération des Nations unies au Norvend avance.", "onu"),
        ("porte-parole de la mission de l'ONU", "Le porte-parole de la mission de l'ONU refuse.", "onu"),
        ("mission onusienne", "La mission onusienne refuse.", "onu"),
        ("porte-parole de l'ONU", "Le porte-parole de l'ONU refuse.", "onu"),
        (
            "mission norvendienne auprès de l'ONU",
            "La mission norvendienne auprès de l'ONU refuse.",
            "mission norvendienne aupres de l onu",
        ),
        ("force de l'Union africaine", "La force de l'Union africaine refuse.", "union africaine"),
        ("voisins de l'ONU", "Les voisins de l'ONU refusent.", "voisins de l onu"),
        (
            "porte-parole de l'opposition norvendienne",
            "Le porte-parole de l'opposition norvendienne refuse.",
            "porte parole de l opposition norvendienne",
        ),
        (
            "Aldo Brême",
            "La Sorélie cède. Le syndicat sorélien, lui, refuse, a dit son président, Aldo Brême.",
            "aldo breme",
        ),
    ],
)
def test_a_name_speaks_for_whom_the_text_says(tmp_path: Path, name: str, text: str, origin: str) -> None:
    path = tmp_path / "book.toml"
    path.write_text(CONFIG + MOVEMENT, encoding="utf-8")
    named = ["Ministère norvendien de la Défense", "État-major norvendien"]
    if "sorélien" in text:
        named.append("État-major sorélien")
    assert Here(Sides(load_book(path)), text, [name, *named]).origin(name) == origin


def test_the_letters_of_an_army_bureau_are_those_of_a_bare_organ() -> None:
    here = Here(Sides(load_book()), "La Direction des cartes et relevés des armées (DCRA) dit non.", ["DCRA"])
    assert here.office(["DCRA"]) == "bare"
    assert here.office(["DCRX"]) == ""


def _told(id: str, subtype: str, low: float) -> Claim:
    day = Days("2031-05-06", "2031-05-06")
    return Claim(
        id=id, document=id, type="prisoners", subtype=subtype, stance="", status="happened", start=0, days=day,
        published=day, actors=("norvend",), unit="prisoners", low=low, high=low, counted=True,
    )  # fmt: skip


def test_an_exchange_and_the_release_of_its_prisoners_are_one_thing() -> None:
    assert compare(_told("a", "exchange", 85), _told("b", "release", 85)).kind == "same"
    assert compare(_told("a", "capture", 85), _told("b", "release", 85)).kind == "unrelated"
