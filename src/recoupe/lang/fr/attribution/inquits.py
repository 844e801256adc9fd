"""Verb groups that attribute, with their speaker."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.attribution.clauses import ends_clause
from recoupe.lang.fr.attribution.reading import FrenchPage, Inquit
from recoupe.lang.fr.attribution.speakers import (
    agent_of,
    befallen,
    can_speak,
    gerund_speaker,
    is_joined,
    source_of,
    speaker_of,
)
from recoupe.lang.fr.cues import Cues, CueVerb, FormKind
from recoupe.lang.fr.grammar import AVOIR, CLITICS, CONDITIONAL_AUX, WORDS, Phrase, phrase_from
from recoupe.lang.fr.groups import Group, finite_tense, tense_of, verb_group


def find_inquits(page: FrenchPage, cues: Cues) -> list[Inquit]:
    """Every verb group with a cue reading, in text order."""
    found: list[Inquit] = []
    for sentence in page.sentences:
        for token in sentence.tokens:
            for cue, kind in cues.by_form.get(token.form, ()):
                inquit = _read(sentence, token, cue, kind, cues)
                if inquit is not None:
                    found.append(inquit)
    of_sentence: dict[int, list[Inquit]] = {}
    for inquit in found:
        of_sentence.setdefault(id(inquit.sentence), []).append(inquit)
    for later in found:
        share_speaker(later, of_sentence[id(later.sentence)])
    return [i for i in found if not i.orphan and (i.speaker or i.impersonal)]


def share_speaker(later: Inquit, inquits: list[Inquit]) -> None:
    """A cue joined to an earlier one without a subject of its own goes on with its speaker.

    "X a souligné que Y devait partir et a déclaré que…": the parser often gives Y as the subject. The tense decides:
    the joined verb has the tense of the earlier cue, and the verb of the clause between them another.
    """
    s, first = later.sentence, later.group.first
    if later.inverted:
        return
    for earlier in reversed(inquits):
        if earlier.sentence is not s or earlier.group.verb.i >= first or earlier.speaker is None:
            continue
        if _goes_on_saying(later, earlier):
            later.speaker, later.orphan = earlier.speaker, False
            return
        if earlier.inverted:  # "…, a déclaré X, laissant entendre que…", "…, a déclaré X, en se disant prêt à…"
            if later.group.verb.form.endswith("ant") and _set_off(s, first):
                later.speaker, later.orphan = earlier.speaker, False
                return
            continue
        if not is_joined(s, later.group):
            continue
        between = [
            t
            for t in s.tokens[earlier.group.last + 1 : first]
            if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin"
        ]
        same = tense_of(earlier.group) == tense_of(later.group)
        if same and (later.orphan or all(finite_tense(t) != tense_of(later.group) for t in between)):
            later.speaker, later.shared_with, later.orphan = earlier.speaker, earlier, False
            return


def _set_off(s: Sentence, first: int) -> bool:
    """Whether a comma stands before a participle, or before its "en" or "tout en"."""
    before = [t.form for t in s.tokens[max(0, first - 3) : first]]
    for word in ("en", "tout"):
        if before[-1:] == [word]:
            before.pop()
    return before[-1:] == [","]


def _goes_on_saying(later: Inquit, earlier: Inquit) -> bool:
    """Whether a participle after a comma goes on with what a que-clause began: "X a dit que Y cède, ajoutant que…"."""
    s, first = later.sentence, later.group.first
    aside = s.tokens[first - 1].form == "," or [t.form for t in s.tokens[max(0, first - 2) : first]] == ["tout", "en"]
    if earlier.inverted or not later.group.verb.form.endswith("ant") or not aside:
        return False
    after = s.tokens[later.group.last + 1 : later.group.last + 7]
    told = s.tokens[earlier.group.last + 1 : earlier.group.last + 7]
    goes_on = any(t.form in ("que", "qu'") for t in after) or later.cue.act == "commit" or later.cue.words
    return bool(goes_on) and any(t.form in ("que", "qu'") for t in told)


def _read(s: Sentence, token: Token, cue: CueVerb, kind: FormKind, cues: Cues) -> Inquit | None:
    if cue.words and not _phrase_follows(s, token, cue):
        return None
    if token.i and token.text[:1].isupper() and s.tokens[token.i - 1].form == "," and not token.text.isupper():
        return None  # "…, Lance Naik Varek et…": a name
    if token.pos not in ("VERB", "AUX") and not cue.words and not _verb_after_all(s, token, kind):
        return None  # the words of a phrase make its verb one ("fait état de")
    group: Group | None
    if kind == "participle":
        group = verb_group(s, token.i, participle=True)
        if group is None and _can_be_finite(s, token, cues):
            group = verb_group(s, token.i, participle=False)
        if group is None:
            group = _elided(s, token, cues)
        if group is None:
            return _bare_participle(s, token, cue, cues)
    elif kind == "conditional":
        return None  # "dirait", "accepterait": nobody has said it yet
    else:
        group = verb_group(s, token.i, participle=False)
    if group is None or cue.reflexive != group.reflexive:
        return None
    if group.aux is None and _called(s, token):
        return None
    if kind == "infinitive" and not _said_in_infinitive(s, token, cues):
        return None
    if _hypothetical(s, group) or (cue.mental and group.conditional):
        return None  # "personne n'aurait cru que": not a report of what anyone thinks
    if group.passive:
        return _passive(s, group, cue, cues)
    speaker, inverted, last = speaker_of(s, group, cue, kind, cues)
    told_by = source_of(s, cue, last, cues)
    if told_by is not None:
        return Inquit(s, group, cue, told_by.span, inverted, max(last, told_by.last))
    if speaker is not None and not inverted and is_joined(s, group) and _disagree(s, speaker, group):
        return Inquit(s, group, cue, None, False, last, orphan=True)
    if speaker is None and not is_joined(s, group):
        return None
    if speaker is not None and not inverted and not is_joined(s, group) and _disagree(s, speaker, group):
        opening = phrase_from(s, 0)  # "Le chef du parti, allié des X, a dit": many named last do not say what one says
        if opening is not None and opening.last < speaker.first and not _disagree(s, opening, group):
            speaker = opening
    if kind == "gerund" and speaker is not None:
        speaker = gerund_speaker(s, speaker, group, cues)
        if befallen(s, speaker, group, cues):
            return None
    if speaker is not None and not can_speak(s, speaker, cue, cues):
        if inverted and ends_clause(s, speaker, group, cue):
            return Inquit(s, group, cue, speaker.span, inverted, last)
        if inverted or not (is_joined(s, group) or kind == "gerund"):
            return None
        return Inquit(s, group, cue, None, False, last, orphan=True)
    return Inquit(s, group, cue, speaker.span if speaker else None, inverted, last)


def _called(s: Sentence, token: Token) -> bool:
    """Whether "dit" gives a name to the noun right before it: "le gouvernement dit d'entente"."""
    if token.form not in ("dit", "dite", "dits", "dites") or not token.i or s.tokens[token.i - 1].pos != "NOUN":
        return False
    after = s.tokens[token.i + 1 : token.i + 9]
    of_noun = len(after) > 1 and after[0].form in ("de", "d'", "du", "des") and after[1].pos == "NOUN"
    return of_noun and not any(t.form in ("que", "qu'") for t in after)


def _disagree(s: Sentence, speaker: Phrase, group: Group) -> bool:
    """Whether the parser's subject is many and the verb says one: "estime que les rebelles cèdent et annonce …"."""
    first = s.tokens[speaker.first].form
    verb = (group.aux or group.verb).form
    one = verb in ("a", "avait", "est", "était") or (group.aux is None and verb.endswith("e"))
    return first in ("les", "des", "ces") and one


