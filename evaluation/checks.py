"""Cross-checking against gold: what is one thing, verdicts, independent origins, reversals, and what must stay apart.

A gold mention counts as read where a record of its family covers it (30 % of the shorter span). "Same thing" is scored
over pairs: first over the mentions that were read, which measures checking alone; then over all, which measures what a
reader gets. A gold thing is judged by the finding that holds most of its records.
"""

from __future__ import annotations

import json
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from evaluation.score import Figures
from recoupe.pipeline import gather, run
from recoupe.records import Copy, Event, Finding, Link, Source
from recoupe.store import Dossier, open_dossier
from recoupe.views import deadlines, sources
from recoupe.views.stories import stories

Gold = dict[str, Any]
Mention = tuple[int, int]
"""(index of the thing, index of the mention)."""
_SPOKEN = frozenset(["position", "proposal", "commitment", "threat", "agreement"])
_SHARE = 0.3
HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "gold"
APART = frozenset(["distinct", "position_context", "precedes"])


class Checked(NamedTuple):
    """What a dossier says, by records: document name of each, findings, links."""

    events: dict[str, tuple[str, Event]]
    findings: dict[str, Finding]
    """The finding of each record."""
    links: list[Link]
    copies: set[frozenset[str]]
    """Pairs of document names."""
    stories: dict[str, str]
    """The story of each document."""
    states: dict[str, dict[str, str]]
    """For each day that was asked for, the state of each finding that is a promise."""


def read_dossier(dossier: Dossier, days: Iterable[str] = ()) -> Checked:
    """Everything that is scored, out of a dossier."""
    names = {s.document: s.name for _, s in dossier.records(Source)}
    events = {i: (_key(names[e.document]), e) for i, e in dossier.records(Event)}
    findings = {r: f for _, f in dossier.records(Finding) for r in f.records}
    copies = {frozenset(_key(names[d]) for d in (c.a, c.b)) for _, c in dossier.records(Copy)}
    numbers = {s.number: _key(names[s.document]) for s in sources(dossier)}
    told = {numbers[n]: story.id for story in stories(dossier) for n in story.documents}
    states = {day: {p.finding: str(p.state) for p in deadlines(dossier, as_of=day)[1]} for day in days}
    return Checked(events, findings, [k for _, k in dossier.records(Link)], copies, told, states)


def _key(name: str) -> str:
    path = Path(name)
    return f"{path.parent.name}/{path.stem}"


def check(folder: Path, days: Iterable[str] = ()) -> Checked:
    """The texts of a theatre, each added under the outlet that its folder names, as a user would."""
    with tempfile.TemporaryDirectory(prefix="recoupe-") as place:
        path = Path(place, "d.db")
        with open_dossier(path, write=True) as dossier:
            dossier.configure((folder / "dossier.toml").read_text(encoding="utf-8"))
            for outlet in sorted((folder / "articles").iterdir()):
                for outcome in run(gather([str(outlet)]), dossier, outlet=outlet.name, workers=1):
                    if outcome.status != "added":
                        raise ValueError(f"{outcome.name}: {outcome.status} {outcome.error or ''}")
            return read_dossier(dossier, days)


def matched(gold: Gold, texts: dict[str, str], seen: Checked) -> dict[Mention, str]:
    """The record of each gold mention that was read, one to one within a thing, best first.

    A record that gathers what a text says twice has an evidence span for each: each span reads one mention.
    """
    found: list[tuple[float, int, int, tuple[str, int]]] = []
    for t, thing in enumerate(gold["thing"]):
        for m, mention in enumerate(thing["mentions"]):
            start = texts[mention["doc"]].index(mention["quote"])
            span = (start, start + len(mention["quote"]))
            for record, (document, event) in seen.events.items():
                if document == mention["doc"] and record in seen.findings and _family(event.type, thing["type"]):
                    bonus = _bonus(event, thing["type"], mention.get("value"))
                    for k, e in enumerate(event.evidence):
                        if overlap := _overlap_of(e.span, span):
                            found.append((overlap + bonus, t, m, (record, k)))
    best: dict[Mention, str] = {}
    used: set[tuple[int, tuple[str, int]]] = set()
    for _, t, m, at in sorted(found, key=lambda row: (-row[0], row[1:])):
        if (t, m) not in best and (t, at) not in used:
            best[t, m] = at[0]
            used.add((t, at))
    return best


def _family(one: str, other: str) -> bool:
    return one == other or (one in _SPOKEN and other in _SPOKEN)


def _overlap(event: Event, span: tuple[int, int]) -> float:
    return max(_overlap_of(e.span, span) for e in event.evidence)


def _overlap_of(one: tuple[int, int], other: tuple[int, int]) -> float:
    both = min(one[1], other[1]) - max(one[0], other[0])
    sizes = one[1] - one[0], other[1] - other[0]
    return both / max(sizes) if both >= _SHARE * min(sizes) else 0.0


def _bonus(event: Event, kind: str, value: object) -> float:
    same = event.quantity is not None and isinstance(value, int | float) and event.quantity.low == value
    return 2.0 * same + (event.type == kind)


