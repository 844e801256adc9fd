"""French verb forms: regular spelling by rule, the other verbs by the models of ``verbs.toml``.

Keys of a conjugation: ``inf``, ``gerund`` (the present participle), ``pp_ms pp_fs pp_mp pp_fp``, and a tense followed
by a person: ``pres`` present, ``imp`` imperfect, ``ps`` past historic, ``fut`` future, ``cond`` conditional, ``subj``
present subjunctive, ``subjimp`` imperfect subjunctive (third person only), ``impv`` imperative; ``1s`` to ``3p``.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

PERSONS = ("1s", "2s", "3s", "1p", "2p", "3p")
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont")
_IMPERFECT = ("ais", "ais", "ait", "ions", "iez", "aient")
_PAST = {
    "a": ("ai", "as", "a", "âmes", "âtes", "èrent", "ât", "assent"),
    "it": ("is", "is", "it", "îmes", "îtes", "irent", "ît", "issent"),
    "ït": ("ïs", "ïs", "ït", "ïmes", "ïtes", "ïrent", "ït", "ïssent"),
    "ut": ("us", "us", "ut", "ûmes", "ûtes", "urent", "ût", "ussent"),
    "ût": ("ûs", "ûs", "ût", "ûmes", "ûtes", "ûrent", "ût", "ussent"),
    "int": ("ins", "ins", "int", "înmes", "întes", "inrent", "înt", "inssent"),
}
_TENSES = {
    "pres": ("Ind", "Pres"),
    "imp": ("Ind", "Imp"),
    "ps": ("Ind", "Past"),
    "fut": ("Ind", "Fut"),
    "cond": ("Cnd", "Pres"),
    "subj": ("Sub", "Pres"),
    "subjimp": ("Sub", "Imp"),
    "impv": ("Imp", "Pres"),
}
_FINITE = re.compile(r"([a-z]+)([123])([sp])")
_REFLEXIVE = re.compile(r"^(?:se |s['’])")

Conjugation = dict[str, tuple[str, ...]]


class Analysis(NamedTuple):
    """What a form is: its infinitive, its key, and the same in the terms of Universal Dependencies."""

    infinitive: str
    key: str
    verb_form: str
    """Fin, Inf, or Part."""
    mood: str
    """Ind, Cnd, Sub or Imp; empty where not finite."""
    tense: str
    """Pres, Imp, Past or Fut; Past or Pres of a participle."""
    person: int
    """0 where not finite."""
    number: str
    """Sing, Plur, or empty."""


class _Model(NamedTuple):
    suffix: str
    row: dict[str, str]


@cache
def conjugate(infinitive: str) -> Conjugation:
    """Forms of a verb by key (see the module), spelling variants side by side; "se" and "s'" are ignored.

    A verb that ``verbs.toml`` does not name follows the regular model of its ending: -er, -ir, -re.

    :raises ValueError: the word does not end as a French infinitive does.
    """
    verb = _lemma(infinitive)
    model = _find(verb)
    if model is not None:
        return _by_model(verb, model)
    if verb.endswith("er"):
        return _first_group(verb)
    if verb.endswith("ir"):
        stem = verb[:-2]
        row = {"pres": "is is it issons issez issent", "ps": "it", "fut": "ir", "pp": "i"}
        return _by_model(verb, _Model(verb[len(stem) :], row))
    raise ValueError(f"{infinitive!r} is not a French infinitive")


@cache
def forms(infinitive: str) -> frozenset[str]:
    """Every form of a verb; errors as for :func:`conjugate`."""
    return frozenset(form for variants in conjugate(infinitive).values() for form in variants)


def analyse(form: str, infinitive: str | None = None) -> tuple[Analysis, ...]:
    """What ``form`` (lower case) can be, as a form of ``infinitive``, else of any verb that ``verbs.toml`` names.

    Empty where it is none. "dit" is a present, a past historic and a participle: all are given.
    """
    if infinitive is None:
        return _index().get(form, ())
    verb = _lemma(infinitive)
    return tuple(_analysis(verb, key) for key, variants in conjugate(verb).items() if form in variants)


def _lemma(infinitive: str) -> str:
    """Without "se"; "connaitre", as spelled since 1990, is "connaître"."""
    return re.sub("([ao])itre$", r"\1ître", _REFLEXIVE.sub("", infinitive))


@cache
def known() -> frozenset[str]:
    """The infinitives that ``verbs.toml`` names."""
    data = _data()
    named = {v for row in data["model"] for v in row["verbs"].split() if v != "*"}
    named |= {row["test"][2] for row in data["model"]}
    return frozenset(named | set(data["known"]["verbs"].split()) | set(data["first_group"]["grave"].split()))


def _analysis(infinitive: str, key: str) -> Analysis:
    if key == "inf":
        return Analysis(infinitive, key, "Inf", "", "", 0, "")
    if key == "gerund":
        return Analysis(infinitive, key, "Part", "", "Pres", 0, "")
    if key.startswith("pp_"):
        return Analysis(infinitive, key, "Part", "", "Past", 0, "Plur" if key.endswith("p") else "Sing")
    found = _FINITE.fullmatch(key)
    assert found is not None
    mood, tense = _TENSES[found[1]]
    return Analysis(infinitive, key, "Fin", mood, tense, int(found[2]), "Plur" if found[3] == "p" else "Sing")


@cache
def _index() -> dict[str, tuple[Analysis, ...]]:
    found: dict[str, list[Analysis]] = {}
    for verb in sorted(known()):
        for key, variants in conjugate(verb).items():
            for form in variants:
                found.setdefault(form, []).append(_analysis(verb, key))
    return {form: tuple(analyses) for form, analyses in found.items()}


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "verbs.toml").read_text(encoding="utf-8"))


@cache
def _models() -> tuple[dict[str, _Model], tuple[_Model, ...]]:
    """Models by verb, and the models for every verb with a suffix, longest suffix first."""
    by_verb: dict[str, _Model] = {}
    by_suffix: list[_Model] = []
    for row in _data()["model"]:
        model = _Model(row["suffix"], row)
        if row["verbs"] == "*":
            by_suffix.append(model)
        else:
            by_verb |= dict.fromkeys(row["verbs"].split(), model)
    return by_verb, tuple(sorted(by_suffix, key=lambda m: -len(m.suffix)))


def _find(verb: str) -> _Model | None:
    by_verb, by_suffix = _models()
    return by_verb.get(verb) or next((m for m in by_suffix if verb.endswith(m.suffix)), None)


def _spread(stems: tuple[str, ...], ending: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(stem + ending for stem in stems))


def _by_model(verb: str, model: _Model) -> Conjugation:
    prefix, row = verb[: len(verb) - len(model.suffix)], model.row

    def variants(written: str) -> tuple[str, ...]:
        return tuple(prefix + w for w in written.split("/") if w != "-")

    table: Conjugation = {"inf": tuple(dict.fromkeys((verb, re.sub("ître$", "itre", verb))))}
    present = [variants(w) for w in row["pres"].split()]
    table |= {f"pres{p}": present[i] for i, p in enumerate(PERSONS)}
    imperfect = variants(row["imp"]) if "imp" in row else tuple(w.removesuffix("ons") for w in present[3])
    table |= {f"imp{p}": _spread(imperfect, _IMPERFECT[i]) for i, p in enumerate(PERSONS)}
    future = variants(row["fut"])
    table |= {f"fut{p}": _spread(future, _FUTURE[i]) for i, p in enumerate(PERSONS)}
    table |= {f"cond{p}": _spread(future, _IMPERFECT[i]) for i, p in enumerate(PERSONS)}
    if "ps" in row:
        table |= _past(prefix + row["ps"])
    table |= _subjunctive(prefix, row, present[5], imperfect)
    table |= _participles(prefix, row["pp"])
    table |= _imperative(table, [variants(w) for w in row["impv"].split()] if "impv" in row else None)
    table["gerund"] = (prefix + row["gerund"],) if "gerund" in row else _spread(imperfect, "ant")
    if "only" in row:  # a verb that lacks the other persons has no present participle either, unless it is given
        persons = row["only"].split()
        table = {k: v for k, v in table.items() if not k[-2].isdigit() or k[-2:] in persons}
        if "gerund" not in row:
            del table["gerund"]
    return {key: found for key, found in table.items() if found}


def _past(third: str) -> Conjugation:
    ending = next(e for e in sorted(_PAST, key=len, reverse=True) if third.endswith(e))
    stem, endings = third.removesuffix(ending), _PAST[ending]
    table: Conjugation = {f"ps{p}": (stem + endings[i],) for i, p in enumerate(PERSONS)}
    return table | {"subjimp3s": (stem + endings[6],), "subjimp3p": (stem + endings[7],)}


def _subjunctive(prefix: str, row: dict[str, str], third: tuple[str, ...], imperfect: tuple[str, ...]) -> Conjugation:
    """From "fasse fassi", from "soi soy" (être) and "ai ay" (avoir), or from the present's third person plural."""
    if "subj" not in row:
        stems = tuple(w.removesuffix("ent") for w in third)
        singular = [_spread(stems, e) for e in ("e", "es", "e", "ent")]
        plural = [_spread(imperfect, e) for e in ("ions", "iez")]
    else:
        one, many = (prefix + w for w in row["subj"].split())
        if one.endswith("e"):
            singular = [(one,), (one + "s",), (one,), (one + "nt",)]
        elif one.endswith("ai"):
            singular = [(one + "e",), (one + "es",), (one + "t",), (one + "ent",)]
        else:
            singular = [(one + "s",), (one + "s",), (one + "t",), (one + "ent",)]
        plural = [(many + "ons",), (many + "ez",)]
    return dict(zip((f"subj{p}" for p in ("1s", "2s", "3s", "3p", "1p", "2p")), singular + plural, strict=True))


