"""The language of a text: French where it is not surely another; what is in another is kept, marked and not read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.lang.identify import identified, language_of, passages
from recoupe.pipeline import Item, run
from recoupe.read.plain import read_text
from recoupe.records import Statement
from recoupe.store import open_dossier, verify

ENGLISH = (
    "The defence minister told reporters on Sunday that the talks would go on for as long as both sides wanted them to,"
    " and that no troops would be withdrawn before spring. He refused to say who had been invited."
)
FRENCH = (
    "Le ministre de la Défense a déclaré dimanche que les pourparlers dureraient aussi longtemps que les deux camps le"
    " voudraient. « Aucun soldat ne partira avant le printemps », a-t-il ajouté devant la presse."
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, "en"),
        ("El ministro de Defensa dijo el domingo que las conversaciones seguirán mientras las dos partes quieran, y que"
         " no se retirarán tropas antes de la primavera, según la agencia.", "es"),
        ("El ministre de Defensa va dir diumenge que les converses continuaran mentre les dues parts ho vulguin, i que"
         " les tropes no es retiraran abans de la primavera, segons l'agència.", "ca"),
        ("Il ministro della Difesa ha detto domenica che i colloqui andranno avanti finché le due parti lo vorranno e"
         " che le truppe non saranno ritirate prima della primavera.", "it"),
        ("Der Verteidigungsminister sagte am Sonntag, die Gespräche würden so lange weitergehen, wie beide Seiten es"
         " wollten, und vor dem Frühjahr würden keine Truppen abgezogen.", "de"),
        ("Министр обороны заявил в воскресенье, что переговоры продолжатся.", "ru"),
        ("Міністр оборони заявив у неділю, що переговори триватимуть, доки цього хочуть обидві сторони.", "uk"),
        ("قال وزير الدفاع يوم الأحد إن المحادثات ستستمر طالما أراد الطرفان ذلك.", "ar"),
        ("国防部长周日表示，只要双方愿意，会谈将继续进行，在春天之前不会撤出任何部队，他对记者说。", "zh"),
    ],
)  # fmt: skip
def test_a_text_in_another_language(text: str, language: str) -> None:
    assert language_of(text) == language
    document = identified(read_text(text))
    assert document.language == language
    assert document.text == text
    assert passages(document) == ()


@pytest.mark.parametrize(
    "text",
    [
        FRENCH,
        "Frappes.",
        "Breaking news",
        "Нет",
        "Volodymyr Zelensky, Andriï Iermak, Roustem Oumerov, Sergueï Lavrov, Dmitri Peskov, Steve Witkoff, Marco Rubio,"
        " Keith Kellogg, Friedrich Merz, Keir Starmer, Donald Tusk, Giorgia Meloni",
        "Odessa, Kharkiv, Soumy\n\nTrump, Poutine, Zelensky\n\nBrent, WTI\n\nKyiv Independent, Ukrainska Pravda\n\nAFP",
        "KIEV SOUS LES BOMBES : DOUZE MORTS, QUARANTE BLESSÉS, SELON LA MAIRIE ; MOSCOU DÉMENT, LONDRES CONDAMNE",
        "La gmina de Mniów est voisine des gminy de Łopuszno, Miedziana Góra, Radoszyce, Smyków et Zagnańsk.",
    ],
)
def test_short_texts_headlines_and_foreign_names_are_french(text: str) -> None:
    document = identified(read_text(text))
    assert (document.language, passages(document)) == ("fr", ())


def test_a_long_passage_in_another_language_is_masked_and_the_rest_is_read() -> None:
    text = f"Trêve\n\n{FRENCH}\n\n{ENGLISH}\n\n{FRENCH} {ENGLISH.partition('. ')[0]}. Il a quitté la salle."
    document = identified(read_text(text))
    assert document.language == "fr"
    assert passages(document) == ("en",)
    covered = [text[m.start : m.end] for m in document.masks if m.kind == "language"]
    assert covered == [ENGLISH, ENGLISH.partition(". ")[0] + "."]
    assert [text[b.start : b.end][:5] for b in document.blocks] == ["Trêve", "Le mi", "Le mi"]


def test_what_is_in_another_language_is_kept_counted_and_never_read(tmp_path: Path) -> None:
    texts = {"en": ENGLISH, "fr": FRENCH, "mixed": f"{FRENCH}\n\n{ENGLISH}"}
    items = [Item(f"{name}.txt", data=text.encode()) for name, text in texts.items()]
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        found = {o.name: (o.status, o.language, o.passages, o.records > 0) for o in run(items, dossier)}
        assert found == {
            "en.txt": ("added", "en", (), False),
            "fr.txt": ("added", "fr", (), True),
            "mixed.txt": ("added", "fr", ("en",), True),
        }
        assert {document.text for _, document in dossier.documents()} == set(texts.values())
        assert not any("minister" in s.content[0].quote for _, s in dossier.records(Statement))
        assert dossier.ask("SELECT count(*) FROM sentence_text WHERE folded LIKE '%minister %'") == [(0,)]
        assert not list(verify(dossier))


def test_the_model_is_loaded_only_for_a_text_that_needs_it() -> None:
    code = (
        "import sys; from recoupe.lang.identify import identified; from recoupe.read.plain import read_text;"
        f"identified(read_text({FRENCH!r})); assert 'py3langid' not in sys.modules;"
        f"identified(read_text({ENGLISH!r})); assert 'py3langid' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
