"""Printed dates as French pages write them: of the day, of a day without its year, of a weekday, or none at all."""

from __future__ import annotations

import pytest

from recoupe.read.plain import read_text
from recoupe.read.printed import Day, day_of

TITLE = "Le pont de Morvac détruit"
BODY = "Le pont a sauté, a indiqué l'état-major sorélien. La route est coupée depuis l'aube, selon le maire."
FULL, YEARLESS, WEEKDAY = Day(2031, 3, 12), Day(None, 3, 12), Day(None, None, None, 3)
LINES = {
    FULL: """
Publié le 12/03/2031 à 18:04 - Mis à jour le 13/03/2031 à 07:00
Publié : 12/03/2031 - 18:04Modifié : 13/03/2031 - 07:00
Publié le : 12/03/2031 - 18:04
Mis en ligne le lun. 12 mars 2031
mer. 12 mars 2031
mer 12 mars 2031
2031-03-12 14:05
12/03/2031 18h04
12 mars 2031 à 18 h 04 min
12 mars 2031 à 18 h 04 min (mis à jour à 20 h)
le 12-03-2031
Mercredi 12 mars 2031 - 18:04
Posté le mercredi, 12 mars 2031
Posté le 12 mars 2031 par Ilda Morvan
Date : 12 mars 2031
AFP | 12 mars 2031
AFP, publié le mercredi 12 mars 2031 à 09h12
Par Ilda Morvan avec AFP - 12 mars 2031
Par Ilda Morvan - Publié le 12 mars 2031
Par Ilda Morvan (avec AFP) | 12.03.2031
Ilda Morvan, 12 mars 2031
Ilda Morvan – 12/03/2031
Dernière mise à jour : 12 mars 2031 18:04
Dernière modification 12 mars 2031
12 mars, 2031
12 Mar 2031
Mar 12, 2031
March 12, 2031
Édition du 12 mars 2031
Rédigé le 12 mars 2031 par la rédaction
Communiqué du 12 mars 2031
Halde, le 12 mars 2031
Halde (Sorélie), 12 mars 2031
12 mars 2031 • 3 min de lecture
Temps de lecture : 3 min · 12 mars 2031
International | 12 mars 2031 | 18:04
Monde - 12 mars 2031
N° 1245 du 12 mars 2031
Le Courrier de Halde, n° 1245, mercredi 12 mars 2031, page 4
Le Courrier de Halde (12 mars 2031)
Source : Le Courrier de Halde, 12 mars 2031
(Le Courrier, 12/03/2031)
Correspondance particulière, Halde, 12 mars 2031
De notre correspondant à Halde, 12 mars 2031
Diffusé le 12/03/2031
Paru dans l'édition du 12 mars 2031
12.03.31 | 18h04
12/03/31
12 mars 2031 18:04 GMT+1
12 mars 2031, 18:04 heure de Halde
Last updated 12 March 2031
12 March 2031
Ce 12 mars 2031, 18 h 04
Publié le 12 mars 2031 à 17h55, modifié le 13 mars 2031 à 09h01 - Lecture 3 min.
Publié le : 12/03/2031 - 17:55 3 mn
Publié le 12/03/2031 à 17h55 • Mis à jour le 12/03/2031 à 18h20
publié le 12 mars 2031 à 17h55 (mis à jour le 12 mars 2031 à 18h20)
Publié le 12 mars 2031 Lecture : 4 minutes.
12 mars 2031 à 17:55 - mise à jour 12 mars 2031 à 18:20 - Temps de lecture 3 min
Le 12 mars 2031 à 17:55
mars 12, 2031
Publié le mer 12/03/2031 - 17:55 | Modifié le mer 12/03/2031 - 18:20
mercredi 12 mars 2031 - 17:55
Halde.org | Mis à jour le 12-03-2031
Ilda Morvan | 12.03.2031 - Mise à jour : 12.03.2031
12/03/2031 17:55 CET | Actualisé 12/03/2031 18:20 CET
Communiqué / 12 mars 2031
12 mars 2031 17:55EST
Actualité - 12.03.2031
Communiqué de presse 12 mars 2031
Publié le mercredi 12 mars 2031, par Ilda Morvan
Publié le mercredi 12 mars 2031 à 17:55
12.03.2031 17:55
Par La rédaction | Publié le 12/03/2031
Mercredi 12 mars 2031 à 17:55 – Ilda Morvan
Politique | 12/03/2031 | Ilda Morvan
Par Ilda Morvan, correspondante à Halde - 12 mars 2031
par Ilda Morvan 12 mars 2031
Article mis en ligne le 12 mars 2031
dernière modification le 12 mars 2031
Créé le 12 mars 2031
Mis à jour : mercredi 12 mars 2031 17:55
(AFP 12/03/31)
Le Courrier - mercredi 12 mars 2031
12 mars 2031, par Ilda Morvan
12 mars 2031 | 17h55 | Ilda Morvan avec AFP
Mercredi 12 mars 2031, journal de 12h30
Le Quotidien de Halde, mercredi 12 mars 2031, dernière mise à jour 21 h 34
""",
    YEARLESS: """
Édition du mercredi 12 mars
mercredi 12 mars, 18h04
Mercredi 12 mars à 18 h 04
12 mars, 18:04
Mercredi 12 mars
Publié mercredi 12 mars à 18h04
12 MARS, 17:55
Mercredi 12 mars - 17:55 - Ilda Morvan
17:55, 12 mars
La Gazette d'Arbel — mercredi 12 mars — page 3
Radio Libre / mercredi 12 mars / actualisé à 21 h 10
""",
    WEEKDAY: """
Publié mercredi à 18h04
Mercredi, 7h00
Mercredi | 18h04
Radio Halde · mercredi, 18 h 04
Mis à jour mercredi à 17:55
Radio Halde • Mercredi • 17h12 • 3 minutes d'écoute
Mercredi · l'essentiel de la matinée · par notre service étranger
""",
}
STARTS = {
    FULL: """
Halde, 12 mars 2031 –
Halde, 12 Mars 2031 (ACAP)-
HALDE (12 mars 2031) –
HALDE/VIMEUX, 12 mars 2031 (Reuters) -
Halde, le mercredi 12 mars 2031.
(Halde, 12 mars 2031)
[12 mars 2031]
12 mars 2031 -
HALDE, 12 mar 2031 (AMI) -
Halde, 12 mars 2031 (AIB)-
""",
    YEARLESS: """
Halde, 12 mars (AFP) –
HALDE, 12 mars (Xinhua) --
Halde, 12 mars.
""",
}
NONE = """
Photo : le pont de Morvac, le 3 janvier 2030. © Ilda Morvan
Le pont de Morvac, ici le 3 janvier 2030
Une trêve jusqu'au 12 mars 2031
Accord du 12 mars 2031 : ce qu'il faut savoir
Sommet de Halde, 12 mars 2031 : les absents
Réunion prévue le 12 mars 2031
Chronologie
Né le 12 mars 1999 à Halde, le général est mort
Samedi et dimanche
Dimanche sanglant
Vendredi noir · le récit
Rendez-vous le mercredi 12 mars à 18h04
Archives : 12 mars 2030
(FILES) Le pont, 3 janvier 2030
Publié hier à 17h55 Lecture 2 min.
Le 12 mars 2031 restera dans les mémoires
12 mars 2031 : le pont saute
Photo du 12 mars 2031
Vidéo | Le pont de Morvac le 12 mars 2031
© AFP, 3 janvier 2030
Un soldat à Halde, le 3 janvier 2030. AFP
Un soldat, à Halde, le 3 janvier 2030
Halde - Le 3 janvier 2030, un soldat
Illustration | Halde, janvier 2030
Morvac, 3 janvier 2030 : un pont saute déjà
Vu le 12 mars 2031
Aviation nordave, 12 mars 2031
"""


