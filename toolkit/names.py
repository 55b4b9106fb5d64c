"""The persons, organisations and places that an article names, each under its fullest name."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from toolkit.language import REMEMBERED, find_passages
from toolkit.lexicon import read_given_names, read_titles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.tokens import Span as Tokens
    from spacy.tokens import Token

    from toolkit.article import Article, Span
    from toolkit.language import Passage

SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}
ORGANISATIONS = {"ORG", "GPE"}  # a place speaks as its government
PRONOUNS = {
    "he": "m", "him": "m", "his": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
}  # fmt: skip
LONG_TITLES = {
    "sen.": "senator", "gov.": "governor", "rep.": "representative", "gen.": "general",
    "lt.": "lieutenant", "sgt.": "sergeant", "prof.": "professor",
}  # fmt: skip
MAX_ROLE_WORDS = 6  # before a name: "Russian Deputy Foreign Minister" has four
READ_PARTS = {"headline", "subheading", "caption", "paragraph"}


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something that an article names.

    Parameters
    ----------
    name : str
        As the article gives it in full, without titles.
    is_person : bool
        False for organisations and places.
    mentions : tuple of Span
        Every place that names it, in reading order; pronouns are not among them.
    roles : tuple of str
        Descriptions that the article ties to it, in lower case: ``russian president``.
    gender : str
        ``m`` or ``f`` where titles and pronouns of the article tell, else empty.
    """

    name: str
    is_person: bool
    mentions: tuple[Span, ...]
    roles: tuple[str, ...] = ()
    gender: str = ""


@dataclass(frozen=True, slots=True)
class _Mention:
    words: tuple[str, ...]  # without titles
    span: Span
    tokens: Tokens
    title: str  # gender that a title before it tells
    is_person: bool


@lru_cache(maxsize=REMEMBERED)
def find_names(article: Article) -> tuple[Name, ...]:
    """Find the persons, organisations and places that an article names.

    Returns
    -------
    tuple of Name
        By first mention. Two persons with one surname stay two; a bare surname goes to
        the one named most often in full, unless a title (Mr., Mrs.) speaks against it.

    Notes
    -----
    Names come from spaCy's small model, whose card gives F1 84 % on all kinds of entity;
    it errs more on headlines and on foreign names.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article("President Ann Lee met Bob Clark in Rome. Lee said Clark was late.")
    >>> [(name.name, len(name.mentions)) for name in find_names(article)]
    [('Ann Lee', 2), ('Bob Clark', 2), ('Rome', 1)]
    """
    mentions = [
        mention
        for passage in find_passages(article)
        if passage.part.kind in READ_PARTS
        for mention in _list_mentions(passage)
    ]
    groups = _group_persons([m for m in mentions if m.is_person])
    surnames = {key[-1] for key in groups}
    for mention in mentions:
        if not mention.is_person:
            key = (fold(mention.words)[-1],)
            if len(mention.words) == 1 and key[0] in surnames:  # spaCy took a surname for a firm
                groups[_find_owner(groups, mention, key[0])].append(mention)
            else:
                groups[("", *fold(mention.words))].append(mention)
    _join_initials(groups)
    names = [_make_name(article, key, group) for key, group in groups.items()]
    return tuple(sorted(names, key=lambda name: name.mentions[0]))


def _list_mentions(passage: Passage) -> Iterator[_Mention]:
    for entity in passage.doc.ents:
        is_person = entity.label_ == "PERSON"
        if not is_person and (entity.label_ not in ORGANISATIONS or _is_of_title(entity)):
            continue
        tokens = list(takewhile(_may_be_in_name, entity))
        while tokens and (
            tokens[-1].text in {"'s", "\u2019s", "'", "\u2019"} or tokens[-1].is_punct
        ):
            tokens.pop()
        titles = read_titles()
        while tokens and (
            tokens[0].lower_ in {"the", "a", "an"}
            or (is_person and tokens[0].lower_.strip(".") in titles)
        ):
            tokens.pop(0)
        if not tokens or not any(token.text[0].isupper() for token in tokens):
            continue
        if is_person and not (tokens[-1].text[0].isupper() and len(tokens[-1]) > 1):
            continue
        kept = passage.doc[tokens[0].i : tokens[-1].i + 1]
        yield _Mention(
            words=tuple(token.text for token in tokens),
            span=passage.place(tokens[0], tokens[-1]),
            tokens=kept,
            title=_find_title(kept),
            is_person=is_person,
        )


def _may_be_in_name(token: Token) -> bool:
    """Tell whether a name may go on: the parser at times runs on to ":" or the next line."""
    return not token.is_space and token.text not in {":", ";", "\u2014", "(", "\u201c", '"'}


def _is_of_title(entity: Tokens) -> bool:
    """Tell whether an entity is the end of a title: the State of "Secretary of State"."""
    before = entity.doc[max(0, entity.start - 2) : entity.start]
    words = [token.lower_ for token in before]
    return len(words) > 1 and words[1] == "of" and words[0] in read_titles()


def _find_title(tokens: Tokens) -> str:
    before = tokens.doc[max(0, tokens.start - 2) : tokens.start]
    genders = (read_titles().get(token.lower_.strip("."), "") for token in before)
    return next((gender for gender in genders if gender), "")


