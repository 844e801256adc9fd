"""Timeline, figures and map as pages, without a browser: state in the URL, evidence behind each mark, outlines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from recoupe.errors import BadKnowledge
from recoupe.messages import messages
from recoupe.web import create_app
from recoupe.web.draw.shapes import load_shapes
from tests.hostile import hostile_dossier

METRES = [[4e5, 5e6], [5e5, 5e6], [4e5, 6e6]]
HERE = "http://127.0.0.1:8031"
VIEWS = ("/timeline", "/timeline?lanes=party", "/figures", "/figures?once=1", "/map")


@pytest.fixture(scope="module")
def client(sample_dossier: Path) -> Iterator[TestClient]:
    with TestClient(create_app(sample_dossier, language="fr"), base_url=HERE) as made:
        yield made


def pictures(text: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(unescape_entities(x)) for x in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]


def unescape_entities(text: str) -> str:
    """Pictures are XML already; nothing of HTML's own is in them."""
    assert "&nbsp;" not in text
    return text


def links(text: str) -> list[str]:
    return [unescape(x) for x in re.findall(r'href="([^"]+)"', text)]


@pytest.mark.parametrize("view", VIEWS)
def test_pictures_are_xml_without_style_or_script(client: TestClient, view: str) -> None:
    found = pictures(client.get(view).text)
    assert found or "once" in view
    for picture in found:
        for e in picture.iter():
            assert e.tag != "script"
            assert not [a for a in e.attrib if a == "style" or a.startswith("on")]
        assert picture.get("aria-label") or picture.get("aria-hidden") == "true"
        assert all(a.get("aria-label") for a in picture.iter("a"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_mark_leads_to_a_page(client: TestClient, view: str) -> None:
    text = client.get(view).text
    known = ("/documents", "/timeline", "/map")
    asked = [x for x in dict.fromkeys(links(text)) if x.startswith(known) and "lang=" not in x and "theme=" not in x]
    assert len(asked) > 3
    for address in asked[:: max(len(asked) // 40, 1)]:
        got = client.get(address)
        assert got.status_code == 200, address
        path, _, anchor = address.partition("#")
        if path.startswith("/documents") and anchor:
            assert f'id="{anchor}"' in got.text, address


def test_the_table_holds_what_the_timeline_draws(client: TestClient) -> None:
    text = client.get("/timeline").text
    drawn = {unescape(x) for x in re.findall(r'<a href="(/documents/[^"]+)" aria-label', text)}
    table = {unescape(x) for x in re.findall(r'<a class="ev" href="(/documents/[^"]+)"', text)}
    table |= {unescape(x) for x in re.findall(r'<a href="(/documents/[^"]+)">', text)}
    assert drawn
    assert drawn <= table


def test_a_window_is_kept_in_the_url_and_narrowed_by_its_links(client: TestClient) -> None:
    wide = client.get("/timeline?from=2030-01-01&to=2032-12-31").text
    months = [x for x in links(wide) if "from=2031-03-01" in x and "to=2031-03-31" in x]
    assert months
    march = client.get(months[0]).text
    assert "mars 2031" in march
    day = client.get("/timeline?from=2031-03-14&to=2031-03-14").text
    assert messages("fr")("timeline.listed") in day
    assert 'class="when">14 mars 2031' in day


def test_years_far_off_are_no_fault(client: TestClient) -> None:
    for window in ("from=0001-01-01&to=9999-12-31", "from=9999-12-31&to=9999-12-31", "from=0001-01-01&to=0001-01-01"):
        assert client.get(f"/timeline?{window}").status_code == 200
    assert client.get("/timeline?from=hier").status_code == 400


def test_filters_are_shared_and_nothing_found_is_said(client: TestClient) -> None:
    for view in ("/timeline", "/figures", "/map"):
        whole = client.get(view).text
        some = client.get(f"{view}?place=Castrelle&type=casualties").text
        assert some != whole
        assert 'value="casualties" selected' in some
    assert messages("fr")("timeline.none") in client.get("/timeline?party=Personne").text
    assert messages("fr")("figures.none") in client.get("/figures?party=Personne").text
    assert messages("fr")("map.none") in client.get("/map?bbox=0,0,1,1").text


def test_undated_things_are_listed_apart_with_their_number(client: TestClient) -> None:
    text = client.get("/timeline?undated=1").text
    t = messages("fr")
    assert re.search(t("timeline.undated", n=7, count="7").replace("7", r"\d+"), text)
    assert "date inconnue" not in text.partition("<main")[2].partition("</table>")[0]


def test_a_place_lists_what_is_there(client: TestClient) -> None:
    text = client.get("/map?place=castrelle").text
    here = text.partition('id="here"')[2].partition("</section>")[0]
    told = int(re.findall(r'class="n">(\d+)', here)[0])
    assert told >= 3
    assert here.count("<tr>") == 1 + told  # the head, and what came about there
    assert "/documents/" in here


@pytest.mark.parametrize("bounds", ["1,2,3", "a,b,c,d", "10,0,5,1", "-200,0,1,1", "0,0,nan,1", "0,0,inf,1"])
def test_bounds_that_are_none_are_left_out(client: TestClient, bounds: str) -> None:
    def drawn(address: str) -> list[str]:
        text = client.get(address).text  # its links keep the address as it is
        return [re.sub(r'href="[^"]*"', "", x) for x in re.findall(r"<svg.*?</svg>", text, re.DOTALL)]

    whole = drawn("/map")
    assert len(whole) == 3
    assert drawn(f"/map?bbox={bounds}") == whole
    assert drawn("/map?bbox=0,0,1,1") != whole


def test_a_figure_begins_at_zero_and_leaves_undated_texts_in_the_gutter(client: TestClient) -> None:
    text = client.get("/figures").text
    figure = next(p for p in pictures(text) if "figure" in (p.get("class") or ""))
    assert "0" in [e.text for e in figure.iter("text")]
    assert "au moins" in text


def test_hostile_names_stay_text(tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    hostile_dossier(path)
    with TestClient(create_app(path), base_url=HERE) as client:
        for view in VIEWS:
            text = client.get(view).text
            assert "<script>alert" not in text
            assert "\x00" not in text
            assert len(pictures(text)) == text.count("<svg")


def test_borders_follow_the_united_nations_and_what_is_disputed_is_hatched() -> None:
    shapes = load_shapes()
    ukraine, russia = shapes.of_country("UA"), shapes.of_country("RU")
    assert ukraine
    assert russia
    assert ukraine.holds(34.1, 44.95)  # Simferopol
    assert not russia.holds(34.1, 44.95)
    assert russia.holds(37.6, 55.75)
    disputed = [a.name for a in shapes.areas if a.kind == "disputed" and a.holds(34.1, 44.95)]
    assert disputed == ["Crimea"]
    region = shapes.region_at(35.05, 48.46, "UA")
    assert region is not None
    assert region.name.startswith("Dnipro")
    listed = len(messages("fr")("map.borders_list").split(",")) + 1  # "Crimée et Sébastopol"
    assert sum(a.kind == "disputed" for a in shapes.areas) == listed


def square(kind: str | None = None) -> dict[str, object]:
    ring = [[-165.0, 38.0], [-150.0, 38.0], [-150.0, 46.0], [-165.0, 46.0], [-165.0, 38.0]]
    return {
        "type": "Feature",
        "properties": {"name": "Grande île", "iso_a2": "XV", **({"kind": kind} if kind else {})},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def test_the_user_gives_outlines_of_their_own(sample_dossier: Path, tmp_path: Path) -> None:
    file = tmp_path / "borders.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [square(), square("disputed")]}))
    app = create_app(sample_dossier, language="fr", shapes=file)
    with TestClient(app, base_url=HERE) as client:
        text = client.get("/map").text
    assert 'class="land"' in text
    assert 'class="disputed"' in text
    assert messages("fr")("map.own_shapes") in unescape(text)
    assert messages("fr")("map.borders") not in unescape(text)


def test_topojson_arcs_are_joined_and_reversed(tmp_path: Path) -> None:
    file = tmp_path / "a.topojson"
    topology = {
        "type": "Topology",
        "transform": {"scale": [1, 1], "translate": [10, 20]},
        "arcs": [[[0, 0], [4, 0], [0, 4]], [[0, 0], [0, 4], [4, 0]]],
        "objects": {"land": {"type": "Polygon", "arcs": [[0, -2]], "properties": {"id": "XA"}}},
    }
    file.write_text(json.dumps(topology))
    area = load_shapes(file).of_country("XA")
    assert area is not None
    assert area.bounds == pytest.approx((10.0, 20.0, 14.0, 24.0))
    assert area.holds(12, 22)
    assert not area.holds(15, 22)


@pytest.mark.parametrize(
    ("content", "where"),
    [
        ("{", "JSON"),
        ("[]", "type"),
        ('{"type": "Point"}', "type"),
        ('{"type": "FeatureCollection"}', "geometry"),
        ('{"type": "FeatureCollection", "features": []}', "geometry"),
        ('{"type": "Topology", "arcs": [[1]], "objects": {}}', "geometry"),
        (json.dumps({**square(), "geometry": {"type": "Polygon", "coordinates": [METRES]}}), "Grande île"),
    ],
)
def test_a_bad_file_of_outlines_is_named(tmp_path: Path, content: str, where: str) -> None:
    file = tmp_path / "bad.json"
    file.write_text(content)
    with pytest.raises(BadKnowledge) as caught:
        load_shapes(file)
    assert caught.value.path == str(file)
    assert caught.value.where == where


def test_serve_says_what_is_wrong_with_the_outlines(sample_dossier: Path, tmp_path: Path) -> None:
    from recoupe.cli import build
    from recoupe.export.explaining import explain

    arguments = ["serve", str(sample_dossier), "--port", "0", "--shapes", str(tmp_path / "none.json")]
    result = CliRunner().invoke(build(messages("fr")), arguments)
    assert isinstance(result.exception, BadKnowledge)
    assert "none.json" in explain(result.exception, messages("fr"))
