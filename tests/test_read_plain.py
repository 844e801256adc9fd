"""Reading plain text: encodings, blocks, printed dates and credits, repeated headings; the text is never changed."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from recoupe.errors import UnreadableFile
from recoupe.lang.fr import sentences
from recoupe.read.plain import LIMIT, decode, read_bytes, read_text
from recoupe.records import Document

LEAD = "Les délégués des deux rives ont repris hier leurs échanges à huis clos, loin de la presse."
BODY = "« Rien n'est joué », a dit la médiatrice. Elle attend une réponse écrite avant la fin du mois."


def blocks(document: Document, *kinds: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if not kinds or block.kind in kinds]


def masked(document: Document, kind: str | None = None) -> list[str]:
    return [document.text[mask.start : mask.end] for mask in document.masks if kind in (None, mask.kind)]


# ---- encodings


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("L’été à Nîmes, œuvre de paix".encode(), "utf-8"),
        (codecs.BOM_UTF8 + "été".encode(), "utf-8-sig"),
        ("L’été à Nîmes, œuvre".encode("cp1252"), "cp1252"),
        ("L'été à Nîmes, une longue saison sans pluie ni vent".encode("latin-1") + b"\x81", "latin-1"),
        (codecs.BOM_UTF16_LE + "été à Nîmes".encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + "été à Nîmes".encode("utf-16-be"), "utf-16"),
        ("L’été à Nîmes, à côté".encode() + b" caf\xe9", "utf-8+cp1252"),
    ],
)
def test_encoding_is_found_and_said(data: bytes, encoding: str) -> None:
    text, said = decode(data, "essai.txt")
    assert said == encoding
    assert "été" in text
    assert not text.startswith("\ufeff")


def test_stray_bytes_in_utf8_are_read_as_windows_1252() -> None:
    text, _ = decode("été à côté ; ".encode() + b"\x93caf\xe9\x94" + " près du marché".encode(), "a.txt")
    assert text == "été à côté ; “café” près du marché"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t \n", "blank"),
        (codecs.BOM_UTF8, "blank"),
        (b"abc\x00def", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"PK\x03\x04abc", "office"),
        (b"<!DOCTYPE html><html><p>Texte</p></html>", "web page"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "broken utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        decode(data, "dossier/essai.txt")
    assert caught.value.path == "dossier/essai.txt"
    assert caught.value.advice


def test_too_large_a_file_names_the_limit() -> None:
    with pytest.raises(UnreadableFile, match="20 MB") as caught:
        decode(b"a" * (LIMIT + 1), "grand.txt")
    assert caught.value.limit == LIMIT


@given(st.lists(st.sampled_from([*range(0x20, 0x7F), *range(0xA0, 0x100)]), max_size=60).map(bytes))
def test_stray_bytes_are_those_that_utf8_refuses(data: bytes) -> None:
    text = ("é" * 70).encode() + data + b"."
    try:
        expected = text.decode()
    except UnicodeDecodeError:
        assert decode(text, "x")[1] == "utf-8+cp1252"
        return
    assert decode(text, "x") == (expected, "utf-8")


def test_a_long_file_in_windows_1252_is_read_in_seconds() -> None:
    start = time.process_time()
    assert decode("été à Nîmes ".encode("cp1252") * 100_000, "x")[1] == "cp1252"
    assert time.process_time() - start < 5


@given(st.binary(max_size=400))
def test_decode_gives_text_or_says_why_not(data: bytes) -> None:
    try:
        text, encoding = decode(data, "x")
    except UnreadableFile:
        return
    assert text.strip()
    assert encoding in {"utf-8", "utf-8-sig", "utf-8+cp1252", "cp1252", "latin-1", "utf-16", "utf-32"}


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
        lambda t: t.strip("\ufeff\u200b").strip()
    )
)
def test_utf8_text_comes_back_unchanged(text: str) -> None:
    data = text.encode()
    if data.startswith((codecs.BOM_UTF8, b"%PDF-", b"{\\rtf")) or "<" in text:
        return
    assert read_bytes(data, "x").text == text


@pytest.mark.parametrize("unit", ["mot ", "Le port est fermé. ", "a", '"« ', "<b ", "12 mars 2031 – ", "abonnez-vous "])
def test_one_line_of_a_megabyte_is_read_in_seconds(unit: str) -> None:
    text = (unit * (1_000_000 // len(unit) + 1))[:1_000_000]
    start = time.process_time()
    document = read_text(text)
    found = sentences.split(text, document.blocks, document.masks)
    assert time.process_time() - start < 10
    assert all(sentence.end - sentence.start <= 2_000 for sentence in found)


# ---- offsets

PIECES = st.sampled_from(
    [
        LEAD,
        BODY,
        "#}",
        "{{ titre }}",
        "&nbsp;",
        "<b>",
        "• ",
        "- ",
        "Reprise des échanges entre les deux rives sur",
        "Publié le 12 mars 2031 à 10h",
        "Port-Ariel, 12 mars 2031 (AFP) – ",
        "(avec AFP)",
        "Lire aussi : Le port rouvre",
        "Sur le même sujet",
        "Abonnez-vous ici !",
        "«",
        "»",
        '"',
        "…",
        ".",
        "M. ",
        "U.R.S.S. ",
        "\n",
        "\r\n",
        "\r",
        "\n\n",
        "\u2028",
        "\x0c",
        " ",
        "\u00a0",
    ]
)


ANY_TEXT: st.SearchStrategy[str] = st.text(st.characters(exclude_categories=["Cs"]))


@settings(max_examples=150)
@given(st.one_of(ANY_TEXT, st.lists(PIECES, max_size=40).map("".join)))
@example("0\r1 MARS 2000(AA)– »")  # a date line between two lines that would be joined
def test_blocks_masks_and_sentences_lie_in_the_text_in_order(text: str) -> None:
    document = read_text(text)
    assert document.text == text
    for spans in (document.blocks, document.masks):
        at = 0
        for span in spans:
            assert at <= span.start < span.end <= len(text)
            at = span.end
    at = 0
    for sentence in sentences.split(text, document.blocks, document.masks):
        assert at <= sentence.start < sentence.end <= len(text)
        at = sentence.end
        quote = text[sentence.start : sentence.end]
        assert quote == quote.strip()
        assert not any(mask.start < sentence.end and sentence.start < mask.end for mask in document.masks)
        assert any(block.start <= sentence.start and sentence.end <= block.end for block in document.blocks)
    for evidence in (*document.agencies, *filter(None, (document.title, document.printed_date))):
        assert text[evidence.start : evidence.end] == evidence.quote


@given(st.lists(st.sampled_from([LEAD, BODY, "Un titre de quelques mots", "• Un point bref"]), min_size=1, max_size=8))
def test_clean_text_loses_no_word(parts: list[str]) -> None:
    text = "\n\n".join(f"{part} {i}." if part == LEAD else part for i, part in enumerate(dict.fromkeys(parts)))
    document = read_text(text)
    words = " ".join(text[s.start : s.end] for s in sentences.split(text, document.blocks, document.masks)).split()
    assert words == [word for word in text.split() if word != "•"]
    assert not document.masks


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x0c"])
def test_every_line_end_ends_a_line(end: str) -> None:
    text = f"Reprise des échanges{end}{end}{LEAD}{end}{BODY}"
    document = read_text(text)
    assert blocks(document) == ["Reprise des échanges", LEAD, BODY]
    assert document.text == text


def test_broken_characters_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="surrogates"):
        read_text("Le port \ud800 est fermé.")


# ---- blocks


def test_title_heading_bullets_and_paragraphs() -> None:
    document = read_text(
        f"Reprise des échanges\n\n{LEAD}\n\nCe qui bloque encore\n\n• Un premier point\n• Un second\n\n{BODY}"
    )
    assert [block.kind for block in document.blocks] == [
        "title",
        "paragraph",
        "heading",
        "bullet",
        "bullet",
        "paragraph",
    ]
    assert document.title is not None
    assert document.title.quote == "Reprise des échanges"
    assert blocks(document, "bullet") == ["Un premier point", "Un second"]


def test_a_first_paragraph_is_no_title() -> None:
    assert read_text(f"{LEAD}\n{BODY}").title is None
    assert read_text("Une seule ligne sans point").title is None


def test_a_kicker_before_the_title_is_passed() -> None:
    document = read_text(f"MONDE\n\nReprise des échanges entre les deux rives\n\n{LEAD}")
    assert document.title is not None
    assert document.title.quote == "Reprise des échanges entre les deux rives"


def test_a_line_that_ends_with_a_colon_introduces_and_is_no_heading() -> None:
    document = read_text(f"Reprise\n\n{LEAD}\n\nLa médiatrice précise :\n\n« Rien n'est joué. »")
    assert "La médiatrice précise :" in blocks(document, "paragraph")


WRAPPED = """\
La médiatrice des deux rives a réuni hier soir les délégués de la
vallée dans la mairie de Port-Ariel, où le chauffage ne marche plus
depuis le début du blocus. M. Morvan y représentait les éleveurs et
les pêcheurs du lac.

