"""Who changed position: by the days of the texts or by their own words, a leader for his movement, talks gone to."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.extract.actors import load_book
from recoupe.pipeline import Item, run
from recoupe.records import Event, Link
from recoupe.store import open_dossier
from tests.dossiers import CONFIG

MOVEMENT = """
[[actor]]
name = "Front pour la Sorne"
kind = "group"
aliases = ["FPS", "le Front"]
country = "XN"

[[actor]]
name = "Ilan Dreuze"
kind = "person"
country = "XN"
roles = [{ role = "présidente du Front pour la Sorne", from = "2029" }]
"""
EARLY, LATE = "HALDE, 3 mars 2031 (ATV) - ", "HALDE, 12 mars 2031 (ATV) - "


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (EARLY + "Le Norvend a rejeté la trêve.", "Jeudi, 10h00\n\nLe Norvend accepte désormais la trêve.", True),
        (EARLY + "Le Norvend a rejeté la trêve.", "Jeudi, 10h00\n\nLe Norvend accepte la trêve.", False),
        (EARLY + "Le Front a rejeté la trêve.", LATE + "Ilan Dreuze a accepté la trêve.", True),
        (EARLY + "Le Norvend a rejeté la trêve.", LATE + "Ilan Dreuze a accepté la trêve.", False),
        (
            EARLY + "Le Front garde le silence sur la trêve.",
            "Le Front sort de sa réserve. Son chef, Aldo Brême, rejette la trêve.",
            True,
        ),
        (
            EARLY + "Le Norvend a exclu tout dialogue avec le Front.",
            LATE + "Le Norvend participera finalement aux pourparlers avec le Front à Estra.",
            True,
        ),
        (
            EARLY + "Le Norvend a exclu tout dialogue avec le Front.",
            LATE + "Une rencontre entre le Norvend et la Sorélie se tiendra finalement mardi à Estra.",
            False,
        ),
        (
            EARLY + "Le Norvend a rejeté le plan de paix.",
            LATE + "Le Norvend accepte le plan de paix qu'il avait refusé.",
            True,
        ),
        *(
            (EARLY + "Le Norvend a rejeté la trêve.", LATE + f"{who} a accepté la trêve.", changed)
            for who, changed in [
                ("Tomas Brel, ministre norvendien des Affaires étrangères,", True),
                ("Tomas Brel, le président du Norvend,", True),
                ("Le ministre des Affaires étrangères du Norvend, Tomas Brel,", True),
                ("Le chef de la diplomatie norvendienne", True),
                ("Tomas Brel, ancien ministre norvendien,", False),
                ("Tomas Brel, opposant norvendien,", False),
                ("Le chef de l'opposition norvendienne", False),
                ("Tomas Brel, ministre sorélien reçu au Norvend,", False),
            ]
        ),
        (
            EARLY + "Le Norvend a écarté le couloir maritime.",
            LATE + "Le ministre norvendien Tomas Brel a fait savoir que son pays autoriserait le couloir maritime.",
            True,
        ),
        (EARLY + "Le Norvend a rejeté la trêve.", LATE + "Selon un expert, le Norvend acceptera la trêve.", False),
        (
            EARLY + "Le Norvend a rejeté la trêve.",
            LATE + "Le Norvend a annoncé qu'il autoriserait la trêve si les rebelles se retiraient.",
            False,
        ),
    ],
)
def test_a_position_changes_where_the_days_or_the_words_say_so(
    tmp_path: Path, before: str, after: str, changed: bool
) -> None:
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        dossier.configure(CONFIG + MOVEMENT)
        for name, text in (("vigie", before), ("phare", after)):
            list(run([Item(f"{name}.txt", data=text.encode())], dossier, outlet=name, workers=1))
        made = [link for _, link in dossier.records(Link) if link.relation == "changes_position"]
        told = {i: e.document for i, e in dossier.records(Event)}
    assert bool(made) == changed
    assert all(told[link.a] != told[link.b] for link in made)


def test_a_longer_name_is_not_hidden_by_an_alias_with_an_article(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(MOVEMENT, encoding="utf-8")
    book = load_book(path)
    assert [known.means for words, known in book.names["front"] if words in ([], ["pour", "la", "sorne"])] == [
        ("Front pour la Sorne",),
        ("Front pour la Sorne",),
    ]
    assert book.body_of("Ilan Dreuze") == "Front pour la Sorne"
