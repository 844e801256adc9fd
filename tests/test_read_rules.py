"""Every row of the rule files does what its own test line says, and nothing else."""

from __future__ import annotations

import pytest

from recoupe.errors import BadKnowledge
from recoupe.read import masks, printed
from recoupe.read.masks import Rule, rules
from recoupe.read.plain import read_text
from recoupe.text import plain

BEFORE = "La trêve tient depuis lundi dans toute la vallée, selon les observateurs.\n\n"
AFTER = "\n\nLes deux délégations se retrouveront à la frontière dans trois semaines."
MASKS = rules("fr", masks.FILE)
PRINTED = rules("fr", printed.FILE)


def own_match(rule: Rule, line: str) -> bool:
    flat = plain(line)
    return bool(rule.pattern.fullmatch(flat) if rule.scope == "line" else rule.pattern.search(flat))


@pytest.mark.parametrize("rule", MASKS, ids=lambda rule: rule.name)
def test_mask_rule_masks_its_test_line(rule: Rule) -> None:
    assert own_match(rule, rule.test)
    text = BEFORE + rule.test + AFTER
    document = read_text(text)
    at = text.index(rule.test)
    assert (
        any(mask.start <= at and mask.end >= at + len(rule.test) for mask in document.masks) or rule.scope == "inline"
    )
    assert any(at <= mask.start < at + len(rule.test) for mask in document.masks)
    assert all(at <= mask.start < mask.end <= at + len(rule.test) for mask in document.masks)


@pytest.mark.parametrize("rule", MASKS, ids=lambda rule: rule.name)
def test_no_rule_masks_the_line_that_looks_like_it(rule: Rule) -> None:
    assert not read_text(BEFORE + rule.unlike + AFTER).masks


@pytest.mark.parametrize("rule", PRINTED, ids=lambda rule: rule.name)
def test_printed_rule_takes_its_part_of_the_test_line(rule: Rule) -> None:
    text = "Reprise des pourparlers\n\n" + rule.test + AFTER
    document = read_text(text)
    at = text.index(rule.test)
    takes = (rule.takes or rule.test).strip()
    taken = [block for block in document.blocks if block.kind in ("dateline", "credit")]
    assert [text[block.start : block.end] for block in taken] == [takes]
    assert taken[0].kind == rule.kind
    assert not document.masks
    left = rule.test.replace(takes, "").strip()
    if left:
        assert left in [text[block.start : block.end] for block in document.blocks]
    assert (document.printed_date is not None) == ("date" in rule.pattern.groupindex)
    assert at <= taken[0].start


@pytest.mark.parametrize("rule", PRINTED, ids=lambda rule: rule.name)
def test_printed_rule_leaves_the_line_that_looks_like_it(rule: Rule) -> None:
    document = read_text("Reprise des pourparlers\n\n" + rule.unlike + AFTER)
    assert not [block for block in document.blocks if block.kind in ("dateline", "credit")]
    assert document.printed_date is None
    assert not document.masks


def test_unknown_language_is_said() -> None:
    with pytest.raises(BadKnowledge, match="'xx'"):
        read_text("Un texte.", language="xx")
