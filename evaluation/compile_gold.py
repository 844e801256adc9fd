"""Turn ``gold/sample.ann`` into ``gold/sample.jsonl``: every quoted string found in its article, with its offsets.

    .venv/bin/python -m evaluation.compile_gold

One JSON object an article: id, date, text, statements, timex, quantities, places. A string that does not stand in its
article stops the compilation. Apostrophes and spaces are compared in their plain form, which keeps offsets.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from recoupe.text import Span, overlaps, plain

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "sample" / "articles"
SOURCE = ROOT / "evaluation" / "gold" / "sample.ann"
TARGET = ROOT / "evaluation" / "gold" / "sample.jsonl"
UNPINNED = ("Novelme", "Vardelle", "Détroit")
"""Named in the articles, unknown to the dossier: to be left unresolved (the Détroit is no town in Michigan)."""
MASKED = re.compile(r"(?i)^(?:à )?lire aussi|\.\.\.$|(?:lun|mar|mercre|jeu|vendre|same)di \d\d? \w+(?: \d{4})?$")
"""Lines whose places are of no matter: other articles, cut headlines, datelines."""


def read_article(path: Path) -> str:
    """The text of an article as it stands, line ends kept: UTF-8 with or without its mark, else Windows-1252."""
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252")


def occurrences(text: str, wanted: str) -> list[Span]:
    """Every place where ``wanted`` stands as whole words; "head … tail" runs from a head to the next tail."""
    head, gap, tail = plain(wanted).partition(" … ")
    found = []
    for match in re.finditer(rf"(?<!\w){re.escape(head)}" + ("" if gap else r"(?!\w)"), plain(text)):
        end = match.end()
        if gap:
            close = re.compile(rf"{re.escape(tail)}(?!\w)").search(plain(text), end)
            if close is None:
                continue
            end = close.end()
        found.append((match.start(), end))
    if not found:
        raise ValueError(f"not in the article: {wanted!r}")
    return found


def gap_between(a: Span, b: Span) -> int:
    """Characters between two spans, 0 where they touch or overlap."""
    return max(0, a[0] - b[1], b[0] - a[1])


def nearest(text: str, wanted: str, to: Span) -> Span:
    """The occurrence of ``wanted`` nearest to a span; what lies inside it comes last ("il" within a quotation)."""
    return min(occurrences(text, wanted), key=lambda s: (gap_between(s, to), s[0]))


def statement(text: str, line: str, cursor: int) -> dict[str, Any]:
    """One S line."""
    fields = [part.strip() for part in line.split(" | ")]
    kind, core, act = fields[0].split()
    speaker, cue, content, reference = fields[1:5]
    spans: list[Span] = []
    for part in content.split(" ## "):
        at = spans[-1][1] if spans else cursor
        spans.append(min(occurrences(text, part), key=lambda s: (abs(s[0] - at) * (1 if s[0] >= at else 4), s[0])))
    outside = [s for s in occurrences(text, cue) if not any(overlaps(s, c) for c in spans)] if cue != "-" else []
    cue_span = min(outside, key=lambda s: min(gap_between(s, c) for c in spans)) if outside else None
    if cue != "-" and cue_span is None:
        raise ValueError(f"cue only inside the content: {cue!r} / {content!r}")
    speaker_span = None
    if speaker != "-":
        beside = [s for s in occurrences(text, speaker) if not any(overlaps(s, c) for c in spans)]
        speaker_span = min(beside, key=lambda s: (gap_between(s, cue_span or spans[0]), s[0]))
    return {
        "content": spans,
        "speaker": speaker_span,
        "cue": cue_span,
        "reference": "" if reference == "-" else reference,
        "act": act,
        "core": int(core),
        "type": kind,
    }


def event(text: str, line: str, cursor: int) -> dict[str, Any]:
    """One E line; a quantity is "value unit modifier", the statuses after the first are accepted as well."""
    core = not line.startswith("?")
    kind, actor, target, place, quantity, source, status, evidence = (f.strip() for f in line.lstrip("?").split(" | "))
    statuses, _, stance = status.partition(" ")
    value, unit, modifier = quantity.split() if quantity != "-" else ("", "", "")
    start, end = min(
        occurrences(text, evidence), key=lambda s: (abs(s[0] - cursor) * (1 if s[0] >= cursor else 4), s[0])
    )
    names = {
        k: [n for n in v.split("; ") if n != "-"] for k, v in (("actor", actor), ("target", target), ("place", place))
    }
    row: dict[str, Any] = {"type": kind.split()[0], "subtype": " ".join(kind.split()[1:]) or None, **names}
    row["quantity"] = {"value": float(value), "unit": unit, "modifier": modifier} if value else None
    row |= {"attributed_to": None if source == "-" else source, "stance": stance.split(",")[0] or None}
    row |= {"status": statuses.split(",")[0], "status_alt": statuses.split(",")[1:], "core": core}
    return row | {"start": start, "end": end, "evidence": text[start:end]}


def reported(statements: list[dict[str, Any]], events: list[dict[str, Any]], text: str) -> list[dict[str, Any]]:
    """The statements that no event stands for, as optional events of type STATEMENT."""
    rows = []
    for s in statements:
        span = (s["content"][0][0], s["content"][-1][1])
        if not any(overlaps(span, (e["start"], e["end"])) for e in events):
            row: dict[str, Any] = {"type": "STATEMENT", "actor": s["reference"].split("; "), "target": [], "place": []}
            row |= {"quantity": None, "attributed_to": s["reference"], "status": "happened", "core": False}
            rows.append(row | {"start": span[0], "end": span[1], "evidence": text[slice(*span)]})
    return rows


def timex_type(value: str) -> str:
    """TIMEX3 type, from the shape of the value."""
    if value.startswith("SET:"):
        return "SET"
    if re.match(r"P[\dX T]", value) and not value.startswith("P_"):
        return "DURATION"
    return "TIME" if re.search(r"\dT|^T\d", value) else "DATE"


def timexes(text: str, line: str) -> list[dict[str, Any]]:
    """One T line: expressions in the order of the text."""
    rows, at = [], 0
    for item in line.split(" ; "):
        surface, _, values = item.strip().rpartition("/")
        optional = surface.startswith("?")
        start, end = next(s for s in occurrences(text, surface.lstrip("?")) if s[0] >= at)
        names = values.split(",")
        row: dict[str, Any] = {"start": start, "end": end, "type": timex_type(names[0])}
        row["values"] = [v.removeprefix("SET:").replace("~", "/") for v in names]
        rows.append(row | ({"optional": True} if optional else {}))
        at = end
    return rows


def quantities(text: str, line: str) -> list[dict[str, Any]]:
    """One Q line: counts in the order of the text."""
    rows, at = [], 0
    for item in line.split(" ; "):
        parts = [part.strip() for part in item.split("/")]
        surface, units = parts[0].lstrip("?"), parts[1].split(",") if len(parts) > 1 else ["-"]
        value = parts[2] if len(parts) > 2 else re.sub(r"[^\d.]", "", surface)
        low, _, high = value.partition("-")
        start, end = next(s for s in occurrences(text, surface) if s[0] >= at)
        row: dict[str, Any] = {"start": start, "end": end, "low": float(low), "high": float(high or low)}
        row |= {"modifier": parts[3] if len(parts) > 3 else "=", "units": units}
        rows.append(row | ({"optional": True} if parts[0].startswith("?") else {}))
        at = end
    return rows


def places(text: str, statements: list[dict[str, Any]], dossier: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mention of a place of the dossier: "place", "metonym" (speaks, so is not pinned) or "optional".

    A capital is a place after "à" or "de la région de"; named as a speaker it stands for its government.
    """
    capitals = {c["capital"] for c in dossier["country"]}
    speakers = [s["speaker"] for s in statements if s["speaker"]]
    rows = []
    for place in [*dossier["place"], *({"name": n, "lat": None, "lon": None} for n in UNPINNED)]:
        name = place["name"]
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            span, role = match.span(), "place"
            if name in capitals:
                speaks = any(span == tuple(s) for s in speakers)
                role = "metonym" if speaks else "place" if text[: span[0]].endswith((" à ", "À ")) else "optional"
            line = text[text.rfind("\n", 0, span[0]) + 1 :].partition("\n")[0]
            role = "optional" if MASKED.search(line.strip()) else role
            row = {"start": span[0], "end": span[1], "name": name, "lat": place["lat"], "lon": place["lon"]}
            rows.append(row | {"precision": place.get("precision", "none"), "role": role})
    return sorted(rows, key=lambda r: r["start"])


