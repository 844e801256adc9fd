# ruff: noqa: E501 - tables of cases
"""Copies: offsets that hold, an order that does not matter, and formulas that make no copy."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.news import FOOTER, Maker, written
from recoupe.check.copies import COMMON, Text, find_copies
from recoupe.check.origins import Origin, Publication, origin_of
from recoupe.check.passages import Words, evidence, form, shared_runs
from recoupe.check.shingles import KEPT, contained, sampled, signature
from recoupe.records import Copy, Document, Source
from recoupe.store import Dossier, open_dossier, transaction
from recoupe.store.copies import CopyTables

SOURCE = """L'Ordrane a affirmé mercredi s'être emparée de Valmore, une ville réduite en ruines par trois mois de combats,
mais l'état-major soltarien a démenti en avoir perdu le contrôle. Quelque 12 500 civils vivent encore dans les caves,
selon l'administration régionale, qui a promis de les évacuer avant la fin du mois. Un groupe indépendant a authentifié
deux vidéos tournées devant la gare. Aucun des deux camps ne contrôle la totalité de la ville, juge ce groupe."""


def one(a: str, b: str) -> Copy | None:
    """The copy that two texts make."""
    found = find_copies([Text("a", a), Text("b", b)])
    return found[0] if found else None


def test_identical_up_to_signs_and_spaces() -> None:
    other = SOURCE.replace("'", "’").replace("12 500", "12\u202f500").replace("\n", "\n\n")
    copy = one(SOURCE, other)
    assert copy is not None
    assert (copy.kind, copy.a_in_b, copy.b_in_a) == ("identical", 1.0, 1.0)
    assert one("Trois drones sont tombés sur Valmore.", "Trois drones sont tombés sur Valmore !") is not None


def test_a_cut_text_and_its_passages() -> None:
    cut = SOURCE[: SOURCE.index(" Un groupe")]
    copy = one(SOURCE, cut)
    assert copy is not None
    assert copy.kind == "cut"
    assert copy.b_in_a == 1.0 > copy.a_in_b
    assert [(SOURCE[slice(*p.a)], cut[slice(*p.b)]) for p in copy.passages] == [(cut[:-1], cut[:-1])]


def test_masks_are_left_out() -> None:
    start = SOURCE.index("Quelque")
    skipped = Text("a", SOURCE, ((start, len(SOURCE)),))
    assert find_copies([skipped, Text("b", SOURCE[start:])]) == []
    for copy in find_copies([skipped, Text("b", SOURCE)]):
        assert all(p.a[1] <= start for p in copy.passages)


def test_a_quotation_that_two_reports_share_is_no_copy() -> None:
    quote = "« Nos soldats tiennent la gare et la mairie, et personne ne sera oublié dans les caves de cette ville tant que durera le siège, car la parole donnée aux familles sera tenue »"
    maker = Maker(2)
    a, b = (written(maker.worded(maker.report(maker.event(), 6))) for _ in range(2))
    reports = [f"{a}\n\n{quote}, a dit le colonel.", f"{b}\n\nLe colonel l'a juré : {quote}."]
    assert one(*reports) is None
    # the same words in the voice of the paper are a copy
    assert one(*(r.replace("« ", "").replace(" »", "") for r in reports)) is not None


def test_a_footer_that_many_share_is_hardly_ever_a_copy() -> None:
    pairs = 0
    for seed in range(8):
        maker = Maker(seed)
        footer = " ".join(maker.name() for _ in range(45))
        texts = [f"{written(maker.worded(maker.report(maker.event(), 20)))}\n\n{footer}" for _ in range(12)]
        pairs += len(find_copies(Text(f"{i:02}", t) for i, t in enumerate(texts)))
    # of 528 pairs, some share whole sentences besides
    assert pairs <= 8


def test_a_dispatch_in_many_papers_stays_a_copy_and_so_does_what_reuses_a_part_of_it() -> None:
    maker = Maker(4)
    dispatch = maker.worded(maker.report(maker.event(), 20))
    papers = [Text(f"paper {i:02}", written(dispatch)) for i in range(30)]
    own = maker.worded(maker.report(maker.event(), 14))
    part = Text("part", written(own[:7] + dispatch[:7] + own[7:]))
    kinds = {(c.a, c.b): c.kind for c in find_copies([*papers, part])}
    assert sum(kind == "identical" for kind in kinds.values()) == 30 * 29 // 2
    assert [kinds["paper 00", "part"], kinds["paper 29", "part"]] == ["partial", "partial"]


def test_a_long_text_is_compared_by_its_smallest_hashes() -> None:
    maker = Maker(5)
    long = written(maker.worded(maker.report(maker.event(), 300)))
    half = long[: len(long) // 2]
    whole, part = signature(long), signature(half)
    assert len(whole) == KEPT
    assert contained(whole, part).of_b > 0.95
    assert contained(whole, part).of_a == pytest.approx(0.5, abs=0.1)


def test_a_signature_is_the_same_on_every_machine() -> None:
    made = signature("Le convoi est arrivé à Valmore")
    assert made.dtype == np.uint64
    assert made.tolist() == sorted(made.tolist())
    assert [hex(h) for h in made.tolist()] == EXPECTED
    assert len(signature("")) == len(sampled(signature(""))) == 0


EXPECTED = ["0x5dcc4aec5935792c", "0x5eb342b0fb6adf74", "0x7cb28c30a9ad8da2"]


WORDS = st.lists(
    st.sampled_from(["Le", "le", "convoi", "Élan", "élan", "l'œuvre", "l’œuvre", "12 500", "12.500", "« oui »", '"oui"', "a", "a,", "b.", "\n", "_", "e\u0301lan", "2034", "300"]),
    max_size=60,
)  # fmt: skip


@settings(deadline=None)
@given(WORDS, WORDS, WORDS)
def test_passages_are_exact(a: list[str], shared: list[str], b: list[str]) -> None:
    text_a, text_b = " ".join([*a, *shared]), " ".join([*shared, *b])
    words_a, words_b = Words(text_a), Words(text_b)
    runs = shared_runs(words_a, words_b)
    for places in (
        [i for r in runs for i in range(r.a, r.a + r.length)],
        [i for r in runs for i in range(r.b, r.b + r.length)],
    ):
        assert len(places) == len(set(places))
    for (start, end), (other, stop) in evidence(words_a, words_b, runs):
        assert 0 <= start < end <= len(text_a)
        assert form(text_a[start:end]) == form(text_b[other:stop]) != []


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=30))
def test_any_text_has_a_signature(text: str, other: str) -> None:
    find_copies([Text("a", text + other), Text("b", other + text), Text("c", text)])
    words = Words(text)
    evidence(words, Words(text + other), shared_runs(words, Words(text + other)))


@pytest.mark.parametrize(
    ("group", "origin"),
    [
        ([("a", "2034-05-09", "2034-05-09", (), None, 90), ("b", "2034-05-10", "2034-05-12", (), None, 200)], ("a", "earliest")),
        ([("a", "2034-05-09", "2034-05-11", (), "Agence ALT", 90), ("b", "2034-05-10", "2034-05-12", ("Agence ALT",), "Le Soir", 200)], ("a", "credited")),
        ([("a", None, None, (), None, 300), ("b", None, None, (), None, 200)], ("a", "coverage")),
        ([("a", None, None, (), None, 210), ("b", None, None, (), None, 200)], (None, "unknown")),
        # both print a text of an agency that is not here
        ([("a", None, None, ("AFP",), None, 300), ("b", None, None, ("AFP",), None, 200)], (None, "unknown")),
        # the one that credits cannot have come first
        ([("a", "2034-05-09", "2034-05-09", ("ALT",), "X", 90), ("b", "2034-05-10", "2034-05-10", (), "ALT", 99)], (None, "unknown")),
        ([("a", None, None, (), None, 90)], (None, "unknown")),
    ],
)  # fmt: skip
def test_the_origin_of_copies(group: list[tuple[str, str, str, tuple[str, ...], str, int]], origin: Origin) -> None:
    publications = [Publication(*row) for row in group]
    assert origin_of(publications) == origin == origin_of(publications[::-1])


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 1000), at_once=st.integers(1, 9), shuffle=st.randoms(use_true_random=False))
def test_a_dossier_holds_the_copies_that_all_at_once_gives(seed: int, at_once: int, shuffle: random.Random) -> None:
    # what the program runs (rows in SQLite, some documents after the others) against what is measured (all in memory)
    maker = Maker(seed)
    event = maker.event()
    dispatch = maker.worded(maker.report(event, 12))
    other = maker.worded(maker.report(maker.event(), 12))
    texts = [written(dispatch), written(dispatch[:7]), written(other), written(dispatch[:4] + other[4:])]
    texts += [written(dispatch[::2] + other[::2]), written(dispatch[6:] + dispatch[:6])]
    footer = FOOTER.format(paper="Le Cap")
    texts += [f"{written(maker.worded(maker.report(maker.event(), 5)))}\n\n{footer}" for _ in range(12)]
    texts += [written(dispatch[:3] + maker.worded(maker.report(maker.event(), 8))) for _ in range(10)]
    # a phrase that so many hold that it is a formula, until some of them go
    phrase = written(other[:2])
    texts += [f"{written(maker.worded(maker.report(maker.event(), 6)))} {phrase}" for _ in range(COMMON - 2)]
    documents = [Document(text=text, outlet=f"Titre {i}") for i, text in enumerate(texts)]
    shuffle.shuffle(documents)
    with tempfile.TemporaryDirectory() as place, open_dossier(Path(place, "d.db"), write=True) as dossier:
        for d in documents:
            source = Source(document=d.id, name=d.outlet or "", bytes_hash="", read_at="")
            dossier.write(d, (), sentences=(), rules="test", source=source)
        ids = [d.id for d in documents]
        for some in (ids[i : i + at_once] for i in range(0, len(ids), at_once)):
            with transaction(dossier.db):
                CopyTables(dossier).update(some)
        assert stored(dossier) == find_copies(Text(d.id, d.text) for d in documents)
        links = dossier.ask("SELECT * FROM copy_link ORDER BY a, b")
        gone = ids[: 5 + 2 * at_once]
        with transaction(dossier.db):
            CopyTables(dossier).update((), gone)
        assert stored(dossier) == find_copies(Text(d.id, d.text) for d in documents if d.id not in gone)
        with transaction(dossier.db):
            CopyTables(dossier).update(gone)
        assert stored(dossier) == find_copies(Text(d.id, d.text) for d in documents)
        assert dossier.ask("SELECT * FROM copy_link ORDER BY a, b") == links


def stored(dossier: Dossier) -> list[Copy]:
    return sorted((c for _, c in dossier.records(Copy)), key=lambda c: (c.a, c.b))
