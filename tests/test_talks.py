"""Who accepts, refuses or sets conditions, in the words of the press; and what tells no stance at all."""

from __future__ import annotations

import pytest

from tests.occurrences import events


def stances(text: str) -> set[str]:
    return {e.stance for e in events(text) if e.type == "position" and e.stance and e.status != "denied"}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("La Sundérie n'exclut plus de négocier avec les rebelles.", "accepts"),
        ("Cessez-le-feu : feu vert de Tolvane.", "accepts"),
        ("Échange de prisonniers : Hallebrun donne son accord.", "accepts"),
        ("La proposition de trêve a obtenu l'aval des rebelles.", "accepts"),
        ("Réponse favorable de la Sundérie à la médiation de la Fédération.", "accepts"),
        ("L'initiative de la Fédération s'est heurtée au veto de Tolvane.", "rejects"),
        ("L'offre de dialogue a essuyé un refus catégorique de la Sundérie.", "rejects"),
        ("Médiation : fin de non-recevoir de Tolvane.", "rejects"),
        ("Veto de Hallebrun au déploiement d'observateurs.", "rejects"),
        ("Un retrait est impensable pour le Norvend.", "rejects"),
        ("« Ce plan ne mérite même pas de réponse », a lâché Orlane Vidal.", "rejects"),
        ("La Sundérie est catégorique : hors de question que des observateurs entrent en ville.", "rejects"),
        ("Orlane Vidal a annoncé que son gouvernement approuvera le plan.", "accepts"),
        ("Orlane Vidal a indiqué que son pays n'autoriserait pas les convois.", "rejects"),
        ("Hallebrun : non au plan de paix.", "rejects"),
        ("« Non à cette trêve », a lancé Orlane Vidal.", "rejects"),
        ("Orlane Vidal juge le projet de trêve « irrecevable ».", "rejects"),
        ("La Sundérie n'assistera pas au sommet de Genève.", "rejects"),
        ("Tolvane assure ne plus vouloir de médiation.", "rejects"),
        ("Le Front du Levain se refuse à tout compromis.", "rejects"),
        ("Les rebelles ne rendront la ville qu'après la levée du blocus.", "conditions"),
        ("Le Norvend lie le retrait au départ des rebelles.", "conditions"),
        ("Pas de réaction officielle de Tolvane au plan de paix.", "silent"),
        ("Le départ des rebelles reste une condition à toute trêve, selon Tolvane.", "conditions"),
    ],
)
def test_a_stance_in_the_words_of_the_press(text: str, stance: str) -> None:
    assert stances(text) == {stance}


@pytest.mark.parametrize(
    "text",
    [
        "Il est faux que le Norvend ait accepté la trêve, a déclaré Orlane Vidal.",
        "Il est inexact de dire que la Sundérie a accepté le plan.",
        "Rien ne permet de dire que Tolvane est prêt à une trêve.",
        "La Sundérie attend que le Norvend accepte le plan.",
        "Il n'est pas exclu que le Norvend accepte la trêve.",
        "Un refus du Norvend ruinerait la trêve.",
        "Tout rejet du plan par la Sundérie sera sanctionné.",
        "Le plan ne s'est pas heurté au refus du Norvend.",
        "L'offre de médiation n'a pas essuyé de refus de la Sundérie.",
        "Le plan de paix n'a pas reçu l'aval du Norvend.",
        "L'offre de la Fédération ne convient pas au Norvend.",
        "En attendant le feu vert du Norvend à la trêve, les combats continuent.",
        "Trêve : Tolvane va-t-il donner son accord ?",
        "Un oui du Norvend au plan de paix changerait tout.",
        "Orlane Vidal espère que son pays autorisera les convois.",
        "Orlane Vidal a annoncé que son pays autoriserait les convois si les tirs cessaient.",
        "Il est inexact que la Sundérie ait donné son feu vert au plan.",
        "Loin d'accepter la trêve, le Norvend envoie des renforts.",
        "À en croire la Sundérie, le Norvend serait prêt à une trêve.",
        "Le Norvend hésite à accepter la trêve.",
        "Selon un analyste, le Norvend finira par accepter la trêve.",
    ],
)
def test_what_is_doubted_supposed_asked_or_awaited_is_no_stance(text: str) -> None:
    assert not stances(text) & {"accepts", "rejects"}