Elle leur a remis un texte de trois pages qui fixe les heures des
convois et le nombre des gardes. « Rien n'est joué », a-t-elle dit
avant de repartir.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_hard_wrapped_paragraphs_are_one_block_each(end: str) -> None:
    text = WRAPPED.replace("\n", end)
    document = read_text(text)
    assert [block.kind for block in document.blocks] == ["paragraph", "paragraph"]
    found = [text[s.start : s.end] for s in sentences.split(text, document.blocks, document.masks)]
    assert [" ".join(sentence.split())[-18:] for sentence in found] == [
        "le début du blocus."[-18:],
        "les pêcheurs du lac."[-18:],
        "le nombre des gardes."[-18:],
        "avant de repartir."[-18:],
    ]


def test_short_lines_of_a_list_are_not_joined() -> None:
    text = f"Le programme\n\n{LEAD}\n\nPort-Ariel\nValmont\nSaint-Orin\n\n{BODY}"
    assert {"Port-Ariel", "Valmont", "Saint-Orin"} <= set(blocks(read_text(text)))


# ---- printed dates and credits


def test_date_of_publication_goes_before_date_of_change() -> None:
    document = read_text(f"Reprise\n\nMis à jour le 14 mars 2031\nPublié le 12 mars 2031 à 10h\n\n{LEAD}")
    assert document.printed_date is not None
    assert document.printed_date.quote == "12 mars 2031"
    assert blocks(document, "dateline") == ["Mis à jour le 14 mars 2031", "Publié le 12 mars 2031 à 10h"]


