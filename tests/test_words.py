"""Words of many texts at once: those that the pattern finds one by one, and one hash for each folded form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.check.words import WORD, find_words, folded_word
from recoupe.lang.fr.checks import load_checks

PIECES = st.sampled_from(
    ["12", "500", "1", "1234", ".", " ", "\u00a0", "\u202f", "-", "'", "_", "a", "É", "œ", "ß", "e\u0301", "\u0301",
     "½", "²", "ﬁ", "Ω", "Киев", "\n", "«", "𝟙", "٣", "\ud800"]
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=12)), max_size=4)
_forms: dict[int, str] = {}


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_words_are_those_of_the_pattern(texts: list[str]) -> None:
    found = find_words(texts)
    assert len(found.first) == len(texts) + 1
    for i, text in enumerate(texts):
        mine = slice(*found.first[i : i + 2].tolist())
        wanted = [(m.span(), form) for m in WORD.finditer(text) if (form := folded_word(m[0]))]
        assert [tuple(span) for span in found.spans[mine].tolist()] == [span for span, _ in wanted]
        for value, (_, form) in zip(found.hashes[mine].tolist(), wanted, strict=True):
            assert _forms.setdefault(value, form) == form
    alone = [find_words([text]).hashes.tolist() for text in texts]
    assert found.hashes.tolist() == [value for values in alone for value in values]


def test_one_form_has_one_hash() -> None:
    for one, other in (("Œuvre", "oeuvre"), ("12 500", "12500"), ("12.500", "12\u202f500"), ("e\u0301lan", "ÉLAN")):
        assert find_words([one]).hashes.tolist() == find_words([other]).hashes.tolist()
    forms = [f"mot{i}" for i in range(1000)] + [f"{i}" for i in range(1000)]
    assert len(set(find_words(forms).hashes.tolist())) == len(forms)
    assert [hex(h) for h in find_words(["Le convoi"]).hashes.tolist()] == ["0xbbbdf27cf06afbc9", "0x78065b33f2c461f2"]


def test_a_table_of_figures_is_looked_through_at_once() -> None:
    figures = "evacuer " + "1 2 3 4 5 6 7 8 9 " * 400
    assert load_checks().as_words(figures) == figures  # a pattern that tries every way would take days
