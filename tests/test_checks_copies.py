"""What copies do to findings: texts that share passages are one origin of what stands in these, and of no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.pipeline import Item, run
from recoupe.records import Copy, Link
from recoupe.store import open_dossier, verify
from tests.dossiers import CONFIG, article, findings, only, path, tell

__all__ = ["path"]  # a fixture

MARKET = (
    "Les étals du marché couvert sont restés vides toute la matinée, et les camelots ont replié leurs bâches tôt."
    " Les bateliers attendent la décrue pour reprendre la mer, et le phare ne s'allume plus depuis le printemps."
    " Le conseil municipal a remis à plus tard le vote du budget des écoles, faute de quorum. "
)
COURTS = (
    "Le tribunal a renvoyé le procès des douaniers au mois prochain, à la demande de leurs avocats. La fanfare du lycée"
    " jouera dimanche sous les halles si le temps le permet. Les pêcheurs de la lagune réclament toujours des filets"
    " neufs et une digue, et la minoterie embauche douze ouvriers pour la saison. "
)
REST = "par un tir venu des collines, alors que les gardiens fermaient les grilles et que la pluie noyait la rue."
SHARED = f"Une école a été détruite mardi à Morvac {REST}"
RAIN = f"La colline s'est couverte de brume, surprise {REST}"


def test_a_cut_copy_is_no_second_origin(path: Path) -> None:
    dispatch = (
        "Une maison de retraite a été détruite mardi à Estra par un tir venu de l'est, au moment où les pensionnaires "
        "prenaient leur repas dans la grande salle du rez-de-chaussée.\n\n"
        "Les équipes de secours ont travaillé toute la soirée à la lumière des phares, et la route du port est restée "
        "coupée jusqu'à l'aube.\n\nLa municipalité a ouvert un gymnase pour les familles des environs."
    )
    tell(
        path,
        (7, dispatch),
        (8, dispatch.split("\n\n")[0]),
        (8, "Mardi, à Estra, une maison de retraite a été détruite."),
    )
    with open_dossier(path) as dossier:
        (copy,) = [c for _, c in dossier.records(Copy)]
        texts = dict(dossier.documents())
        for passage in copy.passages:
            assert texts[copy.a].text[slice(*passage.a)] == texts[copy.b].text[slice(*passage.b)]
        assert list(verify(dossier)) == []
    assert copy.kind == "cut"
    found = only(path, "damage")
    assert found.origins == ("vigie", "echo")


def test_an_outlet_that_may_have_written_the_copied_text_is_no_second_origin(path: Path) -> None:
    dispatch = (
        "Une maison de retraite a été détruite mardi à Estra par un tir venu de l'est, au moment où les pensionnaires "
        "prenaient leur repas dans la grande salle du rez-de-chaussée."
    )
    texts = {"La Vigie": article(7, dispatch), "Le Phare": article(7, f"{dispatch} Le gymnase est ouvert.")}
    later = "Mardi, à Estra, une maison de retraite a été détruite."
    with open_dossier(path, write=True) as dossier:
        dossier.configure(CONFIG)
        for name, outlet, text in [
            *((n, n, t) for n, t in texts.items()),
            ("b", "Le Phare", article(8, later)),
        ]:
            item = Item(f"{name}.txt", data=text.encode())
            assert [o.status for o in run([item], dossier, outlet=outlet, workers=1)] == ["added"]
    assert only(path, "damage").verdict == "single_source"


@pytest.mark.parametrize(
    ("one", "other", "origins"),
    [
        (MARKET + SHARED, COURTS + SHARED, 1),
        # the school stands beside the passage that both share
        (
            MARKET + "Mardi, à Morvac, une école a été détruite. " + RAIN,
            COURTS + "À Morvac, une école a été détruite mardi. " + RAIN,
            2,
        ),
    ],
)
def test_what_two_texts_share_is_of_one_origin(path: Path, one: str, other: str, origins: int) -> None:
    tell(path, (7, one), (7, other))
    with open_dossier(path) as dossier:
        assert [c.strong for _, c in dossier.records(Copy)] == [False]
    assert len(only(path, "damage").origins) == origins


def test_what_two_copies_tell_in_the_same_words_is_one_thing(path: Path) -> None:
    front = "Les pompiers d'Estra ont travaillé toute la nuit dans les ruelles du port, sous une pluie battante, et "
    words = front + "le gouvernement affirme que les rebelles ont évacué {} le col de Morvac."
    tell(path, (7, words.format("au préalable")), (8, words.format("d'abord") + " La route est close."))
    (found,) = findings(path, "territory")
    assert len(found.records) == 2
    with open_dossier(path) as dossier:
        assert any(k.reasons == ("copy",) for _, k in dossier.records(Link) if k.relation in ("same", "corroborates"))