def test_agency_dateline_gives_date_and_agency_and_leaves_the_paragraph() -> None:
    document = read_text(f"Reprise\n\nPort-Ariel (Nordavie), 12 mars 2031 (AFP) – {LEAD}\n\n{BODY} (avec Reuters)")
    assert document.printed_date is not None
    assert document.printed_date.quote == "12 mars 2031"
    assert [agency.quote for agency in document.agencies] == ["AFP", "Reuters"]
    assert blocks(document, "paragraph") == [LEAD, BODY]


def test_a_chronology_has_no_date_of_publication() -> None:
    document = read_text(f"Un an de siège\n\n12 mars 2031 – {LEAD}\n\n3 avril 2031 – {BODY}")
    assert document.printed_date is None
    assert not blocks(document, "dateline")


def test_an_event_date_that_opens_a_sentence_is_no_dateline() -> None:
    text = f"Un an de siège\n\nLe jeudi 20 mars 2031, à 21 heures, à Valmont, la vitre d'un bus a été brisée.\n\n{LEAD}"
    assert read_text(text).printed_date is None
    assert "dateline" not in [block.kind for block in read_text(text).blocks]


# ---- repeated headings

CUT = "Le ministre annonce une reprise des échanges avec la rive sud sur"


def test_a_cut_heading_that_comes_again_keeps_one_occurrence_as_title() -> None:
    document = read_text(f"#}}\n\n{CUT}\n\n{CUT}\n{CUT}\n\n{LEAD}")
    assert masked(document, "cut_heading") == [CUT, CUT]
    assert document.title is not None
    assert (document.title.quote, document.title.start) == (CUT, 4)


