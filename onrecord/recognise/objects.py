"""What an act was about: the whole noun phrase or clause, one span for each thing listed."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from onrecord.lexicon.loader import load_words
from onrecord.recognise.grammar import base_form, climb_tree, is_finite, is_verb
from onrecord.recognise.phrases import left_edge
from onrecord.recognise.scene import Sentence

Range = tuple[int, int]

RELATIVES = frozenset({"which", "who", "whom", "whose", "where", "when"})
CLOSERS = frozenset({";", ".", "!", "?"})
OPENERS = frozenset({"DT", "CD", "PRP$", "NNP", "``", "NNPS", "$"})
CLAUSE_REACH = 14  # words of a subject after 'and' before its verb
LOOK_AHEAD = 6  # words after 'and' among which the head of the next thing is looked for


def phrase_after(sentence: Sentence, start: int, verb: Token) -> Range:
    """From a token to where what the verb governs ends, never past a quotation it began in."""
    end = start
    doc = sentence.doc
    opened = 0
    fronted = _is_fronted(verb)
    while end < sentence.end and not _ends_phrase(sentence, end, start, verb):
        if fronted and doc[end].text == ",":
            break
        if doc[end].text == '"':
            opened += 1 if opened == 0 else -1
            if opened == 1 and _closes(doc[end]):
                break
        end += 1
    while end > start + 1 and _is_loose(doc[end - 1]):
        end -= 1
    return start, end


def _is_fronted(verb: Token) -> bool:
    """Whether the verb's clause stands before the main one ('After signing the loan, A said')."""
    main = verb.head.head if verb.dep_ == "pcomp" else verb.head
    return verb.dep_ in {"pcomp", "advcl"} and main.i > verb.i and is_verb(main)


def _closes(mark: Token) -> bool:
    """Whether a quotation mark ends speech: no space before it, or a stop."""
    before = mark.nbor(-1) if mark.i else mark
    return not before.whitespace_ and not before.is_space


def _is_loose(token: Token) -> bool:
    if token.text in {")", '"', "'", "%"}:
        return False
    return token.is_punct or token.is_space or token.tag_ == "CC"


def _ends_phrase(sentence: Sentence, at: int, start: int, verb: Token) -> bool:
    token = sentence.doc[at]
    if token.text in CLOSERS and at > start:
        return token.text == ";" or at >= sentence.end - 1
    if token.text == ",":
        return _opens_aside(sentence, at)
    if token.tag_ == "CC":
        return _opens_verb(sentence, at + 1, verb)
    return is_finite(token) and _is_outer(token, verb)


def _is_outer(token: Token, verb: Token) -> bool:
    """Whether a finite verb belongs to a clause that what the verb governs does not hold."""
    return not any(above.i == verb.i for above in climb_tree(token) if above.i != token.i) or (
        token.dep_ == "conj" and token.head.i == verb.i
    )


def _opens_aside(sentence: Sentence, comma: int) -> bool:
    """Whether after a comma a loose clause follows (', which …', ', in which …', ', stressing')."""
    doc = sentence.doc
    ahead = list(doc[comma + 1 : min(comma + 3, sentence.end)])
    if not ahead:
        return False
    first = ahead[0]
    if any(t.lower_ in RELATIVES for t in ahead) and first.tag_ in {
        "WDT",
        "WP",
        "WRB",
        "WP$",
        "IN",
        "TO",
    }:
        return True
    if first.tag_ == "CC":
        return False
    if first.lower_ in load_words("modality", "asides.words"):
        return not (first.lower_ == "as" and len(ahead) > 1 and ahead[1].lower_ == "well")
    return first.tag_ in {"VBG", "PRP"} and first.dep_ not in {"amod", "compound"}


def _opens_verb(sentence: Sentence, at: int, verb: Token) -> bool:
    """Whether after 'and' the sentence goes on with another verb of the same rank."""
    doc = sentence.doc
    while at < sentence.end and doc[at].tag_ in {"RB", ","}:
        at += 1
    if at >= sentence.end:
        return False
    token = doc[at]
    if is_finite(token) or (
        token.tag_ == "VBN" and token.dep_ == "conj" and token.head.i == verb.i
    ):
        return True
    if token.tag_ == "VB" and verb.tag_ == "VB" and token.dep_ == "conj":
        return False
    return _begins_clause(sentence, at)


def _begins_clause(sentence: Sentence, at: int) -> bool:
    """Whether a noun after 'and' is the subject of a verb of its own."""
    doc = sentence.doc
    for token in doc[at : min(at + CLAUSE_REACH, sentence.end)]:
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.i > token.i and is_verb(token.head):
            return token.head.dep_ == "conj" and token.head.head.i <= at
        if token.text in {",", ";"}:
            return False
    return False


def split_list(sentence: Sentence, whole: Range) -> list[Range]:
    """The things of a coordinated phrase, each whole; one range where it is one thing."""
    start, end = whole
    cuts = [at for at in range(start + 1, end) if _is_cut(sentence, at, start, end)]
    if not cuts:
        return [whole]
    pieces = []
    for begin, stop in zip([start, *cuts], [*cuts, end], strict=True):
        piece = _trim(sentence, begin, stop)
        if piece is not None:
            pieces.append(piece)
    return pieces


def _is_cut(sentence: Sentence, at: int, start: int, end: int) -> bool:
    doc = sentence.doc
    token = doc[at]
    if token.text == ";":
        return True
    if token.text != "," and token.lower_ not in {"and", "as"}:
        return False
    if token.lower_ == "as" and (at + 2 >= end or doc[at + 1].lower_ != "well"):
        return False
    begin = _skip_links(sentence, at, end)
    if begin >= end or doc[begin].tag_ not in OPENERS:
        return False
    return is_document(sentence, begin, end) and is_document(sentence, start, at)