def theatres(gold: list[Gold]) -> Figures:
    """Figures over every theatre of the multi-source set; each row names the theatre's folder."""
    n: Counter[str] = Counter()
    for row in gold:
        folder = HERE / "gold" / row["folder"]
        theatre = tomllib.loads((folder / "checks.toml").read_text(encoding="utf-8"))
        days = sorted({s["as_of"].isoformat() for d in theatre.get("deadline", ()) for s in d["states"]})
        n.update(tally(theatre, _texts(folder), check(folder, days)))
    p, r, whole = _share(n["tp"], n["tp"] + n["fp"]), _share(n["tp"], n["tp"] + n["fn"]), _share(n["tp"], n["pairs"])
    return {
        "mentions read": _share(n["read"], n["mentions"]),
        "same thing P": p,
        "same thing R": r,
        "same thing F1": _f1(p, r),
        "same thing F1, unread counted": _f1(p, whole),
        "verdict": _share(n["verdict"], n["things read"]),
        "verdict, all read": _share(n["verdict whole"], n["things whole"]),
        "origins": _share(n["origins"], n["things read"]),
        "origins, all read": _share(n["origins whole"], n["things whole"]),
        "contested P": _share(n["contested right"], n["contested"]),
        "distinct merged": float(n["merged"]),
        "reversals": _share(n["changes found"], n["changes"]),
        "reversals invented": float(n["changes invented"]),
        "deadline states, read": _share(n["states right"], n["states read"]),
        "deadline states": _share(n["states right"], n["states"]),
        "copies": _share(n["copies found"], n["copies"]),
        "copies invented": float(n["copies invented"]),
        "stories BCubed F1": _f1(_share(n["story P"], n["documents"]), _share(n["story R"], n["documents"])),
    }


