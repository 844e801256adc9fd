"""The sample dossier: its articles are the mess they are meant to be, their dates are possible, its file is whole."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from evaluation.compile_gold import ARTICLES, ROOT, read_article

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre")
FULL_DATE = re.compile(
    rf"\b({'|'.join(WEEKDAYS)}) (\d{{1,2}})(?:er)? ({'|'.join(MONTHS)}|décembre)(?: (\d{{4}}))?", re.I
)
FILES = sorted(ARTICLES.rglob("*.txt"))


@pytest.fixture(scope="module")
def dossier() -> dict[str, Any]:
    return tomllib.loads((ROOT / "sample" / "dossier.toml").read_text(encoding="utf-8"))


def test_size_of_the_sample(dossier: dict[str, Any]) -> None:
    assert len(FILES) >= 16
    newspapers = {o["folder"] for o in dossier["outlet"] if o["kind"] != "agency"}
    assert len(newspapers) >= 5
    assert {f.parent.name for f in FILES} == {o["folder"] for o in dossier["outlet"]}


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_length_of_an_article(path: Path) -> None:
    assert 250 <= len(read_article(path).split()) <= 600


def test_every_weekday_falls_on_its_date() -> None:
    seen = 0
    for path in FILES:
        for weekday, day, month, year in FULL_DATE.findall(read_article(path)):
            date = datetime.date(int(year or 2031), (*MONTHS, "décembre").index(month.lower()) + 1, int(day))
            assert WEEKDAYS[date.weekday()] == weekday.lower(), f"{path.name}: {weekday} {day} {month}"
            seen += 1
    assert seen >= 15


def test_bytes_are_as_messy_as_the_web() -> None:
    raw = {path.stem: path.read_bytes() for path in FILES}
    assert any(b.startswith(b"\xef\xbb\xbf") for b in raw.values()), "one file has a byte order mark"
    assert any(b.count(b"\r\n") == b.count(b"\n") > 3 for b in raw.values()), "one file ends its lines as Windows does"
    assert any(0 < b.count(b"\r\n") < b.count(b"\n") for b in raw.values()), "one file mixes line ends"
    legacy = [name for name, b in raw.items() if b"\x92" in b and not _is_utf8(b)]
    assert len(legacy) == 1, "one file is in Windows-1252"
    assert any("\u202f" in read_article(p) for p in FILES), "thin spaces stand in some numbers"
    assert any(read_article(p).count('"') % 2 for p in FILES), "one quotation is never closed"


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_one_article_is_a_copy_and_one_a_rewrite() -> None:
    def shingles(name: str) -> set[tuple[str, ...]]:
        words = re.findall(r"\w+", next(read_article(p) for p in FILES if p.stem == name).lower())
        return set(zip(words, words[1:], words[2:], words[3:], strict=False))

    def contained(a: str, b: str) -> float:
        return len(shingles(a) & shingles(b)) / len(shingles(a))

    assert contained("onze-morts-a-pontelme", "nuit-de-frappes") > 0.7
    assert 0.02 < contained("dix-jours-de-repit", "pause-energie") < 0.3


def test_one_article_says_no_date() -> None:
    text = next(read_article(p) for p in FILES if p.stem == "les-trois-verrous")
    assert not re.search(rf"\b(?:{'|'.join((*WEEKDAYS, *MONTHS))}|décembre|20\d\d|hier|demain)\b", text, re.I)


def test_dossier_rows_are_whole(dossier: dict[str, Any]) -> None:
    countries = {c["name"]: c for c in dossier["country"]}
    for country in countries.values():
        assert set(country) == {"name", "demonyms", "capital", "aliases", "code"}
        assert len(country["demonyms"]) == 4
        assert re.fullmatch(r"X[A-Z]", country["code"]), "codes that ISO 3166 leaves to users: no real country has them"
    codes = {c["code"] for c in countries.values()}
    for actor in dossier["actor"]:
        assert set(actor) == {"name", "kind", "aliases", "country", "roles"}
        assert actor["country"] in codes | {""}
    for place in dossier["place"]:
        assert set(place) == {"name", "aliases", "lat", "lon", "precision", "country"}
        assert place["country"] in codes
        assert 30 < place["lat"] < 50, "an empty stretch of the north Pacific"
        assert -170 < place["lon"] < -145, "an empty stretch of the north Pacific"
    assert {c["capital"] for c in countries.values()} <= {p["name"] for p in dossier["place"]}
    assert all(o["country"] in countries for o in dossier["outlet"])
