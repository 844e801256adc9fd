"""Full text: what a person types finds what stands, however either is written, and can break nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import BadQuery
from recoupe.search import parse_query, search
from recoupe.store import Dossier, open_dossier
from recoupe.text import fold, fold_offsets
from tests.ledger import SENTENCES, TEXT, reading


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    path = tmp_path_factory.mktemp("search") / "d.db"
    document, records, source = reading()
    with open_dossier(path, write=True) as writer:
        writer.write(document, records, sentences=SENTENCES, rules="r", source=source)
    return open_dossier(path)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cessez-le-feu", ["cessez-le-feu"]),
        ("CESSEZ LE FEU", ["cessez", "le", "feu"]),
        ('"cessez le"', ["cessez-le"]),
        ("« cessez-le-feu »", ["cessez-le-feu"]),
        ("l’oeuvre", ["l'œuvre"]),
        ("oeuvre evacuerons", ["évacuerons", "œuvre"]),
        ("n'évac*", ["n’évacuerons"]),
        ("12500", ["12 500"]),
        ("12 500", ["12 500"]),
        ("12 500 réfugiés", ["12 500", "réfugiés"]),
        ("frontière OU Sangaré", ["frontière"]),
        ("Sangaré OR frontiere", ["frontière"]),
        ("elle -frontière", ["Elle"]),
    ],
)
def test_what_is_found(dossier: Dossier, words: str, found: list[str]) -> None:
    hits = search(dossier.db, words)
    assert [TEXT[s:e] for h in hits for s, e in h.matches] == found
    assert all(TEXT[h.start : h.end] == h.text for h in hits)


@pytest.mark.parametrize("words", ["feu frontière", '"le cessez"', "feux", "12", "elle -jours", "Abonnez"])
def test_what_is_not_found(dossier: Dossier, words: str) -> None:
    assert search(dossier.db, words) == []


@pytest.mark.parametrize("words", ["", "  ", "-seul", '""', "OR", "*", "( ) ^ :"])
def test_a_query_without_a_word_says_so(words: str) -> None:
    with pytest.raises(BadQuery):
        parse_query(words)


@given(st.text(max_size=40))
def test_no_query_reaches_the_index_raw(dossier: Dossier, words: str) -> None:
    try:
        hits = search(dossier.db, words)
    except BadQuery:
        return
    assert all(h.start <= s < e <= h.end for h in hits for s, e in h.matches)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("12345 .\u202f’'éœﬁßİ\u0301")), max_size=60))
def test_folding_with_offsets_is_folding(text: str) -> None:
    folded, offsets = fold_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded)
    assert offsets == sorted(offsets)
    assert all(0 <= i < len(text) for i in offsets)
