"""Scores of predicted rows against gold rows, as figures between 0 and 1 and counts; nothing is printed here.

Gold and predicted rows are paired by ``id``. Offsets are code points of the text, half open. Predicted rows have the
form that ``recoupe extract`` prints. Figures are named as in the table of ``make eval``.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

Row = dict[str, Any]
Figures = dict[str, float]
TRAPS = ("id", "date", "ord")
CITY_KM, REGION_KM = 30.0, 250.0


def name_key(name: str | None) -> str:
    """A name for comparing: no case, accents, punctuation, nor a leading article."""
    plain = unicodedata.normalize("NFKD", name or "").casefold().replace("’", "'").replace("ı", "i")
    plain = "".join(c for c in plain if not unicodedata.combining(c)).strip()
    plain = re.sub(r"^(?:l'|(?:le|la|les|un|une|des|m\.|mme) )", "", plain)
    return " ".join(re.findall(r"\w+", plain))


def references(row: Row) -> set[str]:
    """Canonical names of a statement's speakers ("Mirénie; OPDM" are two)."""
    value = row.get("reference") or ""
    names = value.split(";") if isinstance(value, str) else value
    return {name_key(name) for name in names} - {""}


def f1(hits: int, gold: int, predicted: int) -> float:
    """Harmonic mean of precision and recall, 0 where there are no hits."""
    return 2 * hits / (gold + predicted) if hits else 0.0


def share(part: float, whole: float) -> float:
    """part / whole, 0 for nothing."""
    return part / whole if whole else 0.0


def pair_off(strengths: Iterable[tuple[float, int, int]]) -> dict[int, int]:
    """One-to-one pairs {gold: predicted}, the strongest first; ties keep their order."""
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(strengths, key=lambda s: -s[0]):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs


def touch(a: Sequence[int] | None, b: Sequence[int] | None) -> bool:
    """Whether two spans share a character; a missing span touches nothing."""
    return bool(a and b and a[0] < b[1] and b[0] < a[1])


def bounds(row: Row) -> tuple[int, int]:
    """(start, end) of a row."""
    return row["start"], row["end"]


def letters(text: str, spans: Iterable[Sequence[int]]) -> set[int]:
    """Offsets of the letters and digits inside the spans: quotation marks and commas do not count."""
    return {i for start, end in spans for i in range(start, min(end, len(text))) if text[i].isalnum()}


def by_id(rows: Iterable[Row], key: str) -> dict[str, list[Row]]:
    """Predicted rows by the id of their document."""
    return {str(row["id"]): row[key] for row in rows}


