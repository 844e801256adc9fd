"""Numbers without a noun of their own: whether they count something, and which noun they leave out.

"37 camions : 22 au nord, 11 au sud", "le nombre de morts passe de quatre à six", "n'en a compté que 31". Where the noun
lies in another sentence the number is a count without a unit: it is not guessed.
"""

from __future__ import annotations

import re

from recoupe.lang.fr import quantities as fr
from recoupe.lang.fr.numbers import Number

_AROUND = re.compile(r"\b(?:dans|en|sur|pendant|durant|depuis|après|avant|sous|à|vers) (?:les |ces |ses )?$")
_BESIDE = re.compile(
    r" (?:dans|à|au|aux|en|sur|au-dessus|près|par|contre|chez|côté|lors|depuis|vers|selon|si|pour|de l'autre|d'un"
    r"|de part)\b(?! \d)"
)
_LISTED = re.compile(r"(?:: |, |; | et |\bdont |\bcontre )(?:(?:au moins|plus de|près de|environ|quelque) )?$")
_NUMBER_OF = re.compile(
    r" (?:le|un) (?:nombre|total|chiffre) (?:total )?"
    r"(?:de (?:ses |leurs |nos |ces )?|d'|des )([^\W\d_]+(?:-[^\W\d_]+)*)"
)
_OF_NUMBER = re.compile(
    r"\b(?:nombre|total|bilan|chiffre) (?:total |officiel )?(?:de |d'|des )(?P<noun>(?!plus\b|près\b)[^\W\d_]+)\b"
    r"[^.;:]{0,60}$"
)
_AT_NUMBER = re.compile(
    r"\b(?:chiffre|nombre|total|bilan) (?:total |officiel )?(?:de |d')(?:(?:plus|près|moins) de |au moins |environ )?$"
)
_CHANGES = re.compile(
    r"\b(?:pass|grimp|mont|tomb|chut|recul|descend|augment|baiss|s'él[eè]v|s'établi|se mont)\w*\b[^.;:]{0,30}"
    r"(?:\bà|\bde) $"
)
_TOLL = re.compile(
    r"\bbilan\b[^.;:]{0,60}\b(?:pass|grimp|mont|s'alourdi|s'él[eè]v|s'établi|attein|est|était)\w*"
    r"(?: [^\W\d_]+){0,2}?(?: à| de|,)?(?: (?:au moins|plus de|près de|environ|quelque|désormais))? $"
)
"""Words before a number that is how many have died: "le bilan du marché passe à vingt-trois"."""
_PUT_AT = re.compile(r"\b(?:estim|évalu|chiffr)\w+ (?:[^\W\d_]+ )?à (?:(?:environ|quelque|plus de|près de) )?$")
_PUT_NOUN = re.compile(r" (?:le nombre de |les )([^\W\d_]+)")
_THEREOF = re.compile(
    r"\b(?:n')?en (?:(?:a|ont|avait|avaient|aura|auront|aurait|auraient)(?: [^\W\d_]+){0,2} [^\W\d_]+(?:é|i|u|is|it)"
    r"|(?:compt|recens|dénombr|revendiqu|évoqu|annonc|signal|déplor|réclam)[^\W\d_]+)"
    r"(?: que| qu'| au moins| plus de| près de| environ)?,? ?$"
)
_LED = re.compile(
    r"(?:^|, |: |\b(?:à|de|contre|que|et|ou|dont|environ|entre|pour|quelque|moins|jusqu'à|sur|par|les|des|ces|aux|en"
    r"|dépasse|atteint|soit|d'environ) )$"
)
_GROUPED = re.compile(r"\d{1,3}(?:[ .']\d{3})+")
_TRADED = re.compile(r"\b(?:échang|vot|parité|scrutin|troqu)")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_OTHERS = re.compile(
    r" autres(?= (?:ont|sont|étaient|avaient|seraient|auraient|restent|à|au|aux|dans|en|sur|par|lors)\b| ?[.,;:!)»]|$)"
)
_IS_SUBJECT = re.compile(r"(?: autres)? (?:ont|sont|étaient|avaient|seraient|auraient|restent|seront|auront)\b")
_OPENS = re.compile(r"(?:^|[.:;,«\"] ?|\bdont |\bque |\bqu')$")
_REACH = 120
"""Characters before a number in which its words are looked for."""


def total_of(n: Number, low: str) -> tuple[int, int] | None:
    """Span of the noun in "le nombre de NOUN passe de 4 à 6" and "à 35 000 le nombre de NOUN"."""
    if m := _NUMBER_OF.match(low, n.end):
        return m.span(1)
    before = low[max(0, n.start - _REACH) : n.start]
    if _PUT_AT.search(before) and (m := _PUT_NOUN.match(low, n.end)):
        return m.span(1)
    if _CHANGES.search(before) and (m := _OF_NUMBER.search(before)):
        shift = n.start - len(before)
        return m.start("noun") + shift, m.end("noun") + shift
    return None


def antecedent(n: Number, before: list[Number], low: str, g: fr.Grammar) -> Number | None:
    """The number whose noun one without a noun leaves out: "37 camions : 22 au nord, 11 près du port".

    One that only says where or how long ("dans quatre provinces") is passed over.
    """
    if n.kind not in ("digits", "spelled", "aine", "vague") or n.low < 2 or _is_year(n, low):
        return None
    listed = _BESIDE.match(low, n.end) is not None and _LISTED.search(low[: n.start]) is not None
    if not listed and not _OTHERS.match(low, n.end) and not _bare_subject(n, low):
        return None
    for other in reversed(before):
        unit = (other.unit or "").lower()
        if other.kind != "one" and unit and unit not in g.time_units and not _AROUND.search(low[: other.start]):
            if other.part_of is not None and other.part_of.unit:  # "26 blessés, dont 11 enfants ; deux sont morts"
                other = other.part_of
            return None if other.measure else other
    return None


def stands_alone(n: Number, low: str) -> bool:
    """Whether the words around a number show that it counts what was named before: "n'en a compté que 31"."""
    if n.kind not in ("digits", "spelled", "range") or n.low < 2 or _is_year(n, low):
        return False
    before, after = low[max(0, n.start - _REACH) : n.start], low[n.end : n.end + 12]
    if n.kind == "digits" and _GROUPED.fullmatch(low[n.start : n.end]) and _LED.search(before):
        return re.match(r" ?\d|\t", after) is None  # two columns of a table are no thousands
    if _TOLL.search(before) and re.match(r"(?: ?[,.;)»]|$)", after):
        return True
    if _AT_NUMBER.search(before) or _THEREOF.search(before):
        return not re.match(r" ?(?:ans|heures?|h)\b", after)
    if (re.match(r" contre \d", after) or re.search(r"\d contre $", before)) and _TRADED.search(before):
        return True
    return _bare_subject(n, low) and _OPENS.search(before) is not None


def _is_year(n: Number, low: str) -> bool:
    return n.kind == "digits" and _YEAR.fullmatch(low[n.start : n.end]) is not None


def _bare_subject(n: Number, low: str) -> bool:
    """Whether a number is a subject by itself: "six personnes sont mortes et huit ont été blessées"."""
    return _IS_SUBJECT.match(low, n.end) is not None and not low[: n.start].endswith(("les ", "tous ", "des "))
