"""Two texts tell one thing in other words; with one slot changed, the second bears the first out no more."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.records import Event, Finding, Link
from recoupe.store import open_dossier
from tests.dossiers import build

MORE = """
[[country]]
name = "Varmie"
demonyms = ["varmien", "varmienne", "varmiens", "varmiennes"]
capital = "Brême-le-Haut"
aliases = []
code = "XV"

[[place]]
name = "Morcasse"
lat = 30.0
lon = -140.0
precision = "city"
country = "XO"

[[place]]
name = "Talse"
lat = 35.0
lon = -142.0
precision = "city"
country = "XO"
"""
TOLD = {
    "toll": (
        "Neuf civils ont été tués mardi à Estra par un bombardement du Norvend, a annoncé la Croix-Bleue.",
        "Selon le maire d'Estra, un bombardement du Norvend a tué neuf civils mardi à Estra.",
    ),
    "capture": (
        "L'armée norvendienne a pris lundi la ville d'Estra, selon l'Observatoire des droits.",
        "Des habitants joints par téléphone affirment que l'armée norvendienne s'est emparée lundi d'Estra.",
    ),
    "downed": (
        "L'armée norvendienne a abattu dans la nuit de lundi à mardi 12 drones soréliens, a dit son état-major.",
        "Dans la nuit de lundi à mardi, 12 drones soréliens ont été abattus par l'armée norvendienne, selon un "
        "institut indépendant.",
    ),
    "freed": (
        "Le Norvend a libéré mardi 24 prisonniers soréliens, a annoncé la Croix-Bleue.",
        "Vingt-quatre captifs soréliens ont été relâchés mardi par le Norvend, d'après un diplomate.",
    ),
    "stance": (
        "Le Norvend a accepté mardi la trêve de dix jours proposée par la Varmie.",
        "La trêve de dix jours de la Varmie a été acceptée mardi par le Norvend, selon un diplomate.",
    ),
    "meeting": (
        "Des délégations du Norvend et de la Sorélie se sont rencontrées mardi à Talse, a dit le médiateur.",
        "Selon un diplomate, une rencontre entre le Norvend et la Sorélie a eu lieu mardi à Talse.",
    ),
    "promise": (
        "Le Norvend s'est engagé à rouvrir le pont de Morvac avant le 20 mai.",
        "Le pont de Morvac sera rouvert avant le 20 mai, a promis le Norvend, selon le médiateur.",
    ),
    "blow": (
        "Un drone sorélien a frappé mardi un hôpital d'Estra, a indiqué la Croix-Bleue.",
        "Un hôpital d'Estra a été touché mardi par un drone sorélien, selon le maire d'Estra.",
    ),
    "flight": (
        "Quelque 4 000 habitants ont fui mardi la ville d'Estra, a indiqué la Croix-Bleue.",
        "Environ 4 000 personnes ont quitté Estra mardi, d'après le maire d'Estra.",
    ),
    "aid": (
        "Un convoi de 14 camions d'aide est entré mardi à Estra, a indiqué la Croix-Bleue.",
        "Selon le maire d'Estra, 14 camions d'aide sont entrés mardi à Estra.",
    ),
    "agreement": (
        "Le Norvend et la Sorélie ont signé mardi à Talse un accord de trêve de dix jours, a annoncé le médiateur.",
        "Un accord de trêve de dix jours a été signé mardi à Talse par la Sorélie et le Norvend, selon un diplomate.",
    ),
    "sanction": (
        "La Varmie a imposé mardi des sanctions à trois banques norvendiennes, a indiqué son ministère des Finances.",
        "Trois banques norvendiennes ont été sanctionnées mardi par la Varmie, selon un diplomate.",
    ),
    "proposal": (
        "La Varmie a proposé mardi un échange de 40 prisonniers, a dit son chancelier.",
        "Un échange de 40 prisonniers a été proposé mardi par la Varmie, selon un diplomate.",
    ),
    "deploy": (
        "Le Norvend a déployé mardi 900 soldats à Estra, a annoncé son état-major.",
        "Selon le maire d'Estra, 900 soldats norvendiens ont été déployés mardi à Estra.",
    ),
    "damage": (
        "Un bombardement a détruit mardi douze maisons à Estra, a indiqué la Croix-Bleue.",
        "Douze maisons ont été détruites mardi à Estra par un bombardement, selon le maire d'Estra.",
    ),
    "retreat": (
        "L'armée norvendienne s'est retirée lundi d'Estra, selon l'Observatoire des droits.",
        "Des habitants affirment que l'armée norvendienne a quitté lundi Estra.",
    ),
    "hostages": (
        "Neuf employés de la Croix-Bleue ont été enlevés mardi à Estra par des rebelles, a annoncé un diplomate.",
        "Mardi à Estra, des rebelles ont kidnappé neuf employés de la Croix-Bleue, selon le maire d'Estra.",
    ),
    "remains": (
        "Le Norvend a remis mardi 212 dépouilles de soldats à la Sorélie, a indiqué la Croix-Bleue.",
        "Les corps de 212 soldats ont été restitués mardi à la Sorélie par le Norvend, selon un diplomate.",
    ),
    "wounded": (
        "Trente personnes ont été blessées mardi à Estra dans l'explosion d'un marché, a dit la Croix-Bleue.",
        "Selon le maire d'Estra, l'explosion du marché a fait trente blessés mardi à Estra.",
    ),
    "breach": (
        "Le Norvend a violé mardi la trêve à Estra, a accusé la Sorélie.",
        "Selon les observateurs de la Ligue, le Norvend a rompu mardi la trêve à Estra.",
    ),
    "arrest": (
        "La police norvendienne a arrêté mardi à Estra douze opposants, a indiqué leur avocat.",
        "Douze opposants ont été interpellés mardi à Estra par la police norvendienne, selon la Ligue des droits.",
    ),
    "front": (
        "Des combats ont opposé mardi à Estra l'armée norvendienne aux rebelles, a indiqué la Croix-Bleue.",
        "Selon le maire d'Estra, des affrontements entre rebelles et armée norvendienne ont éclaté mardi à Estra.",
    ),
    "threat": (
        "Le Norvend a menacé mardi de fermer la frontière.",
        "Le Norvend menace de fermer la frontière, a-t-il fait savoir mardi par un communiqué.",
    ),
}
BESIDE = (
    "La saison des pluies a commencé tôt dans les vallées, et les marchés restent ouverts tard le soir.",
    "À la radio, une émission consacrée aux vendanges a été suivie par beaucoup d'auditeurs cette année.",
)


def _verdicts(path: Path, *texts: str) -> list[str]:
    """Verdicts of the findings that hold records of both texts."""
    told = zip(("Ce que l'on sait", "Au lendemain"), texts, BESIDE, strict=True)
    articles = [f"{title}\n\nPublié le 7 mai 2031\n\n{words}\n\n{beside}\n" for title, words, beside in told]
    build(path, dict(zip(("La Vigie", "Le Phare"), articles, strict=True)), more=MORE)
    with open_dossier(path) as dossier:
        document = {i: e.document for i, e in dossier.records(Event)}
        found = [f for _, f in dossier.records(Finding)]
    return [f.verdict for f in found if len({document[r] for r in f.records}) > 1]


@pytest.mark.parametrize("kind", [k for k in TOLD if k not in ("promise", "threat")])
def test_one_thing_in_other_words_is_borne_out(tmp_path: Path, kind: str) -> None:
    assert _verdicts(tmp_path / "d.db", *TOLD[kind]) == ["corroborated"]


@pytest.mark.parametrize("kind", ["promise", "threat"])
def test_the_word_of_one_told_twice_is_one_thing_of_one_origin(tmp_path: Path, kind: str) -> None:
    assert _verdicts(tmp_path / "d.db", *TOLD[kind]) == ["single_source"]


@pytest.mark.parametrize(
    ("kind", "slot", "other", "verdicts"),
    [
        ("toll", "mardi", "dimanche", []),
        ("toll", "Estra", "Morcasse", []),
        ("toll", "neuf", "seize", ["contested"]),
        ("toll", "neuf civils", "neuf soldats", []),
        ("toll", "tué", "blessé", []),
        ("toll", "du Norvend", "de la Sorélie", []),
        ("toll", "a tué neuf", "n'a tué aucun", []),
        ("capture", "Estra", "Morcasse", []),
        ("capture", "norvendienne", "sorélienne", ["contested"]),
        ("capture", "s'est emparée", "s'emparera", []),
        ("capture", "s'est emparée", "a perdu le contrôle", ["contested"]),
        ("downed", "lundi à mardi", "samedi à dimanche", []),
        ("downed", "12", "31", ["contested"]),
        ("downed", "sorélien", "norvendien", []),
        ("downed", "norvendienne", "sorélienne", []),
        ("downed", "abattus", "lancés", []),
        ("freed", "mardi", "dimanche", []),
        ("freed", "Vingt-quatre", "Soixante", ["contested"]),
        ("freed", "soréliens", "varmiens", []),
        ("freed", "le Norvend", "la Varmie", []),
        ("freed", "ont été relâchés", "seront relâchés", []),
        ("freed", "relâchés", "capturés", []),
        ("stance", "acceptée", "rejetée", []),
        ("stance", "par le Norvend", "par la Sorélie", []),
        ("stance", "dix jours", "trente jours", []),
        ("stance", "de la Varmie", "de la Sorélie", []),
        ("stance", "La trêve", "Le plan de retrait", []),
        ("meeting", "mardi", "dimanche", []),
        ("meeting", "Talse", "Morcasse", []),
        ("meeting", "le Norvend", "la Varmie", []),
        ("meeting", "a eu lieu", "aura lieu", []),
        ("meeting", "a eu lieu", "n'a pas eu lieu", ["denied"]),
        ("promise", "Morvac", "Talse", []),
        ("promise", "le Norvend", "la Varmie", []),
        ("promise", "le 20 mai", "le 30 mai", []),
        ("promise", "Le pont", "L'aéroport", []),
        ("blow", "mardi", "dimanche", []),
        ("blow", "Estra", "Morcasse", []),
        ("blow", "sorélien", "norvendien", ["contested"]),
        ("blow", "Un hôpital", "Une école", []),
        ("blow", "un drone", "un missile", []),
        ("blow", "un drone", "un engin", ["corroborated"]),
        ("flight", "4 000", "9 000", ["contested"]),
        ("flight", "quitté", "regagné", []),
        ("aid", "14", "40", ["contested"]),
        ("aid", "camions", "autocars", []),
        ("aid", "sont entrés", "ne sont pas entrés", ["denied"]),
        ("aid", "sont entrés", "sont sortis", []),
        ("agreement", "mardi", "dimanche", []),
        ("agreement", "Talse", "Morcasse", []),
        ("agreement", "dix jours", "trente jours", []),
        ("agreement", "dix jours", "deux mois", []),
        ("agreement", "dix jours", "240 heures", ["corroborated"]),
        ("agreement", "la Sorélie", "la Varmie", []),
        ("agreement", "a été signé", "sera signé", []),
        ("agreement", "a été signé", "n'a pas été signé", ["denied"]),
        ("agreement", "de trêve de dix jours", "d'échange de prisonniers", []),
        ("sanction", "Trois banques", "Trois ports", []),
        ("sanction", "la Varmie", "la Sorélie", []),
        ("sanction", "norvendiennes", "soréliennes", []),
        ("sanction", "ont été sanctionnées", "seront sanctionnées", []),
        ("sanction", "Trois", "Neuf", []),
        ("proposal", "40", "90", []),
        ("proposal", "la Varmie", "la Sorélie", []),
        ("proposal", "Un échange de 40 prisonniers", "Une trêve de dix jours", []),
        ("deploy", "900", "300", ["contested"]),
        ("deploy", "norvendiens", "soréliens", []),
        ("deploy", "mardi à Estra", "mardi à Morcasse", []),
        ("deploy", "mardi", "dimanche", []),
        ("deploy", "ont été déployés", "ont été retirés", []),
        ("damage", "Douze", "Trente", ["contested"]),
        ("damage", "maisons", "écoles", []),
        ("damage", "mardi", "dimanche", []),
        ("damage", "détruites", "endommagées", []),
        ("retreat", "lundi Estra", "lundi Morcasse", []),
        ("retreat", "norvendienne", "sorélienne", ["contested"]),
        ("retreat", "a quitté", "n'a pas quitté", ["denied"]),
        ("retreat", "a quitté", "va quitter", []),
        ("hostages", "neuf", "quatre", ["contested"]),
        ("hostages", "employés de la Croix-Bleue", "soldats norvendiens", []),
        ("hostages", "à Estra, des", "à Morcasse, des", []),
        ("hostages", "ont kidnappé", "ont relâché", []),
        ("remains", "212", "90", ["contested"]),
        ("remains", "la Sorélie", "la Varmie", []),
        ("remains", "mardi", "dimanche", []),
        ("remains", "ont été restitués", "seront restitués", []),
        ("wounded", "trente", "cinquante", ["contested"]),
        ("wounded", "blessés", "morts", []),
        ("wounded", "mardi à Estra", "mardi à Morcasse", []),
        ("breach", "le Norvend", "la Sorélie", []),
        ("breach", "mardi", "dimanche", []),
        ("breach", "a rompu", "a respecté", []),
        ("arrest", "Douze", "Quarante", ["contested"]),
        ("arrest", "norvendienne", "sorélienne", []),
        ("arrest", "opposants", "journalistes", []),
        ("front", "norvendienne", "sorélienne", []),
        ("front", "mardi", "dimanche", []),
        ("front", "mardi à Estra", "mardi à Morcasse", []),
        ("threat", "Le Norvend", "La Sorélie", []),
        ("threat", "de fermer", "d'ouvrir", []),
        ("threat", "la frontière", "l'ambassade", []),
    ],
)
def test_with_one_slot_changed_it_is_not(tmp_path: Path, kind: str, slot: str, other: str, verdicts: list[str]) -> None:
    one, two = TOLD[kind]
    assert slot in two
    assert _verdicts(tmp_path / "d.db", one, two.replace(slot, other)) == verdicts


OFFER = "la trêve de dix jours proposée par la Varmie"


def _relations(path: Path, told: str, later: str) -> set[str]:
    """Kinds of the links between an article of 7 May and one of 15 May."""
    texts = ((7, told, BESIDE[0]), (15, later, BESIDE[1]))
    articles = [f"Nouvelles\n\nPublié le {day} mai 2031\n\n{words}\n\n{beside}\n" for day, words, beside in texts]
    build(path, dict(zip(("La Vigie", "Le Phare"), articles, strict=True)), more=MORE)
    with open_dossier(path) as dossier:
        return {k.relation for _, k in dossier.records(Link)}


@pytest.mark.parametrize(
    ("later", "moved"),
    [
        (f"Le Norvend accepte {OFFER}.", True),
        (f"Le Norvend a finalement accepté {OFFER}.", True),
        (f"La Sorélie accepte {OFFER}.", False),
        ("Le Norvend accepte la trêve de trente jours proposée par la Varmie.", False),
        ("Le Norvend accepte la trêve de dix jours proposée par la Sorélie.", False),
        ("Le Norvend accepte un échange de prisonniers proposé par la Varmie.", False),
        (f"Le Norvend pourrait accepter {OFFER}.", False),
        (f"Le Norvend rejette toujours {OFFER}.", False),
        ("La Varmie demande au Norvend d'accepter la trêve de dix jours.", False),
        (f"L'opposition norvendienne accepte {OFFER}.", False),
        (f"Un ancien ministre norvendien se dit favorable à {OFFER}.", False),
    ],
)
def test_a_party_moves_by_its_own_word_on_the_same_offer(tmp_path: Path, later: str, moved: bool) -> None:
    found = _relations(tmp_path / "d.db", f"Le Norvend rejette {OFFER}.", later)
    assert ("changes_position" in found) == moved


@pytest.mark.parametrize(
    ("later", "kept"),
    [
        ("Le Norvend a libéré mercredi 24 prisonniers soréliens, a indiqué la Croix-Bleue.", True),
        ("La Sorélie a libéré mercredi 24 prisonniers norvendiens, a indiqué la Croix-Bleue.", False),
        ("Le Norvend a libéré mercredi trois prisonniers soréliens, a indiqué la Croix-Bleue.", False),
        ("Le Norvend va libérer 24 prisonniers soréliens, a indiqué la Croix-Bleue.", False),
        ("Le Norvend aurait libéré mercredi 24 prisonniers soréliens.", False),
        ("Si le Norvend libère 24 prisonniers soréliens, la trêve tiendra, estime la Croix-Bleue.", False),
        ("Le Norvend a capturé mercredi 24 soldats soréliens, a indiqué la Croix-Bleue.", False),
    ],
)
def test_a_promise_is_kept_by_what_was_promised(tmp_path: Path, later: str, kept: bool) -> None:
    promise = "Le Norvend s'est engagé à libérer 24 prisonniers soréliens avant le 20 mai."
    assert ("fulfils" in _relations(tmp_path / "d.db", promise, later)) == kept
