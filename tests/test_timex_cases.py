"""Invented sentences, one expression each: what it must be read as, seen from a day."""

# ruff: noqa: E501 (a table: one case a line)
from __future__ import annotations

import pytest

from recoupe.extract.timex import find_timex
from recoupe.lang.fr.timex import rows
from recoupe.records import Timex


def read(sentence: str, day: str) -> list[Timex]:
    return find_timex(sentence, [], date=(day, day))


# (sentence, document date, expression as it stands, value)
CASES = [
    # weekdays: the clause decides, not the sentence
    ("Le général a confirmé qu'il irait à Varna jeudi.", "2025-12-06", "jeudi", "2025-12-11"),
    ("La ministre a répété mardi qu'elle ne céderait pas.", "2025-12-06", "mardi", "2025-12-02"),
    ("La ministre, qui sera vendredi à Oslo, a refusé de répondre.", "2025-12-03", "vendredi", "2025-12-05"),
    ("La réunion qui s'est tenue lundi reprendra jeudi.", "2025-12-03", "lundi", "2025-12-01"),
    ("La réunion qui s'est tenue lundi reprendra jeudi.", "2025-12-03", "jeudi", "2025-12-04"),
    ("Le chef de l'État, attendu lundi à Oslo, n'a rien dit.", "2025-12-06", "lundi", "2025-12-08"),
    ("Une rencontre est prévue mercredi à Oslo.", "2025-12-06", "mercredi", "2025-12-10"),
    ("Les deux délégations doivent se voir dimanche.", "2025-12-06", "dimanche", "2025-12-07"),
    # what was due may well be past; what is wanted, or rests on a condition, is ahead
    ("Le retrait devait intervenir avant le 1er décembre.", "2034-02-06", "le 1er décembre", "2033-12-01"),
    ("Le retrait devait intervenir avant le 1er mars.", "2034-02-06", "le 1er mars", "2034-03-01"),
    ("La Ligue accepte que le vote se tienne le 15 mars, dit Aron Tief.", "2034-02-12", "le 15 mars", "2034-03-15"),
    ("Ce geste était subordonné à leur arrivée avant le 1er mars.", "2034-02-12", "le 1er mars", "2034-03-01"),
    ("Il l'invite à désarmer, comme elle s'y est engagée le 4 novembre.", "2034-02-12", "le 4 novembre", "2033-11-04"),
    ("La dernière échéance tombe le 1er mars.", "2034-02-06", "le 1er mars", "2034-03-01"),
    ("La flotte était censée avoir quitté le port dimanche.", "2025-01-27", "dimanche", "2025-01-26"),
    ("La flotte était censée quitter le port vendredi.", "2025-01-27", "vendredi", "2025-01-31"),
    ("Les débats devaient reprendre mardi à Varna.", "2025-01-27", "mardi", "2025-01-28"),
    ("Douze marins sont portés disparus suite à un accrochage mardi avec des pirates.", "2025-01-27", "mardi", "2025-01-21"),
    ("Deux hommes sont recherchés après une attaque mardi à Varna.", "2025-01-27", "mardi", "2025-01-21"),
    ("Deux hommes seront jugés après une attaque mardi à Varna.", "2025-01-27", "mardi", "2025-01-28"),
    ("Il a demandé le retrait, dit son bureau, dimanche, rendant compte d'un appel.", "2025-01-27", "dimanche", "2025-01-26"),
    ("Il avait promis de répondre avant dimanche.", "2025-12-06", "dimanche", "2025-12-07"),
    ("Deux obus ont frappé l'école dimanche, a indiqué le maire.", "2025-12-06", "dimanche", "2025-11-30"),
    ("Le maire a indiqué dimanche que deux obus avaient frappé l'école.", "2025-12-06", "dimanche", "2025-11-30"),
    ("Vendredi, un convoi a franchi la frontière.", "2025-12-06", "Vendredi", "2025-12-05"),
    ("Le sommet de jeudi sera décisif.", "2025-12-03", "jeudi", "2025-12-04"),
    ("Le texte publié jeudi ne dit rien.", "2025-12-06", "jeudi", "2025-12-04"),
    ("L'armée affirme avoir repris le fort lundi.", "2025-12-06", "lundi", "2025-12-01"),
    ("L'accord devrait être signé lundi.", "2025-12-06", "lundi", "2025-12-08"),
    ("Le vote a été reporté à mardi.", "2025-12-06", "mardi", "2025-12-09"),
    ("Il a appelé à manifester samedi.", "2025-12-03", "samedi", "2025-12-06"),
    ("Depuis lundi, la ville est sans eau.", "2025-12-06", "lundi", "2025-12-01"),
    ("Ils se rencontreront lundi prochain.", "2025-12-08", "lundi prochain", "2025-12-15"),
    ("Ils se sont vus mardi dernier.", "2025-12-02", "mardi dernier", "2025-11-25"),
    ("Ils se verront lundi en huit.", "2025-12-03", "lundi en huit", "2025-12-15"),
    ("Il reviendra mardi de la semaine prochaine.", "2025-12-03", "mardi de la semaine prochaine", "2025-12-09"),
    ("« Nous répondrons jeudi », a prévenu le général.", "2025-12-02", "jeudi", "2025-12-04"),
    ("Le général aurait fui mercredi.", "2025-12-06", "mercredi", "2025-12-03"),
    ("Un scrutin pourrait avoir lieu dès lundi.", "2025-12-06", "lundi", "2025-12-08"),
    ("Les mutins ont jusqu'à lundi pour se rendre.", "2025-12-06", "lundi", "2025-12-08"),
    ("L'avocat vient d'être arrêté mardi.", "2025-12-06", "mardi", "2025-12-02"),
    ("Le juge a donc démissionné lundi.", "2025-12-06", "lundi", "2025-12-01"),
    ("Samedi, lors d'une rencontre à Oslo, la ministre a tout nié.", "2025-12-08", "Samedi", "2025-12-06"),
    ("Le traité sera officiellement signé mardi.", "2025-12-06", "mardi", "2025-12-09"),
    ("La foire était prévue début novembre.", "2025-12-06", "début novembre", "2025-11"),
    ("Le roi a annoncé la tenue d'élections en mars.", "2025-12-06", "en mars", "2026-03"),
    ("Le roi a annoncé en mars la tenue d'élections.", "2025-12-06", "en mars", "2025-03"),
    ("Il s'est engagé à remettre un texte écrit avant dimanche soir.", "2025-12-12", "dimanche soir", "2025-12-14TEV"),
    ("La ministre souhaitait « en finir avant l'été ».", "2025-03-21", "l'été", "2025-SU"),
    ("Ils sont partis sur la promesse de se revoir le 18 décembre.", "2025-12-12", "le 18 décembre", "2025-12-18"),
    ("Les gardes devront avoir quitté le fort le 10 janvier.", "2025-11-20", "le 10 janvier", "2026-01-10"),
    ("La date du 16 décembre restait inscrite.", "2025-12-12", "16 décembre", "2025-12-16"),
    ("Elle n'a pas exclu une réponse avant la fin du week-end.", "2025-12-12", "avant la fin du week-end", "2025-W50-WE"),
    ("Le maire est attendu ici en début de semaine.", "2025-12-13", "en début de semaine", "2025-W51"),
    ("Le maire est venu ici en début de semaine.", "2025-12-13", "en début de semaine", "2025-W50"),
    ("L'offre intervient au lendemain d'une frappe.", "2025-12-12", "au lendemain d'une", "2025-12-12"),
    # hours in words
    ("Elle a prêté serment à dix heures.", "2025-12-12", "dix heures", "T10:00"),
    ("Un obus est tombé lundi à vingt-deux heures.", "2025-12-12", "lundi à vingt-deux heures", "2025-12-08T22:00"),
    ("Le fort est à dix heures de route.", "2025-12-12", "dix heures", "PT10H"),
    # the same night, across paragraphs
    ("Un fort a brûlé dans la nuit de lundi à mardi.\nIl a plu.\nLa même nuit, un pont a sauté.", "2025-12-12", "La même nuit", "2025-12-08TNI"),
    ("Il est parti jeudi.\nIl reviendra le 20 décembre.\nLe même jour, un pont a sauté.", "2025-12-12", "Le même jour", "2025-12-11"),
    ("Une messe a été dite à Oslo lundi de Pâques.", "2025-04-25", "lundi de Pâques", "2025-04-21"),
    # parts of day and nights
    ("Un drone est tombé lundi soir.", "2025-12-06", "lundi soir", "2025-12-01TEV"),
    ("Un drone est tombé dans la soirée de samedi.", "2025-12-08", "la soirée de samedi", "2025-12-06TEV"),
    ("Un drone est tombé dans la nuit du 5 au 6 décembre.", "2025-12-07", "la nuit du 5 au 6 décembre", "2025-12-05TNI"),
    ("Un drone est tombé dans la nuit de lundi à mardi.", "2025-12-04", "la nuit de lundi à mardi", "2025-12-01TNI"),
    ("Un drone est tombé la nuit dernière.", "2025-12-06", "la nuit dernière", "2025-12-05TNI"),
    ("Un drone est tombé hier soir.", "2025-12-06", "hier soir", "2025-12-05TEV"),
    ("Il parlera demain matin.", "2025-12-06", "demain matin", "2025-12-07TMO"),
    ("Il parlera ce soir.", "2025-12-06", "ce soir", "2025-12-06TEV"),
    ("Il a parlé cet après-midi.", "2025-12-06", "cet après-midi", "2025-12-06TAF"),
    ("Il a parlé dans la matinée.", "2025-12-06", "la matinée", "2025-12-06TMO"),
    ("Le tir a eu lieu vendredi à l'aube.", "2025-12-06", "vendredi à l'aube", "2025-12-05TMO"),
    # days near the document's
    ("Il est parti avant-hier.", "2025-03-01", "avant-hier", "2025-02-27"),
    ("Il partira après-demain.", "2025-12-30", "après-demain", "2026-01-01"),
    ("Aujourd’hui, rien n’a changé.", "2025-12-06", "Aujourd’hui", "2025-12-06"),
    # dates
    ("L'accord a été signé le mardi 4 mars.", "2025-03-10", "le mardi 4 mars", "2025-03-04"),
    ("L'accord a été signé le 4 mars 2025 vers 22h30 GMT.", "2025-12-06", "le 4 mars 2025 vers 22h30 GMT", "2025-03-04T22:30"),
    ("Publié le 04/03/2025.", "2025-12-06", "le 04/03/2025", "2025-03-04"),
    ("L'école rouvrira le 3 janvier.", "2025-12-06", "le 3 janvier", "2026-01-03"),
    ("Le fort est tombé le 20 décembre.", "2025-12-06", "le 20 décembre", "2024-12-20"),
    ("Il a décrété une trêve le 9 mai.", "2025-04-28", "le 9 mai", "2025-05-09"),
    ("La trêve durera jusqu'au 15 février.", "2025-12-06", "15 février", "2026-02-15"),
    ("Il est mort le 5 octobre dernier.", "2025-12-06", "le 5 octobre dernier", "2025-10-05"),
    ("Ils se sont vus les 23 et 24 mai.", "2025-06-01", "les 23 et 24 mai", "2025-05-23/2025-05-24"),
    ("La foire se tiendra du 28 janvier au 2 février 2026.", "2025-12-06", "du 28 janvier au 2 février 2026", "2026-01-28/2026-02-02"),
    ("La trêve a tenu du 30 décembre au 2 janvier.", "2026-01-10", "du 30 décembre au 2 janvier", "2025-12-30/2026-01-02"),
    ("Ils ont négocié entre mardi et jeudi.", "2025-12-06", "mardi et jeudi", "2025-12-02/2025-12-04"),
    # anaphora
    ("Le fort est tombé le 3 juin 2025. La veille, le pont avait sauté.", "2025-12-06", "La veille", "2025-06-02"),
    ("Le fort est tombé le 3 juin 2025. Le surlendemain, le pont sautait.", "2025-12-06", "Le surlendemain", "2025-06-05"),
    ("Le fort est tombé le 3 juin 2025. Ce jour-là, le pont a sauté.", "2025-12-06", "Ce jour-là", "2025-06-03"),
    ("Le fort est tombé le 3 juin 2025. Le même jour, le pont a sauté.", "2025-12-06", "Le même jour", "2025-06-03"),
    ("Le fort est tombé le 3 juin 2025. La semaine suivante, le pont a sauté.", "2025-12-06", "La semaine suivante", "2025-W24"),
    ("Le fort est tombé en juin 2025. Le mois suivant, le pont a sauté.", "2025-12-06", "Le mois suivant", "2025-07"),
    ("Le fort est tombé en 2019. L'année suivante, le pont a sauté.", "2025-12-06", "L'année suivante", "2020"),
    ("Le fort est tombé le 3 juin 2025. Deux mois plus tard, le pont a sauté.", "2025-12-06", "Deux mois plus tard", "2025-08"),
    ("Le fort est tombé le 3 juin 2025. Quatre jours plus tôt, le pont avait sauté.", "2025-12-06", "Quatre jours plus tôt", "2025-05-30"),
    ("Le fort est tombé mardi. Le lendemain, le pont a sauté.", "2025-12-06", "Le lendemain", "2025-12-03"),
    ("À la veille du scrutin du 9 juin 2024, la ville votait déjà.", "2025-12-06", "À la veille du scrutin", "2024-06-08"),
    ("Le pont a sauté à la veille de Noël.", "2025-12-27", "à la veille de Noël", "2025-12-24"),
    # ago, in
    ("Le fort est tombé il y a dix jours.", "2025-12-06", "il y a dix jours", "2025-11-26"),
    ("Le fort est tombé il y a trois ans.", "2025-12-06", "il y a trois ans", "2022"),
    ("Le fort est tombé il y a une semaine.", "2025-12-06", "il y a une semaine", "2025-W48"),
    ("Le fort est tombé il y a une dizaine de jours.", "2025-12-06", "il y a une dizaine de jours", "2025-11-26"),
    ("Un vote aura lieu dans trois mois.", "2025-12-06", "dans trois mois", "2026-03"),
    ("Un vote aura lieu dans une semaine.", "2025-12-06", "dans une semaine", "2025-W50"),
    # weeks, months, seasons, quarters, years
    ("Le week-end dernier, le pont a sauté.", "2025-12-06", "Le week-end dernier", "2025-W48-WE"),
    ("Le pont a sauté ce week-end.", "2025-12-08", "ce week-end", "2025-W49-WE"),
    ("Le pont a sauté la semaine dernière.", "2025-01-02", "la semaine dernière", "2024-W52"),
    ("Il sera à Oslo cette semaine.", "2025-12-03", "cette semaine", "2025-W49"),
    ("Il sera à Oslo en fin de semaine.", "2025-12-03", "en fin de semaine", "2025-W49"),
    ("Il sera à Oslo à la mi-mars.", "2025-12-06", "à la mi-mars", "2026-03"),
    ("Il était à Oslo fin août.", "2025-12-06", "fin août", "2025-08"),
    ("Il sera à Oslo d'ici la fin du mois.", "2025-12-06", "d'ici la fin du mois", "2025-12"),
    ("Il était à Oslo le mois dernier.", "2025-01-06", "le mois dernier", "2024-12"),
    ("Il sera à Oslo le mois prochain.", "2025-12-06", "le mois prochain", "2026-01"),
    ("Le pont a sauté en octobre.", "2025-12-06", "en octobre", "2025-10"),
    ("Le pont a été visé depuis octobre.", "2025-12-06", "octobre", "2025-10"),
    ("Le front a bougé cet été.", "2025-10-02", "cet été", "2025-SU"),
    ("Le front a bougé cet hiver.", "2025-04-02", "cet hiver", "2024-WI"),
    ("Le front a bougé l'été dernier.", "2025-04-02", "l'été dernier", "2024-SU"),
    ("Le front bougera l'été prochain.", "2025-04-02", "l'été prochain", "2025-SU"),
    ("La récolte a chuté au second semestre 2024.", "2025-12-06", "au second semestre 2024", "2024-H2"),
    ("La récolte a chuté au deuxième trimestre.", "2025-12-06", "au deuxième trimestre", "2025-Q2"),
    ("La récolte a chuté l'an dernier.", "2025-12-06", "l'an dernier", "2024"),
    ("La récolte chutera l'année prochaine.", "2025-12-06", "l'année prochaine", "2026"),
    ("La récolte a chuté fin 2023.", "2025-12-06", "fin 2023", "2023"),
    ("La récolte a chuté entre 2014 et 2019.", "2025-12-06", "entre 2014 et 2019", "2014/2019"),
    ("La route date des années 1990.", "2025-12-06", "des années 1990", "199"),
    # holidays
    ("Les otages seront libres avant Pâques.", "2026-03-01", "Pâques", "2026-04-05"),
    ("Le pont a sauté à la Pentecôte.", "2025-07-01", "à la Pentecôte", "2025-06-08"),
    ("Il veut la paix d'ici Noël.", "2025-11-06", "Noël", "2025-12-25"),
    ("La trêve du Nouvel An a été rompue.", "2026-01-03", "Nouvel An", "2026-01-01"),
    # durations and sets
    ("Il a tenu deux ans et demi.", "2025-12-06", "deux ans et demi", "P2Y6M"),
    ("Il a tenu une quinzaine de jours.", "2025-12-06", "une quinzaine de jours", "P15D"),
    ("Il résiste depuis plus de deux ans.", "2025-12-06", "plus de deux ans", "P2Y"),
    ("Il a parlé une heure et demie.", "2025-12-06", "une heure et demie", "PT1H30M"),
    ("Il a réclamé un répit de 60 jours.", "2025-12-06", "60 jours", "P60D"),
    ("Trois obus sont tombés ces 48 dernières heures.", "2025-12-06", "ces 48 dernières heures", "PT48H"),
    ("Trois obus sont tombés au cours des dernières 72 heures.", "2025-12-06", "dernières 72 heures", "PT72H"),
    ("Trois obus sont tombés ces deux derniers jours.", "2025-12-06", "ces deux derniers jours", "P2D"),
    ("Trois obus sont tombés ces dernières semaines.", "2025-12-06", "ces dernières semaines", "PXW"),
    ("Il l'a dit quelques heures plus tard.", "2025-12-06", "quelques heures plus tard", "PTXH"),
    ("Ils se parlent tous les lundis.", "2025-12-06", "tous les lundis", "XXXX-WXX-1"),
    ("Ils se parlent chaque mois.", "2025-12-06", "chaque mois", "P1M"),
    ("Ils se parlent trois fois par jour.", "2025-12-06", "trois fois par jour", "P1D"),
    ("Ils se parlent toutes les deux semaines.", "2025-12-06", "toutes les deux semaines", "P2W"),
    ("Le pont sera rouvert dans les deux à trois semaines.", "2025-12-06", "deux à trois semaines", "P2W/P3W"),
    # clock
    ("Un tir a retenti à 3h15.", "2025-12-06", "3h15", "T03:15"),
    ("Le courant sera coupé à partir de 22 heures.", "2025-12-06", "22 heures", "T22:00"),
    ("Il a parlé vendredi à 18h.", "2025-12-06", "vendredi à 18h", "2025-12-05T18:00"),
    ("Le courant sera coupé à midi.", "2025-12-06", "à midi", "T12:00"),
    ("Un tir a retenti vers 9 heures du soir.", "2025-12-06", "9 heures du soir", "T21:00"),
    # references
    ("Il est actuellement à Oslo.", "2025-12-06", "actuellement", "PRESENT_REF"),
    ("Il a récemment démissionné.", "2025-12-06", "récemment", "PAST_REF"),
    ("À l'avenir, il se taira.", "2025-12-06", "À l'avenir", "FUTURE_REF"),
    ("Jusqu’à présent, rien n’a filtré.", "2025-12-06", "Jusqu’à présent", "PRESENT_REF"),
]  # fmt: skip