def _skip_links(sentence: Sentence, at: int, end: int) -> int:
    doc = sentence.doc
    while at < end and (doc[at].lower_ in {",", "and", "as", "well", "also"}):
        at += 1
    return at


def is_document(sentence: Sentence, begin: int, end: int) -> bool:
    """Whether an article and, soon after, the head of a text or body stand there."""
    doc = sentence.doc
    first = doc[begin]
    if first.tag_ not in {"DT", "CD", "``", "PRP$", "NNP", "JJ", "NN", "NNS"} and begin > 0:
        return False
    for token in doc[begin : min(begin + LOOK_AHEAD, end)]:
        if token.tag_ == "IN" or token.text == ",":
            return False
        if base_form(token) in load_words("acts", "documents.heads") and not _is_inner(token):
            return True
    return False


def _is_inner(token: Token) -> bool:
    return token.dep_ == "compound" and token.head.i > token.i


def _trim(sentence: Sentence, begin: int, end: int) -> Range | None:
    begin = _skip_links(sentence, begin, end)
    doc = sentence.doc
    while end > begin and (
        doc[end - 1].lower_ in {",", "and", "as", "well", "also", ";"} or doc[end - 1].is_space
    ):
        end -= 1
    return (begin, end) if end > begin else None


def subject_phrase(sentence: Sentence, head: Token, verb: Token) -> Range:
    """The noun phrase of a passive's subject, up to the verb's first auxiliary or 'which'."""
    head = _document_above(sentence, head)
    start = left_edge(sentence.doc, head.i, sentence.start)
    if not any(t.text in {",", ";"} for t in sentence.doc[head.left_edge.i : start]):
        start = max(min(start, head.left_edge.i), sentence.start)
    auxiliaries = [c.i for c in verb.children if c.dep_ in {"aux", "auxpass"} and c.i > head.i]
    pronouns = [t.i for t in sentence.doc[head.i + 1 : verb.i] if t.tag_ in {"WDT", "WP", "WRB"}]
    limit = min([verb.i, *auxiliaries, *pronouns])
    end = min(head.right_edge.i + 1, limit)
    end = max(limit if _is_clear(sentence, end, limit) else end, head.i + 1)
    while end > start + 1 and _is_trailing(sentence.doc[end - 1]):
        end -= 1
    return start, end


def _is_trailing(token: Token) -> bool:
    return _is_loose(token) or token.tag_ in {"RB", "IN", "TO"}


def _document_above(sentence: Sentence, head: Token) -> Token:
    """The text whose name ends in the word ('the Agreement on … Certificates, which …')."""
    for above in climb_tree(head):
        inside = above.dep_ in {"acl", "relcl", "advcl", "xcomp"}
        if above.i > head.i or above.i < sentence.start or (is_verb(above) and not inside):
            return head
        if base_form(above) in load_words("acts", "documents.heads"):
            return above
    return head


def _is_clear(sentence: Sentence, start: int, end: int) -> bool:
    return not any(is_finite(t) or t.text in {",", ";"} for t in sentence.doc[start:end])


def list_lines(sentences: tuple[Sentence, ...], at: int) -> Iterator[Sentence]:
    """The lines of a list that a sentence ending in a colon opens."""
    opener = sentences[at]
    for sentence in sentences[at + 1 :]:
        if sentence.release != opener.release or not _is_item(sentence):
            return
        yield sentence


def _is_item(sentence: Sentence) -> bool:
    first = sentence.doc[sentence.start]
    if first.text in load_words("acts", "listing.bullets") or _is_numbered(sentence):
        return True
    last = sentence.doc[sentence.end - 1]
    if last.text == ";":
        return True
    root = sentence.doc[sentence.start : sentence.end].root
    return not is_verb(root) and not is_finite(root)


def _is_numbered(sentence: Sentence) -> bool:
    first = sentence.doc[sentence.start]
    if not first.text.rstrip(".)").isdigit() or sentence.start + 1 >= sentence.end:
        return False
    return first.text[-1] in ".)" or sentence.doc[sentence.start + 1].text in {".", ")"}


def item_ranges(sentence: Sentence) -> list[Range]:
    """The words of a list's line without bullet and closing marks, one range for each item."""
    doc = sentence.doc
    marks = [i for i in range(sentence.start, sentence.end) if doc[i].text == ";"]
    bounds = zip([sentence.start, *(i + 1 for i in marks)], [*marks, sentence.end], strict=True)
    return [item for start, end in bounds if (item := _bare_item(sentence, start, end))]


def _bare_item(sentence: Sentence, start: int, end: int) -> Range | None:
    doc = sentence.doc
    while start < end and (_is_bullet(doc[start]) or doc[start].is_space):
        start += 1
    while end > start and (doc[end - 1].text in {";", ".", ","} or doc[end - 1].is_space):
        end -= 1
    return (start, end) if end > start else None


def _is_bullet(token: Token) -> bool:
    if token.is_punct:
        return token.text not in {'"', "'", "("} or _opens_number(token)
    return bool(token.text.rstrip(".)").isdigit()) or _is_lettered(token)


def _opens_number(token: Token) -> bool:
    """The bracket of '(a)' or '(ii)'."""
    return token.text == "(" and token.i + 1 < len(token.doc) and _is_lettered(token.nbor(1))


def _is_lettered(token: Token) -> bool:
    """'a' or 'ii' before a bracket."""
    number = len(token.text) == 1 or set(token.lower_) <= {"i", "v", "x"}
    return number and token.i + 1 < len(token.doc) and token.nbor(1).text == ")"