def tally(gold: Gold, texts: dict[str, str], seen: Checked) -> Counter[str]:
    """Counts for one theatre."""
    n: Counter[str] = Counter()
    best = matched(gold, texts, seen)
    n["read"], n["mentions"] = len(best), sum(len(t["mentions"]) for t in gold["thing"])
    things: dict[str, set[int]] = {}
    for (t, _), record in best.items():
        things.setdefault(record, set()).add(t)
    for a, b in combinations(sorted(things), 2):
        one, same = bool(things[a] & things[b]), seen.findings[a] == seen.findings[b]
        n.update(tp=one and same, fp=same and not one, fn=one and not same)
    n["pairs"] = sum(len(t["mentions"]) * (len(t["mentions"]) - 1) // 2 for t in gold["thing"])
    for t, thing in enumerate(gold["thing"]):
        _judge_thing(n, thing, [best[t, m] for m in range(len(thing["mentions"])) if (t, m) in best], seen)
    contested = {f.id: f for f in seen.findings.values() if f.verdict == "contested"}
    for f in contested.values():
        held = {gold["thing"][t]["verdict"] for r in f.records for t in things.get(r, ())}
        n.update({"contested": 1, "contested right": "contested" in held})
    _apart(n, gold, texts, seen)
    _changes(n, gold, texts, seen)
    _texts_alike(n, gold, seen)
    _states(n, gold, texts, seen)
    return n


def _states(n: Counter[str], gold: Gold, texts: dict[str, str], seen: Checked) -> None:
    """What became of each promise on the days that the gold names; one that was not read is wrong."""
    for row in gold.get("deadline", ()):
        held = {seen.findings[r].id for r in _records_at(row, texts, seen)}
        for state in row["states"]:
            told = seen.states[state["as_of"].isoformat()]
            found = {told[f] for f in held if f in told}
            n.update({"states": 1, "states read": bool(found), "states right": found == {state["state"]}})


def _texts_alike(n: Counter[str], gold: Gold, seen: Checked) -> None:
    """Copies by pair; stories by BCubed (Bagga and Baldwin 1998), in hundredths of a document."""
    wanted = {frozenset((d["id"], d["copy_of"])) for d in gold["document"] if "copy_of" in d}
    n.update({"copies": len(wanted), "copies found": len(wanted & seen.copies)})
    n["copies invented"] += len(seen.copies - wanted)
    story = {d["id"]: d["story"] for d in gold["document"]}
    for d in story:
        own = {e for e in story if seen.stories[e] == seen.stories[d]}
        right = {e for e in story if story[e] == story[d]}
        n["documents"] += 100
        n["story P"] += round(100 * len(own & right) / len(own))
        n["story R"] += round(100 * len(own & right) / len(right))


def _judge_thing(n: Counter[str], thing: Gold, records: list[str], seen: Checked) -> None:
    if not records:
        return
    most = Counter(seen.findings[r].id for r in records).most_common(1)[0][0]
    f = next(seen.findings[r] for r in records if seen.findings[r].id == most)
    verdict, origins = f.verdict == thing["verdict"], len(f.origins) == thing["origins"]
    whole = len(records) == len(thing["mentions"])
    n.update({"things read": 1, "verdict": verdict, "origins": origins})
    n.update({"things whole": whole, "verdict whole": whole and verdict, "origins whole": whole and origins})


def _apart(n: Counter[str], gold: Gold, texts: dict[str, str], seen: Checked) -> None:
    for pair in gold.get("distinct", ()):
        a, b = (_records_at(end, texts, seen) for end in (pair["a"], pair["b"]))
        merged = any(x != y and seen.findings[x] == seen.findings[y] for x in a - b for y in b - a)
        clash = any(k.relation == "contradicts" and ({k.a, k.b} & a and {k.a, k.b} & b) for k in seen.links)
        n["merged"] += merged or clash


def _changes(n: Counter[str], gold: Gold, texts: dict[str, str], seen: Checked) -> None:
    wanted = [(_records_at(c["from"], texts, seen), _records_at(c["to"], texts, seen)) for c in gold.get("change", ())]
    made = [k for k in seen.links if k.relation == "changes_position"]
    n["changes"] += len(wanted)
    n["changes found"] += sum(
        any(_one_of(k.a, to, seen) and _one_of(k.b, old, seen) for k in made) for old, to in wanted
    )
    n["changes invented"] += sum(
        not any(_one_of(k.a, to, seen) or _one_of(k.b, old, seen) for old, to in wanted) for k in made
    )


def _one_of(record: str, others: set[str], seen: Checked) -> bool:
    """Whether a record, or one of the same finding, is among others."""
    return record in others or any(seen.findings.get(o) == seen.findings.get(record) for o in others)


def _records_at(end: Gold, texts: dict[str, str], seen: Checked) -> set[str]:
    """The checked records on a gold quote: those whose own number it holds, else those that cover it best."""
    start = texts[end["doc"]].index(end["quote"])
    span = (start, start + len(end["quote"]))
    there = [(r, e) for r, (document, e) in seen.events.items() if document == end["doc"] and r in seen.findings]
    there = [(r, e) for r, e in there if _overlap(e, span)]
    there = [(r, e) for r, e in there if e.quantity and _within(e.quantity.mention.span, span)] or there
    best = max((_overlap(e, span) for _, e in there), default=0.0)
    return {r for r, e in there if _overlap(e, span) >= best / 2}


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _texts(folder: Path) -> dict[str, str]:
    return {_key(str(p)): p.read_text(encoding="utf-8") for p in sorted((folder / "articles").rglob("*.txt"))}


def seed_links(gold: list[Gold]) -> Figures:
    """Links between the records of the seeds, ``gold`` being the rows of links.jsonl.

    A gold link counts as found where a record on its one end and a record on its other are linked or of one finding;
    those that say that two records are apart count where no finding holds both and nothing says that they clash.
    """
    seeds = SHARED / "seeds"
    events = {r["id"]: r for r in map(json.loads, (seeds / "events.jsonl").read_text(encoding="utf-8").splitlines())}
    with tempfile.TemporaryDirectory(prefix="recoupe-") as place, open_dossier(Path(place, "d.db"), write=True) as d:
        for outcome in run(gather([str(SHARED.parent / "seeds")]), d, workers=1):
            if outcome.status != "added":
                raise ValueError(f"{outcome.name}: {outcome.status} {outcome.error or ''}")
        seen = read_dossier(d)
    at = {i: _records_of(row, seen) for i, row in events.items()}
    n: Counter[str] = Counter()
    for row in gold:
        a, b, relation = at[row["a"]], at[row["b"]], row["relation"]
        wide = [{r for x in ends for r in seen.findings[x].records} for ends in (a, b)]
        linked = [k for k in seen.links if any(k.a in one and k.b in other for one, other in (wide, wide[::-1]))]
        one = any(seen.findings[x] == seen.findings[y] for x in a for y in b)
        if relation in APART:
            linked = [k for k in linked if k.a in a | b and k.b in a | b]
            one = any(seen.findings[x] == seen.findings[y] for x in a - b for y in b - a)  # two records made one
            n.update({"apart": 1, "merged": one or any(k.relation == "contradicts" for k in linked)})
        elif relation == "position_change":
            n.update({"changes": 1, "changes found": any(k.relation == "changes_position" for k in linked)})
        else:
            n.update({"links": 1, "found": one or any(k.relation != "distinct" for k in linked)})
    return {
        "links found": _share(n["found"], n["links"]),
        "reversals": _share(n["changes found"], n["changes"]),
        "distinct merged": float(n["merged"]),
    }


def _records_of(row: Gold, seen: Checked) -> set[str]:
    """The checked records that a gold record of the seeds is matched by."""
    there = {r: (name, e) for r, (name, e) in seen.events.items() if r in seen.findings}
    return records_within(row | {"doc": Path(row["doc"]).stem}, there)


def records_within(row: Gold, events: Mapping[str, tuple[str, Event]]) -> set[str]:
    """The records, by id with the name of their document, that a gold record {doc, start, end, type} is matched by."""
    span, kind = (row["start"], row["end"]), row["type"].lower().replace("mil_", "military_")
    return {
        r
        for r, (name, e) in events.items()
        if name.endswith(row["doc"]) and _family(e.type, kind) and _overlap(e, span)
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
