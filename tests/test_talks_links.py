"""How stances, proposals, promises and talks of invented states are joined, and where they stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.records import Event, Link
from recoupe.store import open_dossier
from recoupe.views import deadlines
from tests.dossiers import findings, links, path, tell

__all__ = ["path"]


@pytest.mark.parametrize(
    ("told", "joined"),
    [
        (
            "Le Norvend réitère son soutien. Halde a redit lundi son soutien à la Sorélie face aux rebelles.",
            1,
        ),
        ("Le Norvend réitère son soutien. La Sorélie a redit lundi son soutien à la Ligue face aux rebelles.", 2),
        ("Le Norvend maintient son refus. Halde a rejeté lundi la trêve de trente jours.", 1),
        ("Le Norvend maintient son refus. Halde a rejeté la trêve. Halde a rejeté l'échange de prisonniers.", 3),
    ],
)
def test_a_stance_without_a_matter_is_that_of_its_party_where_the_text_tells_but_one(
    path: Path, told: str, joined: int
) -> None:
    tell(path, (7, told.replace(". ", ".\n\n")))
    assert len(findings(path, "position")) == joined


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        (
            "Mara Delune a proposé un troisième sommet régional à Estra.",
            "Le troisième sommet régional se tiendra le 20 mai à Estra.",
        ),
        (
            "Mara Delune a proposé une conférence humanitaire à Morvac.",
            "La conférence humanitaire s'est ouverte lundi à Morvac.",
        ),
    ],
)
def test_talks_held_as_proposed_answer_the_proposal(path: Path, told: str, answered: str) -> None:
    tell(path, (7, told), (12, answered))
    assert len(links(path, "responds_to")) == 1


@pytest.mark.parametrize(
    ("told", "other"),
    [
        (
            "Mara Delune a proposé un troisième sommet régional à Estra.",
            "Le deuxième sommet régional s'est tenu le 6 mai à Estra.",
        ),
        ("Mara Delune a proposé une conférence humanitaire à Morvac.", "La rencontre d'Estra se tiendra le 20 mai."),
        (
            "Mara Delune a proposé une conférence humanitaire à Morvac.",
            "La conférence humanitaire de Morvac est annulée.",
        ),
    ],
)
def test_other_talks_answer_no_proposal(path: Path, told: str, other: str) -> None:
    tell(path, (7, told), (12, other))
    assert links(path, "responds_to") == []


def test_a_promise_belongs_to_what_its_party_agreed_to_before_it(path: Path) -> None:
    tell(path, (7, "Le Norvend a accepté la trêve. Le Norvend s'est engagé à respecter la trêve jusqu'au 20 mai."))
    ((promise, stance),) = links(path, "part_of")
    assert "engagé" in promise
    assert "accepté" in stance


def test_a_promise_of_another_party_or_matter_belongs_to_no_stance(path: Path) -> None:
    told = "Le Norvend a accepté la trêve. La Sorélie s'est engagée à respecter la trêve jusqu'au 20 mai."
    more = "Le Norvend a accepté la trêve. Le Norvend s'est engagé à publier un rapport avant le 20 mai."
    tell(path, (7, told), (7, more))
    assert links(path, "part_of") == []


def test_a_force_named_by_common_nouns_is_what_a_stance_is_about(path: Path) -> None:
    told = (
        "Mara Delune a proposé l'envoi d'une mission d'observation du cessez-le-feu. "
        "Le Norvend soutient cette mission d'observation du cessez-le-feu."
    )
    tell(path, (7, told))
    assert len(links(path, "responds_to")) == 1


OFFER = "Le médiateur a soumis lundi aux deux camps un armistice de dix jours. "
PROMISE = "La Sorélie s'est engagée à publier la liste des disparus avant le 10 mai. "


@pytest.mark.parametrize(
    ("told", "stance"),
    [
        ("Vimeux le rejette.", "rejects"),
        ("Halde s'y est opposé.", "rejects"),
        ("La Sorélie y a souscrit mardi.", "accepts"),
        ("La Sorélie s'y est finalement ralliée.", "accepts"),
        ("Le Norvend l'approuve.", "accepts"),
        ("La Sorélie a repoussé l'offre.", "rejects"),
        ("Halde a dit oui.", "accepts"),
        ("Vimeux a opposé son veto.", "rejects"),
        ("Le Norvend a donné son feu vert.", "accepts"),
    ],
)
def test_a_pronoun_or_a_bare_noun_is_of_the_proposal_told_before(path: Path, told: str, stance: str) -> None:
    tell(path, (7, OFFER + told))
    with open_dossier(path) as dossier:
        stances = {i: e.stance for i, e in dossier.records(Event)}
        answers = [stances[k.a] for _, k in dossier.records(Link) if k.relation == "responds_to"]
    assert set(answers) == {stance}


@pytest.mark.parametrize(
    "told",
    [
        "Vimeux ne le rejette pas.",
        "Halde ne s'y oppose pas.",
        "La Sorélie n'y a pas encore souscrit.",
        "Le Norvend l'approuvera-t-il ?",
        "Si le Norvend l'approuve, les tirs cesseront.",
        "Le Norvend l'étudie.",
        "Halde y voit un piège.",
    ],
)
def test_what_is_denied_asked_or_weighed_answers_nothing(path: Path, told: str) -> None:
    tell(path, (7, OFFER + told))
    assert links(path, "responds_to") == []


@pytest.mark.parametrize(
    ("told", "state"),
    [
        ("Elle ne l'a jamais fait.", "missed"),
        ("Rien n'a été publié.", "missed"),
        ("Ce n'est toujours pas fait.", "missed"),
        ("L'échéance n'a pas été tenue.", "missed"),
        ("Le délai est passé sans qu'elle publie rien.", "missed"),
        ("Elle l'a fait.", "kept"),
        ("C'est chose faite depuis le 9 mai.", "kept"),
        ("La promesse a été tenue.", "kept"),
        ("Elle a tenu parole.", "kept"),
        ("Rien n'a été décidé.", "unknown"),
        ("Elle ne l'a pas dit.", "unknown"),
        ("Elle tiendra parole, assure Halde.", "unknown"),
        ("Ce sera chose faite lundi.", "unknown"),
        ("Le Norvend doute que la promesse soit tenue.", "unknown"),
    ],
)
def test_what_is_told_right_after_a_promise_settles_it(path: Path, told: str, state: str) -> None:
    tell(path, (14, PROMISE + told))
    with open_dossier(path) as dossier:
        assert [p.state for p in deadlines(dossier, as_of="2031-05-20")[1]] == [state]


def test_a_pronoun_settles_no_promise_of_another_sentence(path: Path) -> None:
    tell(path, (14, PROMISE + "Le pont de Morvac est fermé. Le maire devait le rouvrir. Il ne l'a pas fait."))
    with open_dossier(path) as dossier:
        assert [p.state for p in deadlines(dossier, as_of="2031-05-20")[1]] == ["unknown"]


def test_a_pronoun_stands_for_talks_told_before(path: Path) -> None:
    tell(path, (7, "Mara Delune a proposé une conférence de paix à Estra. Elle se tiendra le 20 mai."))
    ((met, proposed),) = links(path, "responds_to")
    assert met.startswith("Elle se tiendra")
    assert "conférence" in proposed