def test_the_stance_of_another_is_not_that_of_who_tells_it() -> None:
    told = [e for e in events("Selon la Sundérie, le Norvend est prêt à une trêve.") if e.type == "position"]
    assert [([p.name for p in e.actor], e.attributed_to) for e in told] == [(["Norvend"], ("Sundérie",))]


def test_a_deed_called_false_is_denied_in_the_own_voice_of_a_text_too() -> None:
    (told,) = events("Il est faux que l'armée norvendaise ait bombardé l'hôpital.")
    assert (told.type, told.status) == ("attack", "denied")


def promised(text: str) -> list[str]:
    return [e.due.mention.quote if e.due else "" for e in events(text) if e.fulfilment == "pending"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Le gouvernement norvendais publiera son enquête sous quinze jours.", "quinze jours"),
        ("Le Norvend doit remettre sa réponse avant le 20 mars.", "20 mars"),
        ("La liste des prisonniers devra être remise avant le 20 mars.", "20 mars"),
        ("Les observateurs de la Fédération seront sur place avant le 1er novembre.", "1er novembre"),
        ("L'échéance reste fixée au 20 mars pour le retrait des rebelles.", "20 mars"),
        ("Délai imparti aux rebelles : dix jours.", "dix jours"),
        ("Orlane Vidal a dit que le Norvend publiera la liste dans le délai de deux semaines.", "deux semaines"),
    ],
)
def test_what_is_to_be_done_by_a_day_is_a_promise(text: str, due: str) -> None:
    (found,) = promised(text)
    assert due in found


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend remettra-t-il la liste avant le 20 mars ?",
        "Si le Norvend remet la liste avant le 20 mars, la Sundérie libérera les otages.",
        "Le Norvend ne remettra pas la liste avant le 20 mars.",
        "Le Norvend pourrait publier la liste avant le 20 mars.",
        "Le club remettra la coupe avant le 20 mars.",
        "Le roman sera publié avant le 20 mars.",
        "Le rapport ne sera pas publié avant le 20 mars.",
    ],
)
def test_what_is_asked_supposed_or_denied_is_no_promise(text: str) -> None:
    assert promised(text) == []


def test_what_must_be_done_by_a_day_has_not_come_to_pass() -> None:
    told = events("La Sundérie devra avoir retiré ses troupes d'ici au 1er avril.")
    assert [e.status for e in told if e.type == "territory"] == ["planned"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Un accord entre le Norvend et la Sundérie a été signé mardi à Tolvane.", ("agreement", "signed")),
        ("Selon un diplomate, une rencontre entre le Norvend et la Sundérie a eu lieu mardi.", ("meeting", "talks")),
        ("Une trêve entre le Norvend et la Sundérie a été conclue.", ("agreement", "signed")),
        ("Des affrontements entre le Norvend et la Sundérie ont repris.", ("military_activity", "clash")),
    ],
)
def test_what_is_between_two_keeps_both_before_its_verb(text: str, kind: tuple[str, str]) -> None:
    (found,) = (e for e in events(text) if (e.type, e.subtype) == kind)
    assert {p.name for p in found.actor} == {"Norvend", "Sundérie"}


def test_a_clause_joined_to_talks_between_two_has_a_subject_of_its_own() -> None:
    (found,) = (
        e
        for e in events("Le Norvend a rompu les pourparlers entre les deux pays et la Sundérie attend.")
        if e.type == "meeting"
    )
    assert [p.name for p in found.actor] == ["Norvend"]
