"""Stories: the same in any order, ids that outlive a merge, labels that stand in a title."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.check.stories import Features, Story, clusters, find_stories, join, resolve, story_id, terms_of
from recoupe.pipeline import Item, Reading, load, read_through
from recoupe.pipeline.checking import cross_check
from recoupe.pipeline.feed import resources_for
from recoupe.pipeline.stories import keep_stories
from recoupe.records import Source
from recoupe.store import open_dossier
from recoupe.store.stories import StoryTables
from recoupe.views import sources
from recoupe.views.stories import stories

TEXTS = {
    "gare": ("Frappe sur la gare de Valmore", "La frappe sur la gare de Valmore a tué neuf voyageurs près des quais"),
    "treve": ("La trêve proposée par Ostrande", "Ostrande propose une trêve de trente jours, Soltar réclame un sommet"),
    "echange": (
        "Échange de prisonniers à Dervol",
        "Deux autocars de prisonniers libérés ont franchi le poste de Dervol",
    ),
}
MORE = (
    "secours décombres voyageurs quais bilan",
    "sommet médiateur délai signature texte",
    "familles listes captifs autocars",
)


def dossier() -> list[Features]:
    """Nine documents of three stories."""
    made = []
    for k, (name, (title, text)) in enumerate(TEXTS.items()):
        for i in range(3):
            terms = terms_of(f"{title}. {text}. {' '.join(MORE[k].split()[i:])}")
            day = f"2034-05-{1 + 9 * k + i:02}"
            made.append(Features(f"{name}{i}", day, day, terms=terms, title=title))
    return made


def test_a_story_is_about_one_run_of_events() -> None:
    stories = find_stories(dossier())
    assert all(len({d[:-1] for d in s.documents}) == 1 for s in stories)
    assert any(len(s.documents) > 1 for s in stories)
    for story in stories:
        assert story.id == story_id(story.documents[0])
        assert story.label
        assert story.label in TEXTS[story.documents[0][:-1]][0]


def test_the_id_of_a_story_that_was_merged_leads_to_the_one_that_is() -> None:
    stories = find_stories(dossier())
    for document in dossier():
        story = resolve(story_id(document.id), stories)
        assert story is not None
        assert document.id in story.documents
    assert resolve("0" * 16, stories) is None


def test_few_or_empty_documents() -> None:
    assert find_stories([]) == []
    assert [s.documents for s in find_stories([Features("a")])] == [("a",)]
    assert {d for s in find_stories([Features("a"), Features("b")]) for d in s.documents} == {"a", "b"}


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 9))
def test_stories_do_not_depend_on_the_order(chance: random.Random, count: int) -> None:
    documents = dossier()[:count]
    expected = find_stories(documents)
    chance.shuffle(documents)
    assert find_stories(documents) == expected
    assert sorted(d for s in expected for d in s.documents) == sorted(d.id for d in documents)


@settings(deadline=None)
@given(st.integers(0, 6), st.integers(0, 2**32), st.sampled_from([0.0, 0.3, 0.6]))
def test_the_two_nearest_groups_are_joined_first(size: int, seed: int, limit: float) -> None:
    similar = np.random.default_rng(seed).integers(0, 9, (size, size)) / 8
    similar = np.maximum(similar, similar.T)
    groups = [[i] for i in range(size)]
    while len(groups) > 1:

        def mean(pair: tuple[list[int], list[int]]) -> float:
            return float(np.mean([similar[i, j] for i in pair[0] for j in pair[1]]))

        one, other = max(itertools.combinations(groups, 2), key=lambda pair: round(mean(pair), 9))
        if round(mean((one, other)), 9) < limit:
            break
        groups = sorted([*(g for g in groups if g not in (one, other)), sorted(one + other)])
    assert clusters(similar, limit) == groups


def test_a_document_joins_the_story_that_it_is_nearest_to() -> None:
    documents = dossier()
    told = [documents[k : k + 3] for k in (0, 3, 6)]
    for k, story in enumerate(told):
        rest = [s if s is not story else s[:2] for s in told]
        assert join(story[2], rest, []) == k
    assert join(Features("z", terms=terms_of("La récolte du houblon commence")), told, []) is None
    assert join(documents[0], [], documents) is None


WAR = "La guerre entre la Sorélie et le Norvend dure depuis deux hivers dans la province orientale du royaume."
RUNS = {
    "gare": (
        "Frappe sur la gare de Castrelle",
        "Neuf voyageurs ont été tués mardi dans la gare de Castrelle par une frappe de missile, dit le gouverneur.",
        "Les secours fouillent les quais et les décombres de la gare, où des voyageurs attendaient le train du soir.",
        "Le gouverneur de la province a décrété un deuil de deux jours, et les trains sont détournés par le canal.",
    ),
    "treve": (
        "Une trêve de trente jours",
        "Le médiateur a proposé mercredi une trêve de trente jours aux deux délégations réunies à Pelvenza.",
        "La réponse des délégations est attendue avant le sommet, et la signature du texte dépend de la trêve.",
        "Le médiateur rappelle que la trêve de trente jours peut être prolongée par les délégations au sommet.",
    ),
    "houblon": (
        "La récolte du houblon",
        "Les cueilleurs de houblon ont reçu lundi des gants neufs, a indiqué leur syndicat.",
        "La récolte commence plus tôt que l'an passé, et les séchoirs sont presque pleins.",
        "Le syndicat des cueilleurs demande une prime pour la récolte et pour les séchoirs.",
    ),
}


@cache
def readings() -> dict[str, Reading]:
    """Nine articles of three runs of events, each said in another order; read once."""
    found = {}
    with resources_for("") as known:
        for k, (run, (title, *said)) in enumerate(RUNS.items()):
            for i in range(3):
                body = " ".join([WAR, *said[i:], *said[:i]])
                text = f"{title}\n\nPublié le {1 + 9 * k + i} mai 2031\n\n{body}\n"
                document, _ = load(Item(f"{run} {i}.txt", data=text.encode()), outlet=f"{run} {i}", date=None)
                (found[f"{run} {i}"],) = read_through([document], known)
    return found


def add(path: Path, names: Sequence[str], *, together: int = 300) -> None:
    """Add articles to a dossier, one run each."""
    with open_dossier(path, write=True) as dossier, resources_for("") as known:
        for name in names:
            one = readings()[name]
            source = Source(document=one.document.id, name=name, bytes_hash="", read_at="")
            dossier.write(one.document, one.records, sentences=one.sentences, rules="test", source=source)
            cross_check(dossier, known)
            keep_stories(dossier, together=together, most=together)


def kept(path: Path) -> list[Story]:
    """The stories that a dossier holds, as the records of the pure layer."""
    with open_dossier(path) as dossier:
        day = {s.document: s.dated.earliest or "9999" for s in sources(dossier)}
        members: dict[str, list[str]] = {}
        for story, document in dossier.ask("SELECT story, document FROM story_member"):
            members.setdefault(story, []).append(document)
        rows = dossier.ask("SELECT id, label FROM story")
    assert members.keys() == {story for story, _ in rows}
    return sorted(Story(i, tuple(sorted(members[i], key=lambda d: (day[d], d))), label) for i, label in rows)


@pytest.mark.parametrize("seed", [1, 2])
def test_stored_stories_are_those_of_all_documents_in_any_order(tmp_path: Path, seed: int) -> None:
    add(tmp_path / "d.db", random.Random(seed).sample(sorted(readings()), 9))
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        features = StoryTables(dossier).features()
        shown = stories(dossier)
    assert kept(tmp_path / "d.db") == find_stories(features)
    assert sorted(n for line in shown for n in line.documents) == list(range(1, 10))
    assert shown[0].documents


@pytest.mark.parametrize("seed", [1, 2])
def test_in_a_large_dossier_a_document_is_placed_by_itself(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "d.db"
    order = random.Random(seed).sample(sorted(readings()), 9)
    add(path, order[:8], together=0)
    before = {frozenset(s.documents) for s in kept(path)}
    add(path, order[8:], together=0)
    run = {one.document.id: name.split()[0] for name, one in readings().items()}
    after = {frozenset(s.documents) for s in kept(path)}
    assert all(len({run[d] for d in story}) == 1 for story in after)
    assert max(len(story) for story in after) > 1
    new = readings()[order[8]].document.id
    assert {story - {new} for story in after} - {frozenset()} == before
    assert all(s.id == story_id(s.documents[0]) for s in kept(path))


def test_a_document_of_form_5_stays_in_its_story_and_is_compared_by_the_same_terms(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    text, names, counts = "La gare, la gare neuve", ["Sorélie", "Valmore"], [(9.0, "voyageurs")]
    old = {
        "id": "d1", "earliest": "2031-05-01", "latest": None, "actors": names[:1], "places": names[1:],
        "counts": counts, "words": [("gare", 2), ("neuve", 1)], "title": "Frappe sur la gare",
    }  # fmt: skip
    with open_dossier(path, write=True) as dossier:
        row = ("d1", "mark", "one", "2031-05-01", msgspec.json.encode(old).decode())
        dossier.db.execute("INSERT INTO story_member VALUES (?, ?, ?, ?, ?)", row)
        dossier.db.execute("PRAGMA user_version = 5")
    with open_dossier(path, write=True) as dossier:
        tables = StoryTables(dossier)
        terms = terms_of(text, names=names, counts=counts)
        assert tables.features() == [Features("d1", "2031-05-01", None, terms, "Frappe sur la gare")]
        assert (tables.stories(["d1"]), tables.around("2031-05-02", 5)) == ({"d1": "one"}, ["d1"])
        assert dossier.ask("PRAGMA user_version") == [(6,)]


def test_a_document_that_goes_leaves_its_story(tmp_path: Path) -> None:
    add(tmp_path / "d.db", sorted(readings()))
    for together in (0, 300):
        with open_dossier(tmp_path / "d.db", write=True) as dossier:
            (gone, *_) = [s.document for s in sources(dossier) if s.outlet and s.outlet.startswith("gare")]
            dossier.db.execute("DELETE FROM checked WHERE document = ?", (gone,))
            keep_stories(dossier, together=together, most=together)
            members = {d for (d,) in dossier.ask("SELECT document FROM story_member")}
            assert gone not in members
            assert {s for (s,) in dossier.ask("SELECT story FROM story_member")} == {
                s for (s,) in dossier.ask("SELECT id FROM story")
            }
            dossier.db.execute("INSERT INTO checked VALUES (?, 'again', '')", (gone,))
