"""French words before an expression that make it a deadline, a limited spell, or the day one is counted from."""

from __future__ import annotations

import re

_LIMIT = r"(?:un |le |l')?(?:délai|ultimatum|préavis|échéance)"
_SPELL = (
    "cessez-le-feu|trêve|pause|moratoire|suspension|armistice|couvre-feu|ultimatum|délai|préavis|sursis|mandat|"
    "quarantaine|embargo|arrêt des combats|état d'urgence|loi martiale"
)
_ENDS = r"(?:date butoir|échéance|délai|ultimatum)(?: fixée?)? (?:au|du|le)"

DUE = re.compile(
    rf"(?P<due>d'ici(?: à| au| le| la)?|au plus tard(?: le| à| au)?|jusqu'(?:à|au|en)(?: la)?|avant(?: le| la)?|"
    rf"expir\w+(?: le| à| au)?|{_ENDS})\s?$"
)
"""Before a day: it is the last one."""
DUE_INSIDE = re.compile(r"d'ici|avant la fin|jusqu'")
"""At the start of the expression itself."""
PART = re.compile(r"\b(?:fin|mi|milieu|début|moitié)\b")
"""A part of a period."""
WITHIN = re.compile(
    rf"(?P<within>(?:dans|sous)(?: un délai de| les| le délai de)?|d'ici(?: à)?|{_LIMIT}(?: \w+)?(?: à| de| d')|"
    r"(?:a|ont|avait|laisse\w*|donn\w+|accord\w+) (?:\w+ ){0,3})\s?$"
)
"""Before a duration: something must happen within it. Verbs of giving need "pour" after it (see PURPOSE)."""
LIMIT = re.compile(rf"dans|sous|d'ici|{_LIMIT}")
PURPOSE = re.compile(r"(?:\s(?:à|au|aux)(?: [\w'-]+){1,4}?)?\s?pour\b")
WITHIN_INSIDE = re.compile(r"sous |d'ici |dans ")
SPELL = re.compile(
    r"(?P<spell>(?:un |une |le |la |l'|du |de la |ce |cette |d'une |d'un )?"
    rf"(?:{_SPELL})(?: [\w'-]+){{0,2}}? (?:de|d'une durée de|pour|pendant|d'au moins|d') ?)$"
)
"""Before a duration: what it limits ("un cessez-le-feu de")."""
START = re.compile(
    r"(?:à partir d[ue]|à compter d[ue]|dès(?: le)?|débutant(?: le)?|qui débute(?:ra)?(?: le)?|commençant(?: le)?|"
    r"depuis(?: le)?|entr\w+ en vigueur(?: le)?) ?$"
)
"""Before a day: the clock starts there."""
NARRATED = re.compile(r"\s*(?:après|avant|plus tard|plus tôt|dernier)")
"""After a duration: it tells how far apart two events were."""
OF_THE_TIME = re.compile(r"(?:fin|milieu|mi-|courant|cours)\b.*\b(?:mois|semaine|année)$|\bfin (?:du|de ce) mois")
"""In a limit that is counted from the month, the week or the year of whoever speaks."""
PROMISED_BEFORE = re.compile(
    r"\b(?:avai(?:t|ent)|s'étai(?:t|ent)) (?:\w+ ){0,2}?(?:promis|juré|garanti|assuré|annoncé|engagée?s?|fixée?s?)\b"
)
_NOUN = r"(?:ultimatum|délai|préavis|sursis|échéance|date (?:butoir|limite))"
_ENDING = r"\b(?:expir\w+|pren\w+ fin|arriv\w+ à (?:échéance|expiration|terme)|échoit|s'achèv\w+)"
ENDS = re.compile(_ENDING)
"""The words by which what was agreed ends."""
ENDS_ON = re.compile(rf"{_ENDING} (?:(?:le|ce|à|au|en|dans) )?(?:l'|la )?$")
"""The same, right before the day."""
MOVES = re.compile(r"\b(?:prolong|repouss|report|décal|recul|rallong|allong|éten|extension)\w*")
"""The words that move a limit."""
MOVED_TO = re.compile(r"\b(?:à|au|jusqu'(?:à|au|en)|pour)(?: le| la| l'| ce)? ?$")
"""Before a day, behind the words that move a limit: the new one."""
MOVED_TO_INSIDE = re.compile(r"(?:à|au|en|jusqu'(?:à|au|en)) ")
MOVED_FROM = re.compile(
    rf"\b(?:expir\w+|échoi\w*|échue?|fixée?|prévue?|arrêtée?|prendre fin|tomb\w+|cour\w+|{_NOUN})"
    r"(?: par (?:[\w-]+[ ']){1,4}?| (?:initialement|d'abord|auparavant|à l'origine|jusqu'))?"
    r"(?: ?(?:ce|le|la|à|au|du|de|d'|en|pour|pour le|l'))? ?$"
)
"""Before a day: the one that no longer holds."""
MOVED_BY = re.compile(r"\b(?:de|d') ?$")
MOVED_BY_INSIDE = re.compile(r"(?:de|d') ?")
"""Before a length: by how much."""
MORE = re.compile(r" (?:de plus|supplémentaires?)\b")
"""After a length: the same."""
