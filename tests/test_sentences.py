"""French sentence boundaries: what ends a sentence, and what only looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.lang.fr.sentences import split
from recoupe.read import boundaries
from recoupe.read.plain import read_text


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in boundaries.split(text, (0, len(text)), "fr")]


@pytest.mark.parametrize(
    "marked",
    [
        # "|" stands before each sentence but the first
        "M. Morvan est parti. |Mme J. Le Goff reste.",
        "MM. Morvan et Daval, Mgr Ysel, Me Orban et le Dr. Lune ont signé. |Le texte est clos.",
        "Le gén. Ostrec et le col. Daval ont reculé. |Sir Ulric a refusé.",
        "Les habitants du bd. Morvan, de l'av. Daval et du Mt. Ysel ont fui.",
        "J.-P. Morvan et U. Daval ont parlé de l'U.R.S.S. et des É.-U. hier.",
        "Ils parlaient de l'U.R.S.S. |Le mot revient.",
        "Ils tiennent 1.250 km2, soit 3.5 % du pays. |Rien de plus.",
        "L'art. 5 du traité, p. 12, vol. 3, est clair. |Le n°. 7 manque.",
        "La réunion a duré jusqu'à 17h. |Elle reprendra demain.",
        "Il y avait du pain, de l'eau, etc. |Les convois sont partis.",
        "Du pain, de l'eau, etc. ont été livrés (p. ex. à Valmont).",
        "« Non ! », a-t-il dit. |« Jamais ! » a-t-elle repris.",
        "« Nous partons. |Nous reviendrons. » |Puis il s'est tu.",
        "« Est-ce la paix ? » demande la presse. |« Non. » |Il sourit.",
        "Il a dit : « Nous partons. », puis il est parti.",
        "« Nous partons. » – a-t-il dit.",
        '"Nous partons". |"Nous reviendrons", a-t-il dit.',
        '"Nous partons." |Il se tait.',
        'Il a dit : "Est-ce la paix ?" avant de partir.',
        '" Nous partons. " |Il se tait.',
        "“Nous partons.” |Il se tait.",
        "Il hésite… puis il part. |Il hésite encore… |Elle part.",
        "Il a choisi le plan B. |Le conseil a suivi.",
        "En 493 av. J.-C. par exemple. |En 30 apr. J.-C. |Le temple brûle.",
        "Le retrait [...] se fera en mai. |Les gardes (...) resteront.",
        "Il est rentré à Valmont.|Le ministre attend.",
        "Il est rentré.|« Le ministre attend. »",
        "Il vise la ville de Valmont.|L'attaque a été menée de nuit.|À la suite de quoi tout brûle.",
        'Le tir tue des gardes.|"La trêve tient", a dit la radio.|"Je pars", dit-il.',
        'Il y voit un "geste".|"Je m\'en réjouis", dit-il, près de l\'OLV.|Sur son compte, rien.',
        "Prévue en mai 2031.|Voulue par tous (OLV).|Le texte est signé.",
        "Voir www.lac.example/Nord.Sud pour le texte, ou ecrire@lac.example. |C'est tout.",
        "Ils sont partis. |12 gardes restent.",
        "1. Le retrait des gardes et des civils.",
        "Les « rouges » ont gagné. |« les bleus ont perdu », dit la radio.",
        "Le tir a tué 3 hommes . |La rive est vide .",
        "Il part ! |Elle reste ?! |Oui.",
        "Le Mt. Ysel, haut de 3 000 m. |Il neige.",
        "La société Daval Inc. Morvan a signé.",
        "Cf. Le Lac, no 7.",
        "Ils l'ont dit.[1] |Nul n'a répondu.",
        "* Sommet au port de Valmont * |Accord sur le blé * |La baisse inquiète",
        "Par Ilda Morvan VALMONT, 19 janvier (Norda) - |Les gardes sont partis.",
        "Il multiplie 3 * 4 et (Daval) - on le sait - se trompe.",
    ],
)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    assert sentences(marked.replace("|", "")) == [part.strip() for part in marked.split("|")]


def test_a_sentence_never_crosses_a_paragraph_even_in_a_quotation() -> None:
    text = "Reprise\n\n« Nous avons tout essayé, dit la médiatrice, et rien\n\nn'a tenu plus de trois jours. »"
    document = read_text(text)
    assert [text[s.start : s.end] for s in split(text, document.blocks, document.masks)] == [
        "Reprise",
        "« Nous avons tout essayé, dit la médiatrice, et rien",
        "n'a tenu plus de trois jours. »",
    ]


def test_mere_signs_are_no_sentence() -> None:
    assert sentences(". – … »") == []


def test_text_without_stops_is_cut_at_spaces() -> None:
    text = "mot " * 3_000
    found = sentences(text)
    assert all(len(sentence) <= boundaries.LONGEST for sentence in found)
    assert " ".join(found) == text.strip()


def _treebank(path: Path) -> tuple[str, set[int]]:
    """Its sentences joined by spaces, and the offsets where those end that have a closing sign."""
    text, ends = "", set()
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# text = "):
            text += line.removeprefix("# text = ").strip() + " "
            ends.add(len(text) - 1)
    return text, {end for end in ends if text[end - 1] in '.!?…»"”)'}


@pytest.mark.shared
def test_boundaries_on_a_treebank_of_general_french(shared: Path) -> None:
    """UD French GSD (dev, CC BY-SA 4.0): boundary F1 of 0.985 and more among the sentences that end with a sign."""
    path = shared / "data" / "treebanks" / "GSD-dev.conllu"
    if not path.is_file():
        pytest.skip("needs the treebank in ../shared/data, which is not beside this checkout")
    text, gold = _treebank(path)
    found = {end for _, end in boundaries.split(text, (0, len(text)), "fr")}
    right = len(gold & found)
    assert 2 * right / (len(gold) + len(found)) >= 0.985


@pytest.mark.shared
def test_no_news_sentence_is_masked(shared: Path) -> None:
    """Of 60 Wikinews texts, nothing that ends like a sentence lies under a mask, save what is printed twice."""
    for path in sorted((shared / "data" / "winer").glob("*/*/*.txt"))[::16][:60]:
        document = read_text(path.read_text(encoding="utf-8"))
        for mask in document.masks:
            quote = document.text[mask.start : mask.end]
            assert not quote.endswith(".") or mask.kind == "repeated_paragraph", f"{path.name}: {quote}"