TRAPS = [
    "La seconde ville du pays a été évacuée.",
    "L'avenir du traité reste flou.",
    "Il a été blessé près du pont.",
    "La 12e division a reculé.",
    "Il vit rue du 11-Novembre à Tours.",
    "Le Mouvement du 23 mars a pris la ville.",
    "Plus de 2.019 kilomètres de route ont été coupés.",
    "Un homme de 45 ans a été arrêté.",
    "Il a été élu dans le 7e arrondissement.",
    "La sonde est arrivée près de la planète Mars.",
    "Le Premier ministre a pris la parole.",
    "La Seconde Guerre mondiale a marqué la ville.",
    "Le Printemps arabe a échoué ici.",
    "Le prix du pain a doublé.",
    "La résolution 2254 reste lettre morte.",
    "L'article 5 du traité est clair.",
    "Le plan en 28 points a été rejeté.",
    "M. Noël Dupond a démissionné.",
    "Ses jours ne sont plus en danger, dit l'hôpital.",
]


@pytest.mark.parametrize(("sentence", "day", "expression", "value"), CASES)
def test_value(sentence: str, day: str, expression: str, value: str) -> None:
    found = {t.evidence.quote: t.value for t in read(sentence, day)}
    assert found.get(expression) == value, found


@pytest.mark.parametrize("sentence", TRAPS)
def test_nothing_is_read_in_what_only_looks_like_a_date(sentence: str) -> None:
    assert [t.evidence.quote for t in read(sentence, "2025-12-06")] == []


@pytest.mark.parametrize("row", rows(), ids=lambda r: r.name)
def test_every_row_reads_its_own_sentence(row) -> None:  # type: ignore[no-untyped-def]
    sentence, day, value = row.test
    found = read(sentence, day)
    if row.resolve == "trap":
        assert all(t.rule.startswith("night") for t in found)
    elif row.resolve != "war_start":  # resolved with knowledge only: see test_timex.py
        assert (row.name + "@1", value) in [(t.rule, t.value) for t in found] or row.resolve == "war_day", found