def statements(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Content, speaker, cue, act and resolution of statements.

    A pair has an intersection over union of at least 0.5, in letters. Gold with ``core`` 0 is neither missing nor
    spurious.
    "e2e F1" counts the pairs whose speaker mention overlaps or whose reference agrees.
    """
    tables = by_id(predicted, "statements")
    n: defaultdict[str, int] = defaultdict(int)
    for row in gold:
        wanted, found = row["statements"], tables.get(str(row["id"]), [])
        want = [letters(row["text"], g["content"]) for g in wanted]
        have = [letters(row["text"], p["content"]) for p in found]
        core = [bool(g.get("core", 1)) for g in wanted]
        ious = ((share(len(a & b), len(a | b)), i, j) for i, a in enumerate(want) for j, b in enumerate(have))
        pairs = pair_off((iou + 0.001 * core[i], i, j) for iou, i, j in ious if iou >= 0.5)
        n["gold"] += sum(core)
        n["predicted"] += sum(core[i] for i in pairs)
        for i, j in pairs.items():
            if core[i]:
                count_pair(n, row["text"], wanted[i], found[j])
        for j in set(range(len(found))) - set(pairs.values()):
            optional = any(
                not core[i] and len(want[i] & have[j]) >= 0.5 * max(1, min(len(want[i]), len(have[j])))
                for i in range(len(wanted))
            )
            n["predicted"] += not optional
    figures = {
        "content P": share(n["hits"], n["predicted"]),
        "content R": share(n["hits"], n["gold"]),
        "content F1": f1(n["hits"], n["gold"], n["predicted"]),
        "e2e F1": f1(n["e2e"], n["gold"], n["predicted"]),
    }
    # a set whose gold says nothing of acts has no figure for them
    return figures | {k: share(n[f"{k} right"], n[k]) for k in ("cue", "act", "resolved") if n[k]}


def count_pair(n: defaultdict[str, int], text: str, g: Row, p: Row) -> None:
    """Add one core pair to the counts."""
    same = bool(references(g) & references(p))
    nobody = not (g.get("speaker") or g.get("reference") or p.get("speaker"))
    n["hits"] += 1
    n["e2e"] += touch(g.get("speaker"), p.get("speaker")) or same or nobody
    if g.get("cue"):
        n["cue"] += 1
        n["cue right"] += touch(g["cue"], p.get("cue"))
    if g.get("act") and p.get("act"):
        n["act"] += 1
        n["act right"] += g["act"] == p["act"]
    mention = name_key(text[slice(*g["speaker"])]) if g.get("speaker") else None
    if (
        g.get("reference")
        and mention is not None
        and mention not in {name_key(x) for x in (g.get("reference") or "").split(";")}
    ):
        n["resolved"] += 1
        n["resolved right"] += same


def timex(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Spans (same bounds, or overlapping) and values of time expressions, over the gold that carries a value."""
    tables = by_id(predicted, "timex")
    n: defaultdict[str, int] = defaultdict(int)
    for row in gold:
        every = row.get("timex", [row] if "start" in row else [])
        wanted = [g for g in every if not g.get("optional")]
        optional = [g for g in every if g.get("optional")]
        found = [
            p
            for p in tables.get(str(row["id"]), [])
            if any(touch(bounds(p), bounds(g)) for g in wanted)
            or not any(touch(bounds(p), bounds(g)) for g in optional)
        ]
        values = [set(g.get("values") or [g.get("value")]) - {None} for g in wanted]
        pairs = pair_off(
            (min(g["end"], p["end"]) - max(g["start"], p["start"]), i, j)
            for i, g in enumerate(wanted)
            for j, p in enumerate(found)
            if touch(bounds(g), bounds(p))
        )
        n["gold"] += len(wanted)
        n["predicted"] += len(found)
        n["valued"] += sum(map(bool, values))
        n["relaxed"] += len(pairs)
        n["strict"] += sum(bounds(wanted[i]) == bounds(found[j]) for i, j in pairs.items())
        n["value"] += sum(
            bool(values[i] & set(found[j].get("values") or [found[j].get("value")])) for i, j in pairs.items()
        )
    return {
        "strict F1": f1(n["strict"], n["gold"], n["predicted"]),
        "relaxed F1": f1(n["relaxed"], n["gold"], n["predicted"]),
        "value": share(n["value"], n["valued"]),
    }


def traps(gold: Sequence[Row], predicted: Sequence[Row], kind: str) -> Figures:
    """Documents in which nothing should have been read, and something was."""
    tables = by_id(predicted, kind)
    return {"traps hit": float(sum(bool(tables.get(str(row["id"]))) for row in gold))}


def quantities(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Values of counts, the same with modifier and unit, and false alarms (absolute).

    Gold rows hold either ``quantities`` with offsets, or one ``surface`` (a trap where the modifier is id, date, ord).
    """
    tables = by_id(predicted, "quantities")
    n: defaultdict[str, int] = defaultdict(int)
    for row in gold:
        found = tables.get(str(row["id"]), [])
        if "quantities" not in row:
            surface = row["surface"] or row["text"]
            at = row["text"].find(surface)
            over = [p for p in found if touch(bounds(p), (at, at + len(surface)))]
            if row["modifier"] in TRAPS:
                n["false alarms"] += bool(over)
                continue
            values = {float(v) for v in str(row["value"]).split("-")}
            count_quantity(n, over, values, row.get("modifier", "="), [row.get("unit") or ""])
            continue
        known = [bounds(g) for g in (*row["quantities"], *row.get("timex", ()))]
        n["false alarms"] += sum(not any(touch(bounds(p), k) for k in known) for p in found)
        for g in row["quantities"]:
            if not g.get("optional"):
                over = [p for p in found if touch(bounds(p), bounds(g))]
                count_quantity(n, over, {g["low"], g["high"]}, g["modifier"], g["units"])
    return {
        "value": share(n["value"], n["gold"]),
        "with modifier and unit": share(n["full"], n["gold"]),
        "false alarms": float(n["false alarms"]),
    }


def count_quantity(
    n: defaultdict[str, int], over: list[Row], values: set[float], modifier: str, units: list[str]
) -> None:
    """Add one gold count to the figures."""
    good = [p for p in over if any(close(v, p.get(k)) for v in values for k in ("low", "high"))]
    accepted = {name_key(u) for u in units}
    n["gold"] += 1
    n["value"] += bool(good)
    n["full"] += any(p.get("modifier", "=") == modifier and name_key(p.get("unit")) in accepted for p in good)


def close(wanted: float, got: float | None) -> bool:
    """Equal, or within a thousandth for what is no whole number (thirds)."""
    return got is not None and (wanted == got or (wanted % 1 != 0 and abs(wanted - got) <= 0.001))


def kilometres(a: Row, b: Row) -> float:
    """Great-circle distance of two rows with lat and lon, on a sphere of 6371 km."""
    p, q = math.radians(a["lat"]), math.radians(b["lat"])
    d = math.radians(b["lon"] - a["lon"])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(d / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def place_names(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Names with coordinates: right within 30 km for a city, 250 km else; what is left unresolved is not wrong."""
    pinned = {p["name"]: p for p in predicted if p.get("lat") is not None}
    right = wrong = 0
    for g in gold:
        if g["name"] in pinned:
            near = kilometres(g, pinned[g["name"]]) <= (CITY_KM if g.get("kind", "city") == "city" else REGION_KM)
            right += near
            wrong += not near
    return {"right": share(right, len(gold)), "wrong": float(wrong)}


def place_mentions(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Mentions with offsets. "wrong" counts those pinned elsewhere, or pinned where the gold has no coordinates;
    "metonyms pinned" those that stand for a government and were given a point."""
    tables = by_id(predicted, "places")
    n: defaultdict[str, int] = defaultdict(int)
    for row in gold:
        for g in row["places"]:
            over = [
                p for p in tables.get(str(row["id"]), []) if touch(bounds(p), bounds(g)) and p.get("lat") is not None
            ]
            if g["role"] == "metonym":
                n["metonyms pinned"] += bool(over)
            elif g["role"] == "place" and g["lat"] is None:
                n["wrong"] += bool(over)
            elif g["role"] == "place":
                limit = CITY_KM if g["precision"] == "city" else REGION_KM
                near = [kilometres(g, p) <= limit for p in over]
                n["gold"] += 1
                n["right"] += any(near)
                n["wrong"] += bool(near) and not any(near)
    return {
        "right": share(n["right"], n["gold"]),
        "wrong": float(n["wrong"]),
        "metonyms pinned": float(n["metonyms pinned"]),
    }


def dating(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Intervals of publication against the true day or range. An open interval holds every day.

    "narrow" is the share of documents dated to 31 days or less; "quotes unfound" the steps whose quote the text lacks.
    """
    tables = {str(row["id"]): row for row in predicted}
    inside = narrow = unfound = 0
    for g in gold:
        p = tables.get(str(g["id"]), {})
        earliest, latest = p.get("earliest") or "0001-01-01", p.get("latest") or "9999-12-31"
        first, last = g.get("range") or (g["date"], g["date"])
        inside += earliest <= first and last <= latest
        narrow += (date.fromisoformat(latest) - date.fromisoformat(earliest)).days <= 31
        unfound += sum(step["quote"] not in g["text"] for step in p.get("steps", ()))
    return {
        "truth inside": share(inside, len(gold)),
        "narrow": share(narrow, len(gold)),
        "quotes unfound": float(unfound),
    }


SPOKEN = frozenset(["STATEMENT", "POSITION", "PROPOSAL", "COMMITMENT", "THREAT", "AGREEMENT"])
"""Record types that coders take for one another: they match, and the very type is a figure of its own."""


def family(row: Row) -> str:
    """The type under which a record may match."""
    kind = str(row["type"]).upper()
    return "SPOKEN" if kind in SPOKEN else kind


def names_of(value: object) -> set[str]:
    """Names of a field that holds one, several or none."""
    many = [value] if isinstance(value, str) else (value if isinstance(value, list) else [])
    return {name_key(str(name)) for name in many} - {""}


def amount(row: Row) -> float | None:
    """The value of a record's quantity."""
    value = (row.get("quantity") or {}).get("value")
    return None if value is None else float(value)


def events(gold: Sequence[Row], predicted: Sequence[Row]) -> Figures:
    """Typed records: same family, spans sharing 30 % of the shorter; rows of type OFFICE and optional ones aside."""
    found = by_id(predicted, "events")
    n: defaultdict[str, float] = defaultdict(float)
    for document in gold:
        wanted = [g for g in document["events"] if g["type"].upper() != "OFFICE"]
        given = [p for p in found.get(str(document["id"]), []) if p["type"].upper() != "OFFICE"]
        pairs = pair_off(
            (strength, i, j)
            for i, g in enumerate(wanted)
            for j, p in enumerate(given)
            if family(g) == family(p) and (strength := event_strength(g, p)) > 0
        )
        n["hits"] += sum(wanted[i].get("core", True) for i in pairs)
        n["gold"] += sum(bool(g.get("core", True)) for g in wanted)
        n["predicted"] += len(given) - sum(not wanted[i].get("core", True) for i in pairs)
        for i, j in pairs.items():
            count_event(n, wanted[i], given[j])
    shares = {
        metric: share(n[f"{field} right"], n[field])
        for metric, field in (
            ("very type", "type"),
            ("quantity", "quantity"),
            ("attributed", "attributed"),
            ("status", "status"),
            ("stance", "stance"),
            ("actor", "actor"),
        )
        if n[field]
    }
    return {"core F1": f1(int(n["hits"]), int(n["gold"]), int(n["predicted"])), **shares, "turned into fact": n["fact"]}


def event_strength(g: Row, p: Row) -> float:
    """How well two records of one family fit; 0 where their spans share too little."""
    (a, b), (c, d) = bounds(g), bounds(p)
    both = min(b, d) - max(a, c)
    if both <= 0 or both / max(1, min(b - a, d - c)) < 0.3:
        return 0.0
    same_type = str(g["type"]).upper() == str(p["type"]).upper()
    said = bool(names_of(g.get("attributed_to")) & names_of(p.get("attributed_to")))
    return 2 * (amount(g) == amount(p)) + same_type + both / (max(b, d) - min(a, c)) + 0.5 * said


def count_event(n: defaultdict[str, float], g: Row, p: Row) -> None:
    """Count the fields of a matched pair."""

    def field(name: str, right: bool) -> None:
        n[name] += 1
        n[f"{name} right"] += right

    field("type", str(g["type"]).upper() == str(p["type"]).upper())
    field("status", p.get("status") in [g["status"], *(g.get("status_alt") or [])])
    if amount(g) is not None:
        field("quantity", amount(g) == amount(p))
    if g.get("stance"):
        field("stance", g["stance"] == p.get("stance"))
    if actors := names_of(g.get("actor")):
        also = names_of(g.get("actor_alt")) | names_of(g.get("actor_implied"))
        field("actor", bool((actors | also) & names_of(p.get("actor"))))
    if said := names_of(g.get("attributed_to")):  # who speaks for himself may be left out
        own = names_of(p.get("actor")) if family(g) == "SPOKEN" else set()
        field("attributed", bool(said & (names_of(p.get("attributed_to")) or own)))
    unsure = g["status"] != "happened" and "happened" not in (g.get("status_alt") or [])
    n["fact"] += unsure and family(g) != "SPOKEN" and p.get("status") == "happened"
