"""Whether an event took place, is to come, was put off or dropped, or is only thought of."""

from __future__ import annotations

from itertools import islice

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.model.fact import EventStatus
from onrecord.recognise.grammar import (
    base_form,
    climb_tree,
    find_modal,
    find_tense,
    governing_verb,
    has_be,
    has_particle,
    is_negated,
    is_passive,
    is_verb,
)
from onrecord.recognise.phrases import has_words
from onrecord.recognise.trigger import AT, Trigger, clause_after, find_role, meant_verb

UNREAL: None = None
PREPARED_CLIMB = 6  # heads above a noun among which 'preparations' stands
REPORT_CLIMB = 8  # verbs and nouns between 'would' and what was said
PHRASE_REACH = 3  # words of a phrasal verb after its verb


def judge_status(trigger: Trigger) -> EventStatus | None:
    """The status the grammar gives a trigger; None for an event that is only thought of."""
    if not trigger.noun and trigger.sentence.doc[trigger.sentence.end - 1].text == "?":
        return UNREAL
    verb = _telling_verb(trigger)
    marked = _marked_future(trigger)
    if verb is not None and verb != trigger.verb:
        return _moved(verb) or _from_verb(trigger, verb)
    if verb is None:
        return "scheduled" if marked else "held"
    moved = _moved(verb) or (_moved(verb.head) if verb.dep_ in {"xcomp", "conj"} else None)
    if moved is not None and _concerns(trigger):
        return moved
    if not _concerns(trigger):
        coming = (_is_venue_of(trigger) and _is_to_come(verb)) or _is_prepared(trigger)
        return "scheduled" if marked or coming else "held"
    found = _from_verb(trigger, verb)
    return (
        "scheduled" if marked and found == "held" and trigger.noun and not _is_past(verb) else found
    )


def _is_venue_of(trigger: Trigger) -> bool:
    """'at the session', 'for the session': where or for which something is done."""
    head = trigger.token.head
    return head.dep_ in {"prep", "dative"} and head.lower_ in AT | {"for", "to"}


def _is_prepared(trigger: Trigger) -> bool:
    """'discussed the preparations for the visit': what has not come yet."""
    words = load_words("times", "direction.coming_nouns")
    return any(
        token.lower_ in words for token in islice(climb_tree(trigger.token.head), PREPARED_CLIMB)
    )


def _is_to_come(verb: Token) -> bool:
    tense = find_tense(verb)
    if tense == "infinitive" and is_verb(verb.head):
        known = load_words("commitments", "undertake.verbs") | {"be", "agree"}
        return has_be(verb) or base_form(verb.head) in known
    return tense == "future"


def _telling_verb(trigger: Trigger) -> Token | None:
    """The verb that tells of the event: that of a clause about it, else of its own clause."""
    if trigger.noun and find_role(trigger) in {"inner", "adverbial", "object", "alone"}:
        known = load_words("events", "frame.passive") | load_words("events", "frame.staged")
        clauses = [c for c in trigger.token.children if c.dep_ in {"relcl", "acl"}]
        for clause in [*clauses, clause_after(trigger)]:
            if (
                clause is not None
                and base_form(clause) in known
                and not _only_hosted(clause, trigger)
            ):
                return clause
    return meant_verb(trigger.verb) if trigger.verb is not None else None


def _only_hosted(clause: Token, trigger: Trigger) -> bool:
    """'will open the forum, organised by B': a participle that only tells whose it is."""
    if trigger.verb is None or find_role(trigger) != "object" or clause.tag_ != "VBN":
        return False
    hosts = base_form(clause) in load_words("events", "host.verbs") and not has_be(clause)
    return hosts and find_tense(trigger.verb) == "future"


def _marked_future(trigger: Trigger) -> bool:
    words = load_words("events", "status.future_adjectives")
    return has_words((t for t in trigger.token.children if t.i < trigger.token.i), words)


def _concerns(trigger: Trigger) -> bool:
    """Whether the verb tells of the event itself and not of what was done at it."""
    return find_role(trigger) in {"verb", "subject", "object", "complement"}


def _moved(verb: Token) -> EventStatus | None:
    lemma = base_form(verb)
    if lemma in load_words("events", "status.postpone"):
        return "postponed"
    if lemma == "put" and _followed_by(verb, {"off", "back"}):
        return "postponed"
    if lemma in load_words("events", "status.moved") and is_passive(verb):
        return "postponed" if _followed_by(verb, {"to", "until"}) else None
    if lemma == "call":
        return "cancelled" if _followed_by(verb, {"off"}) else None
    if lemma in load_words("events", "status.cancel"):
        return "cancelled"
    if is_negated(verb) and find_tense(verb) == "future" and lemma in {"take", "hold", "go"}:
        return "cancelled"
    return None