def fold(words: Iterable[str]) -> tuple[str, ...]:
    """Give the words of a name as they are compared: without case, points and suffixes.

    Examples
    --------
    >>> fold(["James", "O\u2019Neill", "Jr."])
    ('james', "o'neill")
    """
    folded = [word.casefold().strip(".,").replace("\u2019", "'") for word in words]
    while len(folded) > 1 and folded[-1] in SUFFIXES:
        folded.pop()
    return tuple(folded)


_Groups = defaultdict[tuple[str, ...], list[_Mention]]


def _group_persons(mentions: list[_Mention]) -> _Groups:
    """Put mentions together by first and last name, then single names with the full ones."""
    groups: _Groups = defaultdict(list)
    single = []
    for mention in mentions:
        folded = fold(mention.words)
        if len(folded) > 1:
            groups[folded[0], folded[-1]].append(mention)
        else:
            single.append(mention)
    for mention in single:
        [word] = fold(mention.words)
        groups[_find_owner(groups, mention, word)].append(mention)
    return groups


def _find_owner(groups: _Groups, mention: _Mention, word: str) -> tuple[str, ...]:
    """Find whose name a single word is: a surname before a first name."""
    for place in (-1, 0):
        fitting = [key for key in groups if len(key) > 1 and key[0] and key[place] == word]
        agreeing = [key for key in fitting if _agrees(groups[key], mention.title)]
        if agreeing or fitting:
            return max(agreeing or fitting, key=lambda key: len(groups[key]))
    return (word,)


def _join_initials(groups: _Groups) -> None:
    """Give the mentions of "SEC" to the Securities and Exchange Commission, where it is named."""
    initials = {
        "".join(word[0] for word in group[0].words if word[0].isupper()): key
        for key, group in groups.items()
        if not key[0] and len(group[0].words) > 1
    }
    for key, group in list(groups.items()):
        word = group[0].words[-1].replace(".", "")
        full = initials.get(word)
        if (
            len(key) == len(("", word))
            and not key[0]
            and word.isupper()
            and full not in {None, key}
        ):
            groups[full] += groups.pop(key)


def _agrees(group: list[_Mention], gender: str) -> bool:
    known = {mention.title for mention in group if mention.title}
    return not gender or not known or gender in known


def _make_name(article: Article, key: tuple[str, ...], group: list[_Mention]) -> Name:
    group = sorted(group, key=lambda mention: mention.span)
    is_person = bool(key[0])
    # Of the full names the usual one: a single odd mention may hold a word too many.
    counts = Counter(mention.words for mention in group)
    usual = max(counts, key=lambda words: (len(words) > 1, counts[words], len(words)))
    fullest = next(mention for mention in group if mention.words == usual)
    roles = tuple(dict.fromkeys(role for mention in group for role in _list_roles(mention)))
    return Name(
        name=" ".join(fullest.span.of(article.text).split()),
        is_person=is_person,
        mentions=tuple(mention.span for mention in group),
        roles=roles if is_person else (),
        gender=_tell_gender(group) if is_person else "",
    )


def _list_roles(mention: _Mention) -> Iterator[str]:
    """List what stands before the name as a title, and beside it in apposition."""
    doc, root = mention.tokens.doc, mention.tokens.root
    start = mention.tokens.start
    while start > max(0, mention.tokens.start - MAX_ROLE_WORDS) and _may_be_role(doc[start - 1]):
        start -= 1
    before = [token.lower_ for token in doc[start : mention.tokens.start] if not token.is_space]
    if before:
        yield " ".join(LONG_TITLES.get(word, word) for word in before)
    for child in root.children:
        if child.dep_ == "appos" and child.pos_ == "NOUN":
            yield _describe(child)
    if root.dep_ == "appos" and root.head.pos_ == "NOUN":
        yield _describe(root.head)


def _may_be_role(token: Token) -> bool:
    if token.ent_type_ == "PERSON" or token.is_punct or token.is_space:
        return False
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.lower_ == "of"


def _describe(noun: Token) -> str:
    """Give a noun with what stands before it and an "of" behind it, without its article."""
    kept = [
        token.lower_
        for token in noun.subtree
        if token == noun
        or (token.dep_ in {"compound", "amod", "prep", "pobj"} and token.ent_type_ != "PERSON")
    ]
    return " ".join(kept)


def _tell_gender(group: list[_Mention]) -> str:
    """Count titles, and pronouns behind the only person of a sentence."""
    votes: Counter[str] = Counter(mention.title for mention in group if mention.title)
    for mention in group:
        sentence = mention.tokens.sent
        persons = [entity for entity in sentence.ents if entity.label_ == "PERSON"]
        if len(persons) == 1:
            following = sentence.doc[mention.tokens.end : sentence.end]
            votes.update(PRONOUNS[t.lower_] for t in following if t.lower_ in PRONOUNS)
    best = votes.most_common(2)
    if not best or (len(best) > 1 and best[0][1] == best[1][1]):
        given = (read_given_names().get(mention.words[0].casefold(), "") for mention in group)
        return next((gender for gender in given if gender), "")
    return best[0][0]