def _phrase_follows(s: Sentence, token: Token, cue: CueVerb) -> bool:
    """Whether the words of a verb phrase follow its verb, adverbs and clitic subjects aside."""
    wanted = list(cue.words)
    for t in s.tokens[token.i + 1 : token.i + 9]:
        if wanted and t.form == wanted[0]:
            wanted.pop(0)
            if not wanted:
                return True
        elif t.pos not in ("ADV", "PRON", "ADJ") and t.form not in (
            "à",
            "de",
            "son",
            "sa",
            "leur",
            "tour",
            "part",
            "côté",
            "plusieurs",
            "reprises",
        ):
            return False
    return not wanted


def _verb_after_all(s: Sentence, token: Token, kind: FormKind) -> bool:
    """A cue form that the parser takes for a noun or adjective, where its neighbours make it a verb."""
    before = s.tokens[token.i - 1] if token.i else None
    after = next((t for t in s.tokens[token.i + 1 :] if t.pos != "ADV"), None)  # "juge encore le groupe"
    if kind == "participle":
        return before is not None and (
            before.form in ("a", "ont", "avait", "avaient", "aurait", "ayant", "eu", "été")
            or before.text.startswith("-")
        )
    if any(t.dep.startswith("nsubj") and t.head == token.i for t in s.tokens[: token.i]):
        return True
    if before is not None and before.pos in ("DET", "ADP", "NUM"):
        return False
    if (
        before is not None
        and before.pos in ("NOUN", "PROPN", "PRON", "ADJ", "ADV")
        and any(t.pos == "DET" for t in s.tokens[: token.i])
        and not any(t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" for t in s.tokens[: token.i + 6])
        and (after is None or after.pos in ("DET", "ADP"))
    ):
        return True  # the clause has no other verb
    if (
        before is not None
        and before.pos == "PROPN"
        and (before.i == 0 or s.tokens[before.i - 1].form in (",", "et", "mais"))
        and after is not None
        and after.pos == "DET"
    ):
        return True  # "Tolvane dément ces accusations": a name, then what can only be its verb
    if before is not None and before.pos == "ADJ" and token.pos == "NOUN":
        return False
    if after is not None and (after.form in ("que", "qu'", "avoir", "être") or after.morph.get("VerbForm") == "Inf"):
        return True
    return before is not None and (
        before.form in (",", "»", '"', "”", "s'", "se")
        and after is not None
        and (after.pos in ("DET", "PROPN") or after.text.startswith("-"))
    )


def _can_be_finite(s: Sentence, token: Token, cues: Cues) -> bool:
    """Whether a form that is participle and present both stands as the verb of its clause."""
    if token.form not in cues.both:
        return False
    before = s.tokens[token.i - 1] if token.i else None
    return before is None or before.pos not in ("DET", "NUM", "ADP")


def _elided(s: Sentence, token: Token, cues: Cues) -> Group | None:
    """A participle joined to an earlier one takes its auxiliary: "a exhorté X à partir et promis que…"; joined to what
    befell others, it is a passive as well, or goes on with the cue before ("a dit que les ponts ont été touchés et
    promis de…")."""
    if token.i == 0 or s.tokens[token.i - 1].form not in ("et", "puis", "mais"):
        return None
    upper = _saying(s, token, cues)
    for t in reversed(s.tokens[: upper.i if upper is not None else token.i - 1]):
        if t.form in AVOIR and t.i + 1 < len(s.tokens) and token.head != t.i:
            been = upper is None and _passive_too(s, t, token)
            return Group(token, token.i, token.i, t, None, False, been, t.form in CONDITIONAL_AUX, False)
    return None


def _passive_too(s: Sentence, aux: Token, token: Token) -> bool:
    """Whether a participle is joined to a passive with which it agrees: "ont été tués et accusés de…"."""
    first = s.tokens[token.head]
    been = any(t.form == "été" for t in s.tokens[aux.i + 1 : first.i])
    return been and token.dep == "conj" and _ending(first) == _ending(token)


def _ending(participle: Token) -> str:
    """How a participle shows gender and number."""
    return participle.form[-2:] if participle.form.endswith("es") else participle.form[-1:].strip("éiutd")


def _saying(s: Sentence, token: Token, cues: Cues) -> Token | None:
    """The cue before the clause to whose verb a participle is joined, where that clause tells of things, or of others
    with whom the participle does not agree."""
    first = s.tokens[token.head]
    upper = s.tokens[first.head]
    if token.dep != "conj" or first.dep != "ccomp" or upper.form not in cues.by_form or upper.i > first.i:
        return None
    if not any(t.head == upper.i and t.form in AVOIR for t in s.tokens[: upper.i]):
        return None
    subject = next((t for t in s.tokens[: first.i] if t.head == first.i and t.dep.startswith("nsubj")), None)
    if subject is None or subject.pos != "NOUN":
        return None
    passive = any(t.head == first.i and t.dep == "aux:pass" for t in s.tokens)
    return upper if not cues.someone(subject.form) or (passive and _ending(first) != _ending(token)) else None


def _bare_participle(s: Sentence, token: Token, cue: CueVerb, cues: Cues) -> Inquit | None:
    """A participle without auxiliary attributes only with its agent: "annoncé par X"."""
    if "que" not in cue.frames and "np" not in cue.frames:
        return None
    before = s.tokens[token.i - 1] if token.i else None
    if before is None or before.form != "comme":
        return None
    agent = agent_of(s, token.i, cues)
    if agent is None:
        return None
    group = Group(token, token.i, token.i, None, None, False, True, False, False)
    return Inquit(s, group, cue, agent.span, True, agent.last)


def _said_in_infinitive(s: Sentence, token: Token, cues: Cues) -> bool:
    """An infinitive is said only through another verb ("a tenu à souligner") or after "avant de"."""
    k = token.i - 1
    while k >= 0 and (s.tokens[k].form in CLITICS or s.tokens[k].pos == "ADV"):
        k -= 1
    if k >= 0 and s.tokens[k].form in ("de", "d'", "à", "pour", "par", "jusqu'à"):
        if k >= 1 and s.tokens[k - 1].form == "avant":
            return True
        k -= 1
        while k >= 0 and s.tokens[k].pos == "ADV":
            k -= 1
    return k >= 0 and s.tokens[k].form in cues.said_through and s.tokens[k].pos in ("VERB", "AUX")


def _hypothetical(s: Sentence, group: Group) -> bool:
    """A cue inside an if-clause says nothing: "s'il accepte", "si elle affirmait"."""
    for t in s.tokens[max(0, group.first - 4) : group.first]:
        if t.form in ("si", "s'") and t.pos == "SCONJ" and not (t.i and s.tokens[t.i - 1].form in ("même", "comme")):
            return all(x.pos in ("PRON", "DET", "NOUN", "PROPN", "ADJ", "ADV") for x in s.tokens[t.i + 1 : group.first])
    mood, tense = tense_of(group)
    if group.aux is None and (mood, tense) == ("Ind", "Imp"):  # "si X a signé, Y hésite" tells what X did
        verb = group.verb.i
        if any(t.form in ("si", "s'") and t.head == verb and t.dep in ("mark", "advmod") for t in s.tokens[:verb]):
            return True
    for t in reversed(s.tokens[: group.first]):
        if t.form in ("que", "qu'") and t.i > 0:
            if [x.form for x in s.tokens[max(0, t.i - 2) : t.i]] == [",", "ce"]:
                return False  # "…, ce que X a démenti"
            return s.tokens[t.i - 1].form in _UNREAL
        if t.pos in ("VERB", "AUX") or t.form in (",", ";", ":"):
            return False
    return False


# "pour que X accepte", "en attendant que X accepte": X has not.
_UNREAL = WORDS["unreal"]


def _passive(s: Sentence, group: Group, cue: CueVerb, cues: Cues) -> Inquit | None:
    """Passives: "il a été annoncé que", and "l'attaque a été condamnée par X"."""
    tokens = s.tokens
    agent = agent_of(s, group.verb.i, cues)
    before = tokens[group.first - 1] if group.first else None
    if (
        before is not None
        and before.form in ("il", "-il")
        and any(t.form in ("que", "qu'") for t in tokens[group.verb.i + 1 : group.verb.i + 12])
    ):
        return Inquit(
            s, group, cue, agent.span if agent else None, False, agent.last if agent else group.last, impersonal=True
        )
    if agent is None or "np" not in cue.frames or (group.negated and cue.act not in ("deny", "reject")):
        return None  # "n'a pas été revendiquée par X": X said nothing
    return Inquit(s, group, cue, agent.span, False, agent.last)