def _followed_by(verb: Token, words: set[str]) -> bool:
    after = verb.doc[verb.i + 1 : verb.i + 1 + PHRASE_REACH]
    return any(token.lower_ in words for token in after)


def _from_verb(trigger: Trigger, verb: Token) -> EventStatus | None:
    if is_negated(verb) or _is_supposed(verb) or _is_wished(trigger, verb):
        return UNREAL
    above = _followed_in(verb)
    if above is not None:
        return _from_verb(trigger, above)
    tense = find_tense(verb)
    if tense == "future":
        return "scheduled"
    if tense == "unreal":
        planned = _is_reported_plan(verb) or _is_dated_plan(trigger, verb)
        return "scheduled" if planned else UNREAL
    if tense in {"infinitive", "bare"}:
        return _from_infinitive(trigger, verb)
    if base_form(verb) in load_words("events", "status.schedule") and trigger.noun:
        return "scheduled"
    return "held"


def _followed_in(verb: Token) -> Token | None:
    """'will hold talks, followed by a lunch': the verb that tells when the participle's is."""
    bare = verb.tag_ == "VBN" and not has_be(verb) and base_form(verb) in {"follow", "precede"}
    if not bare or verb.dep_ not in {"advcl", "acl", "conj"}:
        return None
    return governing_verb(verb.head)


def _is_wished(trigger: Trigger, verb: Token) -> bool:
    """'requires training', 'proposed a meeting'."""
    if base_form(verb) not in load_words("events", "status.wished"):
        return False
    return trigger.noun and find_role(trigger) == "object"


def _is_supposed(verb: Token) -> bool:
    marks = load_words("modality", "unreal.marks")
    return any(c.dep_ in {"mark", "advmod"} and c.lower_ in marks for c in verb.children)


def _is_reported_plan(verb: Token) -> bool:
    """'It was announced that the summit would be held': a plan, seen from the past."""
    modal = find_modal(verb)
    if modal is None or modal.lower_ not in {"would", "'d"}:
        return False
    for above in islice(climb_tree(verb), REPORT_CLIMB):
        if above.dep_ == "ccomp":
            return find_tense(above.head) == "past"
        if above.dep_ not in {"conj", "relcl", "pobj", "prep", "npadvmod"}:
            return False
    return False


def _is_dated_plan(trigger: Trigger, verb: Token) -> bool:
    """'The session would be held on 5 May': minutes tell what is to come so."""
    modal = find_modal(verb)
    if modal is None or modal.lower_ != "would" or verb.dep_ != "ROOT":
        return False
    if any(token.lower_ in {"if", "should", "had"} for token in trigger.sentence.tokens()):
        return False
    told = find_role(trigger) == "subject" or trigger.rule == "verb.convened"
    return told and any(m.time.grain == "day" for m in trigger.sentence.moments)


def _from_infinitive(trigger: Trigger, verb: Token) -> EventStatus | None:
    if verb.tag_ in {"VBG", "VBN"} and not has_particle(verb):
        return _from_head(verb)
    head = verb.head
    if base_form(head) in load_words("events", "status.hypothetical_nouns"):
        return UNREAL
    if has_be(verb) or verb.dep_ in {"acl", "relcl"}:
        return "scheduled"
    if head.i == verb.i or not is_verb(head):
        return "scheduled" if verb.tag_ == "VB" else "held"
    if base_form(head) in load_words("events", "status.hypothetical"):
        return UNREAL
    if base_form(head) in load_words("events", "status.schedule") | {"agree", "decide", "be"}:
        return "scheduled"
    if verb.dep_ == "conj":
        return _from_verb(trigger, head)
    return _from_head(verb)


def _from_head(verb: Token) -> EventStatus | None:
    head = verb.head
    if head.i == verb.i or not is_verb(head):
        return "held"
    tense = find_tense(head)
    if tense == "future":
        return "scheduled"
    wished = base_form(head) in load_words("events", "status.hypothetical")
    if tense == "unreal" or (wished and verb.dep_ != "advcl"):
        return UNREAL
    return "held"


def _is_past(verb: Token) -> bool:
    return find_tense(verb) == "past"