def test_the_whole_heading_is_kept_before_the_cut_one() -> None:
    document = read_text(f"{CUT}\n\n{CUT} les eaux du lac\n\n{LEAD}")
    assert masked(document) == [CUT]
    assert document.title is not None
    assert document.title.quote == f"{CUT} les eaux du lac"


def test_a_heading_with_the_outlet_after_a_bar_is_the_same() -> None:
    document = read_text(
        f"Reprise des échanges au bord du lac | Le Nord\n\nReprise des échanges au bord du lac\n\n{LEAD}"
    )
    assert masked(document, "repeated_heading") == ["Reprise des échanges au bord du lac | Le Nord"]


def test_a_paragraph_printed_twice_counts_once() -> None:
    document = read_text(f"Reprise\n\n{LEAD}\n\n{BODY}\n\n{LEAD}")
    assert masked(document, "repeated_paragraph") == [LEAD]
    assert document.masks[0].start > document.text.index(BODY)


def test_headlines_listed_under_other_articles_are_masked() -> None:
    listed = "Le port de Valmont rouvre\nLa reine en visite au lac"
    document = read_text(f"Reprise\n\n{LEAD}\n\nSur le même sujet\n{listed}\n\n{BODY}")
    assert masked(document, "related") == ["Sur le même sujet", *listed.split("\n")]
    assert BODY in blocks(document)


def test_a_promotion_in_a_quotation_is_news() -> None:
    text = f"Reprise\n\n« Suivez-nous sur nos réseaux et notre chaîne », a lancé le général. {LEAD}"
    assert not read_text(text).masks


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("France 24\nLe pont est fermé\n\n", "France 24"),
        ("Le pont est fermé\nL'Orient-Le Jour\n\n", "L'Orient-Le Jour"),
        ("Le pont est fermé\ninformation fournie par France 24 • 12/03/2031 à 23:47\n\n", "France 24"),
        ("Le pont est fermé\nLe Monde\nFrance 24\n\n", None),
        ("Le pont est fermé\nAFP\n\n", None),
        ("Le pont est fermé\n\n", None),
    ],
)
def test_an_outlet_named_alone_at_the_head_published_the_text(head: str, outlet: str | None) -> None:
    body = "La ville attend les secours depuis trois jours, et les ponts sont coupés."
    assert read_text(head + body).outlet == outlet
    assert read_text(head + body, outlet="La Vigie").outlet == "La Vigie"


def test_an_outlets_name_is_no_title() -> None:
    document = read_text("Publié le 12 mars 2031\nFrance 24\n\nLa ville attend les secours depuis trois jours.")
    assert document.title is None
    assert [b.kind for b in document.blocks] == ["dateline", "credit", "paragraph"]


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published at: 2031-03-12 12:36:00", "2031-03-12"),
        ("12.03.2031, 18:2012.03.2031, 18:29", "12.03.2031"),
        ("France 24 • March 12, 2031", "March 12, 2031"),
        ("information fournie par France 24 • 12/03/2031 à 23:47", "12/03/2031"),
    ],
)
def test_dates_as_pages_print_them(line: str, day: str) -> None:
    document = read_text(f"Le pont est fermé\n{line}\n\nLa ville attend les secours depuis trois jours.")
    assert document.printed_date is not None
    assert document.printed_date.quote == day


def test_an_agency_by_two_names_is_one() -> None:
    document = read_text("Le pont est fermé\n\nAFP Agence France-Presse\n\nLa ville attend les secours.")
    assert [a.quote for a in document.agencies] == ["AFP"]
