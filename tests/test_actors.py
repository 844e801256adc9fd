"""Actor knowledge, composition and mentions."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import BadKnowledge
from recoupe.extract.actors import Mention, find_mentions, load_book
from recoupe.extract.book import ActorBook
from recoupe.extract.resolve import Resolver
from recoupe.lang.base import Sentence
from recoupe.lang.fr import actors as fr

USER = """
[[country]]
name = "Valdorie"
adjectives = ["valdorien"]
capital = "Karsk"

[[country]]
name = "Ostmark"
demonyms = ["ostmarkais"]
capital = "Brenn"

[[actor]]
name = "Ortan Belisk"
kind = "person"
country = "Valdorie"
aliases = ["Belisque"]
roles = [{ role = "président valdorien", from = "2020", source = "invented" }]

[[actor]]
name = "Front du Levant rouge"
kind = "group"
aliases = ["FLR"]

[[metonym]]
names = ["palais d'Ambre"]
means = ["Valdorie"]
"""


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return load_book()


@pytest.fixture
def user_book(tmp_path: Path) -> ActorBook:
    path = tmp_path / "actors.toml"
    path.write_text(USER, encoding="utf-8")
    return load_book(path)


def name_of(speaker: str, book: ActorBook) -> str:
    """Reference of a speaker that stands alone in a sentence."""
    text = f"{speaker} a parlé."
    found = Resolver(text, [Sentence(0, len(text))], book).resolve((0, len(speaker)))
    return "; ".join(found.reference)


def rows(path: Path, table: str) -> list[dict[str, object]]:
    with path.open("rb") as file:
        found = tomllib.load(file)[table]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("row", rows(fr.ACTORS, "actor"), ids=lambda row: str(row["name"]))
def test_every_actor_row_is_found_in_its_test(row: dict[str, object], book: ActorBook) -> None:
    mentions = find_mentions(str(row["test"]), [], book)
    assert (row["name"],) in [m.names for m in mentions]


@pytest.mark.parametrize("row", rows(fr.COUNTRIES, "metonym"), ids=lambda row: str(row["names"]))
def test_every_metonym_row_is_found_in_its_test(row: dict[str, object], book: ActorBook) -> None:
    means = row["means"]
    assert isinstance(means, list)
    text = str(row["test"])
    found = Resolver(text, [Sentence(0, len(text))], book).resolve((text.index(" ") + 1, len(text)))
    if len(means) == 1:
        assert found.reference == tuple(means)
    else:
        assert found.resolution == "unresolved"
        assert set(found.candidates) == set(means)


def test_every_head_row_has_a_test_that_it_reads(book: ActorBook) -> None:
    from recoupe.extract.phrases import Reader

    for row in rows(fr.INSTITUTIONS, "head"):
        text = str(row["test"])
        reader = Reader(text, fr.scan(text), book)
        phrases = [reader.phrase_at(i, len(reader.words.low)) for i in range(len(reader.words.low))]
        assert any(p is not None and p.head is not None and p.head.kind == row["kind"] for p in phrases), text


@pytest.mark.parametrize("row", rows(fr.COUNTRIES, "country"), ids=lambda row: str(row["name"]))
def test_every_state_composes_in_any_order(row: dict[str, object], book: ActorBook) -> None:
    adjectives = row["adjectives"]
    assert isinstance(adjectives, list)
    masculine, feminine, *_ = fr.inflect(str(adjectives[0]))
    name = f"Ministère {masculine} de la Défense"
    assert name_of(f"Le ministère {masculine} de la Défense", book) == name
    assert name_of(f"Le ministère de la Défense {masculine}", book) == name
    assert name_of(f"L’armée de l’air {feminine}", book) == f"Armée de l'air {feminine}"


def test_states_are_all_there(book: ActorBook) -> None:
    from babel import Locale

    territories = Locale("fr").territories
    assert len({land.code for land in book.lands.values()}) >= 195
    for code in ("SD", "CD", "RW", "KH", "TH", "AM", "AZ", "KP", "KR", "PS", "YE", "ET", "ML", "SS", "SY", "LB"):
        assert code in territories
        assert code in book.lands


COMPOSED = {
    "le ministère de la Défense de Russie": "Ministère russe de la Défense",
    "la présidence rwandaise": "Présidence rwandaise",
    "le chef de la diplomatie qatarie": "Chef de la diplomatie qatarie",
    "le chef de la diplomatie européenne": "Chef de la diplomatie européenne",
    "le gouvernement thaïlandais": "Gouvernement thaïlandais",
    "les autorités ukrainiennes": "Autorités ukrainiennes",
    "les services de renseignement sud-coréens": "Services de renseignement sud-coréens",
    "l’état-major général des forces armées ukrainiennes": "État-major général des forces armées ukrainiennes",
    "une porte-parole du département de la Défense américain": "Pentagone",
    "un porte-parole de l'armée israélienne": "Armée israélienne",
    "les rebelles du M23": "M23",
    "le bureau de MSF à Karsk": "MSF",
    "une journaliste de l' AFP présente à Karsk": "AFP",
    "l'agence officielle syrienne Sana": "Sana",
    "le gouvernement de la République démocratique du Congo": "Gouvernement congolais",
    "le régime de Damas": "Régime syrien",
    "la partie ukrainienne": "Ukraine",
    "la vice-ministre ukrainienne de la Défense": "Vice-ministre ukrainienne de la Défense",
    "le Croissant-Rouge palestinien": "Croissant-Rouge palestinien",
    "le ministère valdorien de la Défense": "Ministère valdorien de la Défense",
}

UNNAMED = {
    "un diplomate égyptien": "diplomate égyptien",
    "les observateurs": "observateurs",
    "des estimations indépendantes": "estimations indépendantes",
    "une source proche du dossier": "source proche du dossier",
    "plusieurs ONG": "ONG",
    "Les négociateurs maliens et tchadiens": "négociateurs maliens et tchadiens",
    "plusieurs témoins interrogés par l'AFP": "témoins",
    "les deux pays": "deux pays",
    "la boulangère": "boulangère",
}

METONYMS = {
    "Kiev": "Ukraine", "Kyiv": "Ukraine", "Moscou": "Russie", "le Kremlin": "Russie", "Washington": "États-Unis",
    "la Maison-Blanche": "États-Unis", "Ankara": "Turquie", "Pyongyang": "Corée du Nord", "Khartoum": "Soudan",
    "Kigali": "Rwanda", "Kinshasa": "RD Congo", "le Pentagone": "Pentagone", "l’Élysée": "France",
    "Phnom Penh": "Cambodge",
}  # fmt: skip

JOINT = {
    "Les États-Unis et l' Union européenne": "États-Unis; Union européenne",
    "Le consulat malien et le gouvernement fédéral suisse": "Consulat malien; Gouvernement suisse",
    "Ana Sorel, Ivo Tarn et Jules Brun": "Ana Sorel; Ivo Tarn; Jules Brun",
    "le maire Ivo Tarn et la ministre Ana Sorel": "Ivo Tarn; Ana Sorel",
    "le ministre de la Défense et des Anciens combattants, Ivo Tarn": "Ivo Tarn",
    "les présidents valdorien Ivo Tarn et ostmarkais Ana Sorel": "Ivo Tarn; Ana Sorel",
}


@pytest.mark.parametrize(("speaker", "name"), [*COMPOSED.items(), *UNNAMED.items(), *METONYMS.items(), *JOINT.items()])
def test_reference_of_a_lone_speaker(speaker: str, name: str, book: ActorBook) -> None:
    assert name_of(speaker, book) == name


@pytest.mark.parametrize("speaker", UNNAMED)
def test_unnamed_speakers_are_said_to_be_unnamed(speaker: str, book: ActorBook) -> None:
    assert Resolver(speaker, [], book).resolve((0, len(speaker))).resolution == "unnamed"


FAMILIES = [
    ["Zelensky", "Zelenskyj", "Zelenskiy", "Zelenskyy", "Zelenski"],
    ["Umerov", "Oumerov"],
    ["Putin", "Poutine"],
    ["Netanyahu", "Netanyahou"],
    ["Erdogan", "Erdoğan"],
]


@pytest.mark.parametrize("family", FAMILIES)
def test_spelling_families_are_one_person(family: list[str], book: ActorBook) -> None:
    assert len({fr.name_key(name) for name in family}) == 1
    assert len({name_of(f"M. {name}", book) for name in family}) == 1


def test_a_documents_own_variants_are_joined_but_two_people_are_not(book: ActorBook) -> None:
    text = "Ivan Tarnov a signé. M. Tarnow est venu. Olga Belenko a signé, Petr Belenkov aussi. Mme Belenko est venue."
    resolver = Resolver(text, [], book)
    at = text.index("M. Tarnow")
    assert resolver.resolve((at, at + 9)).reference == ("Ivan Tarnov",)
    at = text.index("Mme Belenko")
    assert resolver.resolve((at, at + 11)).reference == ("Olga Belenko",)


def test_another_bearer_of_a_known_surname_is_not_the_known_one(book: ActorBook) -> None:
    text = "La pianiste Olena Zelensky jouera. Mme Zelensky répète."
    at = text.index("Mme")
    assert Resolver(text, [], book).resolve((at, at + 12)).reference == ("Olena Zelensky",)


def test_user_rows_compose(user_book: ActorBook) -> None:
    assert name_of("Le ministère valdorien de la Défense", user_book) == "Ministère valdorien de la Défense"
    assert name_of("le ministère de la Défense de Valdorie", user_book) == "Ministère valdorien de la Défense"
    assert name_of("les autorités ostmarkaises", user_book) == "Autorités ostmarkaises"
    assert name_of("l'armée de l'air d'Ostmark", user_book) == "Armée de l'air ostmarkaise"
    assert name_of("Karsk", user_book) == "Valdorie"
    assert name_of("le palais d’Ambre", user_book) == "Valdorie"
    assert name_of("M. Belisque", user_book) == "Ortan Belisk"
    assert name_of("le FLR", user_book) == "Front du Levant rouge"
    assert name_of("les combattants du FLR", user_book) == "Front du Levant rouge"


def test_user_rows_win(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[[actor]]\nname = "Ivo Tarn"\naliases = ["Zelensky", "Kremlin"]\n', encoding="utf-8")
    mine = load_book(path)
    assert name_of("Zelensky", mine) == "Ivo Tarn"
    assert name_of("le Kremlin", mine) == "Ivo Tarn"
    assert name_of("Zelensky", load_book()) == "Volodymyr Zelensky"


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("[[actor]]\nkind = 'person'\n", "actor 1"),
        ("[[actor]]\nname = 'A'\n[[actor]]\nname = 'B'\nkind = 'wizard'\n", "actor 2"),
        ("[[country]]\nname = 'X'\n", "country 1"),
        ("[[metonym]]\nnames = ['Q']\n", "metonym 1"),
        ("not toml", "the file"),
        ("actor = 3\n", "actor"),
        ("[[acteurs]]\nname = 'A'\n", "the file"),
    ],
)
def test_bad_rows_name_the_file_and_the_row(content: str, where: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadKnowledge) as problem:
        load_book(path)
    assert problem.value.where == where
    assert str(path) in str(problem.value)


def test_missing_user_file(tmp_path: Path) -> None:
    with pytest.raises(BadKnowledge, match=r"none\.toml"):
        load_book(tmp_path / "none.toml")


def mention(text: str, part: str, book: ActorBook) -> Mention:
    return next(m for m in find_mentions(text, [], book) if text[m.span[0] : m.span[1]] == part)


def test_mentions_of_a_text(book: ActorBook) -> None:
    text = (
        "Le porte-parole du palais, Ivo Tarn, a reçu Ana Sorel, ministre valdorienne de la Santé. "
        "Moscou se tait. Des habitants de Goma sont partis. Le communiqué est court."
    )
    assert mention(text, "Ana Sorel", book) == Mention((44, 53), ("Ana Sorel",), "person", "name", "f", "sing")
    assert mention(text, "Moscou", book).kind == "metonym"
    assert mention(text, "habitants de Goma", book).kind == "unnamed"
    assert mention(text, "communiqué", book).kind == "document"
    assert "Goma" not in [text[m.span[0] : m.span[1]] for m in find_mentions(text, [], book)]


@given(st.text(alphabet=st.sampled_from("Le ministre Ivo Tarn, l’armée russe. M. «»\"\n-’'(OTAN)éàŒ1"), max_size=200))
def test_mentions_stand_in_the_text(text: str) -> None:
    for found in find_mentions(text, [], load_book()):
        start, end = found.span
        assert 0 <= start < end <= len(text)
        assert text[start:end].strip() == text[start:end]


@given(st.text(max_size=80))
def test_resolving_any_span_of_any_text_never_fails(text: str) -> None:
    resolver = Resolver(text, [], load_book())
    found = resolver.resolve((0, len(text)))
    assert found.reference or found.resolution == "unresolved"
    assert found.note


def test_speed_and_load() -> None:
    start = time.process_time()
    from recoupe.extract import book as module

    module._build.cache_clear()
    load_book()
    assert time.process_time() - start < 0.5  # 0.05 s on the machine of the measurements
    text = "Le ministère russe de la Défense et M. Tarn, maire de Brenn, ont parlé à l'AFP. " * 440
    start = time.process_time()
    find_mentions(text, [], load_book())
    assert time.process_time() - start < 0.5  # 10 documents of 3.5 kB; 0.03 s measured
