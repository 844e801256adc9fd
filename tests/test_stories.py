"""Stories: the same in any order, ids that outlive a merge, labels that stand in a title."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.check.stories import Features, StoryIndex, find_stories, resolve, story_id, words_of

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
            words = words_of(f"{title}. {text}. {' '.join(MORE[k].split()[i:])}")
            day = f"2034-05-{1 + 9 * k + i:02}"
            made.append(Features(f"{name}{i}", day, day, words=words, title=title))
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
def test_settled_stories_do_not_depend_on_the_order(chance: random.Random, count: int) -> None:
    documents = dossier()[:count]
    expected = find_stories(documents)
    chance.shuffle(documents)
    index = StoryIndex()
    for document in documents:
        assert document.id in index.add(document).documents
    assert index.settle() == expected
    assert sorted(d for s in expected for d in s.documents) == sorted(d.id for d in documents)
