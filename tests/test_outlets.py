"""Who publishes: the data's rows and the user's, and what the kind of an outlet changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from recoupe import views
from recoupe.check.origins import Origin, Publication, origin_of
from recoupe.errors import BadKnowledge
from recoupe.pipeline import Item, run
from recoupe.read.outlets import KnownOutlet, known_outlets, outlet_named, published_at
from recoupe.records import Finding
from recoupe.store import open_dossier
from recoupe.store.config import outlet_at, outlets, standing
from recoupe.text import fold_name

OWN = """
[[outlet]]
name = "La Vigie"
domain = "vigie.example"
kind = "aggregator"

[[outlet]]
name = "TASS"
files = "tass-*"
kind = "agency"
"""


def test_every_row_of_the_data_is_sound_and_no_name_or_site_stands_twice() -> None:
    rows = known_outlets()
    assert len(rows) > 150
    assert {row.kind for row in rows} == {"agency", "paper", "party", "aggregator"}
    names = Counter(name for row in rows for name in {fold_name(n) for n in (row.name, *row.aliases)})
    sites = Counter(site for row in rows for site in row.domains)
    assert [name for name, n in (*names.items(), *sites.items()) if n > 1] == []
    assert all(site == site.lower() and "/" not in site and "." in site for site in sites)
    assert all(row.country is None or (len(row.country) == 2 and row.country.isupper()) for row in rows)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.lemonde.fr/international/article/2031/a.html", "Le Monde"),
        ("http://FRANCAIS.RT.COM:8080/x", "RT"),
        ("https://lemonde.fr.example/", None),
        ("https://pasrfi.fr/", None),
        ("https://[broken", None),
        ("lemonde.fr", None),
        (None, None),
    ],
)
def test_an_outlet_by_the_address_of_its_site(address: str | None, name: str | None) -> None:
    assert published_at(address) == name


def test_the_users_rows_go_before_the_data() -> None:
    known = outlets(OWN)
    assert outlet_at("https://m.vigie.example/a", known) == "La Vigie"
    assert outlet_at("https://rfi.fr/a", known) is None
    assert standing("la vigie", known) == KnownOutlet("La Vigie", "aggregator")
    assert standing("TASS", known) == KnownOutlet("TASS", "agency", "RU")
    assert standing("L’AFP", known) == outlet_named("AFP")
    assert standing("Le Phare", known) is None
    assert standing(None, known) is None
    with pytest.raises(BadKnowledge, match="domain"):
        outlets('[[outlet]]\nname = "La Vigie"\n')


def test_an_aggregator_is_the_origin_of_no_copy() -> None:
    first = Publication("a", "2031-03-01", "2031-03-01", outlet="La Vigie", length=900, relays=True)
    later = Publication("b", "2031-03-02", "2031-03-02", outlet="Le Phare", length=100)
    last = Publication("c", "2031-03-03", "2031-03-03", outlet="Le Fil", length=100)
    assert origin_of([first, later]) == Origin("b", "only")
    assert origin_of([first, last, later]) == Origin("b", "earliest")
    assert origin_of([first, first]) == Origin(None, "unknown")


AGAIN = "Lundi 3 mars 2031, un bombardement a touché le marché de Castrelle : douze civils ont été tués."
TOLL = "Douze civils ont été tués lundi 3 mars 2031 à Castrelle dans le bombardement du marché."


def test_what_an_aggregator_says_by_itself_supports_nothing(tmp_path: Path) -> None:
    def verdicts(path: Path, config: str) -> set[tuple[str, tuple[str, ...]]]:
        with open_dossier(path, write=True) as dossier:
            dossier.configure(config)
            for outlet, text in (
                ("Le Phare", f"Castrelle pleure\n\n{TOLL} Les secours ont travaillé toute la nuit sous la pluie."),
                ("La Vigie", f"Le marché frappé\n\nLa ville est sous le choc. {AGAIN} Le deuil durera trois jours."),
            ):
                list(run([Item(f"{outlet}.txt", data=text.encode())], dossier, outlet=outlet, date="2031-03-04"))
            (vigie,) = (v for v in views.outlets(dossier).outlets if v.name == "La Vigie")
            assert vigie.kind == ("aggregator" if config else None)
            return {
                (f.verdict, tuple(sorted(f.origins))) for _, f in dossier.records(Finding) if f.type == "casualties"
            }

    assert verdicts(tmp_path / "a.db", "") == {("corroborated", ("phare", "vigie"))}
    assert verdicts(tmp_path / "b.db", OWN) == {("single_source", ("phare",))}


def test_the_organ_of_a_state_speaks_for_it_and_an_agency_under_any_of_its_names(tmp_path: Path) -> None:
    text = "Les forces russes ont pris le village de Novopil dimanche 2 mars 2031.\n\nLa bataille a duré deux jours."
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        list(run([Item("a.txt", data=text.encode())], dossier, outlet="RIA Novosti", date="2031-03-03"))
        list(run([Item("b.txt", data=b"Il pleut sur le port.")], dossier, outlet="La Vigie", date="2031-03-03"))
        credited = b"Les quais sont vides.\n\n(avec l'Agence France-Presse)"
        list(run([Item("c.txt", data=credited)], dossier, outlet="Le Fil", date="2031-03-03"))
        voices = dict(dossier.ask("SELECT d.outlet, c.voice FROM checked c JOIN document d ON d.id = c.document"))
    assert voices == {"RIA Novosti": "russie", "La Vigie": "vigie", "Le Fil": "afp"}