def _imperative(table: Conjugation, given: list[tuple[str, ...]] | None) -> Conjugation:
    """The present without its subject; "-es" of the second person loses its s."""
    second = tuple(w.removesuffix("s") if w.endswith("es") else w for w in table["pres2s"])
    found = given if given is not None else [second, table["pres1p"], table["pres2p"]]
    return dict(zip(("impv2s", "impv1p", "impv2p"), found, strict=True))


def _participles(prefix: str, written: str) -> Conjugation:
    masculine, *feminine = written.split()
    ms = tuple(prefix + w for w in masculine.split("/"))
    if feminine == ["-"]:
        return {"pp_ms": ms}
    fs = (prefix + feminine[0],) if feminine else tuple(w + "e" for w in ms)
    # "dû" and "mû" lose their accent outside the masculine singular.
    base = tuple(dict.fromkeys(re.sub("û$", "u", w) for w in ms))
    mp = tuple(dict.fromkeys(w if w.endswith("s") else w + "s" for w in base))
    return {"pp_ms": ms, "pp_fs": fs, "pp_mp": mp, "pp_fp": tuple(w + "s" for w in fs)}


def _first_group(verb: str) -> Conjugation:
    stem = verb[:-2]
    soft = re.sub("c$", "ç", re.sub("g$", "ge", stem))  # before a and o
    mute, future = _mute_stems(verb, stem)
    table: Conjugation = {"inf": (verb,), "gerund": (soft + "ant",)}
    e, es, ent = (_spread(mute, ending) for ending in ("e", "es", "ent"))
    present = (e, es, e, (soft + "ons",), (stem + "ez",), ent)
    table |= {f"pres{p}": present[i] for i, p in enumerate(PERSONS)}
    subjunctive = (e, es, e, (stem + "ions",), (stem + "iez",), ent)
    table |= {f"subj{p}": subjunctive[i] for i, p in enumerate(PERSONS)}
    for i, p in enumerate(PERSONS):
        table[f"imp{p}"] = ((stem if _IMPERFECT[i].startswith("i") else soft) + _IMPERFECT[i],)
        table[f"fut{p}"] = _spread(future, "er" + _FUTURE[i])
        table[f"cond{p}"] = _spread(future, "er" + _IMPERFECT[i])
    table |= _past(soft + "a") | {"ps3p": (stem + "èrent",)}
    return table | _participles("", stem + "é") | _imperative(table, None)


def _mute_stems(verb: str, stem: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Spellings of the stem before a mute e, in the present and in the future; the 1990 spellings come second."""
    if verb.endswith(("oyer", "uyer")):
        return (stem[:-1] + "i",), (stem[:-1] + "i",)
    if verb.endswith("ayer"):
        return (stem[:-1] + "i", stem), (stem[:-1] + "i", stem)
    if acute := re.search(r"é(?:[^aeiouyéèê]+|[gq]u)$", stem):
        grave = stem[: acute.start()] + "è" + stem[acute.start() + 1 :]
        return (grave,), (stem, grave)
    if open_e := re.search(r"e(?:[bcdfghklmnpqrstvz]|vr|ch)$", stem):
        grave = stem[: open_e.start()] + "è" + stem[open_e.start() + 1 :]
        if not verb.endswith(("eler", "eter")) or verb in _words("grave"):
            return (grave,), (grave,)
        doubled = stem + stem[-1]
        both = (doubled,) if verb in _words("doubled") else (doubled, grave)
        return both, both
    return (stem,), (stem,)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()["first_group"][name].split())