def printed(text: str) -> Day | None:
    document = read_text(text)
    return day_of(document.printed_date.quote, "fr") if document.printed_date else None


def rows(table: dict[Day, str]) -> list[tuple[str, Day]]:
    return [(line, day) for day, lines in table.items() for line in lines.strip().splitlines()]


@pytest.mark.parametrize(("line", "day"), rows(LINES))
@pytest.mark.parametrize("text", ["{title}\n\n{line}\n\n{body}\n", "{line}\n\n{title}\n\n{body}\n"])
def test_a_line_that_prints_the_day(text: str, line: str, day: Day) -> None:
    found = printed(text.format(title=TITLE, line=line, body=BODY))
    assert found is not None
    assert found._replace(weekday=day.weekday) == day


@pytest.mark.parametrize(("start", "day"), rows(STARTS))
def test_a_paragraph_that_begins_with_the_day(start: str, day: Day) -> None:
    text = f"{TITLE}\n\n{start} {BODY}\n"
    found = printed(text)
    assert found is not None
    assert found._replace(weekday=day.weekday) == day
    assert BODY in {text[b.start : b.end] for b in read_text(text).blocks}


@pytest.mark.parametrize("line", NONE.strip().splitlines())
def test_a_line_that_only_tells_of_a_day(line: str) -> None:
    assert printed(f"{TITLE}\n\n{line}\n\n{BODY}\n") is None


def test_a_first_line_that_says_more_is_the_title_unless_one_follows() -> None:
    line = "Sorélie – 12 mars 2031 – Le jour du pont"
    assert printed(f"{line}\n\n{BODY}\n") is None
    assert printed(f"{line}\n\n{TITLE}\n\n{BODY}\n") == FULL


def test_the_day_of_publication_goes_before_that_of_a_change_and_a_year_before_none() -> None:
    assert printed(f"{TITLE}\n\nMis à jour le 13 mars 2031\n\nPublié le 12 mars 2031\n\n{BODY}\n") == FULL
    assert printed(f"{TITLE}\n\nHalde, 11 mars (AFP) – {BODY}\n\nPublié le 12/03/31\n") == FULL


@pytest.mark.parametrize("piece", ["Abc, ", "ab | ", "Abc - ", "Abc Def ", "Abc (def), ", "12 mars | ", "mardi / "])
@pytest.mark.parametrize("end", ["", "12 mars 2031 x", "12 mars 2031 |"])
def test_lines_of_many_parts_end(piece: str, end: str) -> None:
    """Patterns that try every way to part a line would never come back."""
    line = (piece * 120)[: 590 - len(end)] + end
    text = f"{TITLE}\n\n{line}\n\n{BODY}\n"
    assert read_text(text).text == text