def compile_source(source: str) -> list[dict[str, Any]]:
    """Every article of the annotation source, in its order, with offsets into its text."""
    dossier = tomllib.loads((ROOT / "sample" / "dossier.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(source.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            if line.startswith("== "):
                head, _, printed = line[3:].partition(" | ")
                name, date = head.split()
                text = read_article(ARTICLES / f"{name}.txt")
                rows.append({"id": Path(name).name, "outlet": name.split("/")[0], "date": date, "text": text})
                rows[-1]["printed"] = nearest(text, printed, (0, 0)) if printed else None
                rows[-1]["statements"] = []
                continue
            row, cursor = rows[-1], 0
            if line.startswith("S "):
                if row["statements"]:
                    cursor = row["statements"][-1]["content"][0][0]
                row["statements"].append(statement(row["text"], line[2:], cursor))
            elif line.startswith("T "):
                row["timex"] = timexes(row["text"], line[2:])
            elif line.startswith("Q "):
                row["quantities"] = quantities(row["text"], line[2:])
            elif line[:2] in ("E ", "E?"):
                done = row.setdefault("events", [])
                done.append(event(row["text"], line[1:].lstrip(" "), done[-1]["start"] if done else 0))
            else:
                raise ValueError("a line starts with ==, S, T, Q or E")
        except (ValueError, StopIteration) as error:
            raise ValueError(
                f"{SOURCE.name}:{number}: {error or 'not in this order in the article'}: {line}"
            ) from error
    for row in rows:
        if "events" in row:
            row["events"] += reported(row["statements"], row["events"], row["text"])
            row["events"] = [{"doc": row["id"]} | event for event in row["events"]]
        row["places"] = places(row["text"], row["statements"], dossier)
    return rows


def dump(rows: list[dict[str, Any]]) -> str:
    """JSON lines."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main() -> None:
    """Compile, and show each statement when asked with -v."""
    rows = compile_source(SOURCE.read_text(encoding="utf-8"))
    TARGET.write_text(dump(rows), encoding="utf-8")
    for row in rows:
        text = row["text"]
        if "-v" in sys.argv:
            print("==", row["id"])
            for s in row["statements"]:
                said = " ## ".join(text[a:b] for a, b in s["content"])
                who, cue = (text[slice(*s[k])] + f"@{s[k][0]}" if s[k] else "-" for k in ("speaker", "cue"))
                print(f"  {s['type']} {s['core']} {who} | {cue} | @{s['content'][0][0]} {said}")
    kinds = ("statements", "timex", "quantities", "places", "events")
    counts = {k: sum(len(r.get(k, ())) for r in rows) for k in kinds}
    core = sum(s["core"] for r in rows for s in r["statements"])
    print(f"{len(rows)} articles, {core} core statements, {counts}")


if __name__ == "__main__":
    main()
