"""How French says who said what: finders of statement drafts."""

from __future__ import annotations

from recoupe.lang.attribution import Draft, Page
from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution.colons import colon_lines
from recoupe.lang.fr.attribution.contents import governed, passive
from recoupe.lang.fr.attribution.direct import quoted
from recoupe.lang.fr.attribution.incises import contradicted, incise
from recoupe.lang.fr.attribution.inquits import find_inquits
from recoupe.lang.fr.attribution.reading import FrenchPage
from recoupe.lang.fr.attribution.setting import addressee_and_channel
from recoupe.lang.fr.attribution.sources import according_to, conditionals, cue_nouns
from recoupe.lang.fr.cues import load_cues
from recoupe.text import Span, plain


def worth_parsing(text: str, sentence: Sentence) -> bool:
    """Whether a sentence holds anything that could attribute: cue, quotation mark, colon, conditional."""
    return load_cues().spots(plain(text[sentence.start : sentence.end]).lower())


def find_drafts(page: Page) -> list[Draft]:
    """Every finder's drafts, overlapping ones included, each with its addressee and channel."""
    cues = load_cues()
    own = FrenchPage(page.text, page.sentences, page.quotations, page.blocks, page.headings, page.mentions)
    own.inquits = find_inquits(own, cues)
    drafts = quoted(own, cues) + according_to(own, cues) + colon_lines(own, cues) + cue_nouns(own, cues)
    for inquit in own.inquits:
        found = [contradicted(own, inquit)]
        if found == [None]:
            found = [incise(own, inquit), governed(own, inquit, cues)]
        if inquit.group.passive and not inquit.impersonal:
            found.append(passive(own, inquit))
        drafts += [draft for draft in found if draft is not None]
    drafts = [draft for draft in drafts + conditionals(own, drafts) if not _own_words(own, draft)]
    for draft in drafts:
        if draft.mode != "direct":
            draft.content = [_without_stray_mark(own, span) for span in draft.content]
        draft.addressee, draft.channel = addressee_and_channel(own, draft, cues)
    return drafts


def _without_stray_mark(page: Page, span: Span) -> Span:
    """A span that starts inside a quotation does not end on the mark that closes it."""
    holder = page.quotation_at(span[0])
    if holder is not None and holder.start < span[0] and span[1] == holder.end and holder.closed:
        return span[0], max(span[0], holder.inner[1])
    return span


def _own_words(page: Page, draft: Draft) -> bool:
    """Whether a cue inside a quotation only says "je" or "nous": that is the one who is quoted, speaking already."""
    if draft.cue is None or page.quotation_at(draft.cue[0]) is None:
        return False
    if page.text[slice(*draft.cue)].endswith("ons"):
        return True  # "nous appelons tous les soldats à…"
    if draft.speaker is None:
        return draft.rule.startswith("verb")
    return plain(page.text[slice(*draft.speaker)]).lower() in ("je", "j'", "nous", "on")
