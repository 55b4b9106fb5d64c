"""How often words occur, and at what rate: in an article, a part, a voice or a corpus."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from toolkit.attribution import find_voices
from toolkit.base import (
    FURNITURE,
    REMEMBERED,
    WORD,
    Article,
    ToolkitError,
    check_choice,
    find_paragraphs,
    list_parts,
    normalise,
    read_stop_words,
    stem,
    tell_type,
)
from toolkit.engine import ENGLISH, find_passages
from toolkit.tables import (
    EACH_ARTICLE,
    PART,
    VOICE,
    Column,
    Table,
    iter_articles,
    pool_articles,
    take_single,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from toolkit.base import Part, Span
    from toolkit.engine import Articles, Engine

FORMS = ("form", "stem", "lemma", "lempos")
BREAK = ""  # in a list of terms: punctuation stands here
FEW_WORDS = 100  # one occurrence more or less moves a rate by 10 per thousand words
LABELS = {
    "article": ("article",),
    "part": ("article", "part"),
    "voice": ("article", "voice"),
    "corpus": (),
}
Counted = tuple[tuple[str, ...], Counter[str], int]  # labels, term to occurrences, words
FREQUENCIES = Table("frequency_table", (
    replace(EACH_ARTICLE, meaning=f"{EACH_ARTICLE.meaning} Nor with ``by=\"corpus\"``."),
    Column("term", "str", "What is counted: a word, as `form` says, or a sequence of them."),
    Column("occurrences", "int64", "In the group.", "places"),
    Column("words", "int64", "All of the group, stop words too.", "words"),
    Column("per_thousand", "float64", "How often the term occurs.", "per 1,000 words"),
    Column("stop_words", "str", "The list whose words were left out, and how many words it has."),
    Column("note", "str",
           "\"few words\": the group has less than 100, and its rates jump with each word."),
), (
    replace(PART, meaning=f"{PART.meaning} Only with ``by=\"part\"``."),
    replace(VOICE, meaning=f"{VOICE.meaning} Only with ``by=\"voice\"``."),
    Column("articles", "int64",
           "How many have the term. Only with ``by=\"corpus\"`` or columns of the articles.",
           "articles"),
), "words")  # fmt: skip


class Term(NamedTuple):
    """A word where it stands, and what it is counted as (a tuple: made by the million)."""

    start: int
    end: int
    term: str


def count_words(
    text: str, *, form: str = "form", n: int = 1, stop_words: str | Collection[str] = ()
) -> Counter[str]:
    """Count the words of a text, or its sequences of `n` words.

    Parameters
    ----------
    text : str
        All of it is counted.
    form : {"form", "stem", "lemma", "lempos"}
        What is counted as the same word. ``form``: the word in small letters. ``stem``:
        what the Porter stemmer leaves (agreement, agreements, agreed: agreement, agre).
        ``lemma``: the word as in a dictionary, from spaCy's analysis. ``lempos``: lemma
        and word class, as in ``deal_NOUN``. The last two take a second for some 10,000 words.
    n : int
        Words in a sequence. None runs over punctuation or from one paragraph to another.
    stop_words : str or collection of str
        Words left out: the name of one of our lists (`toolkit.lexicon.read_stop_words`),
        or words of your own. A longer sequence is left out if it begins or ends with one.

    Returns
    -------
    Counter
        Term to occurrences; a term that never occurs counts 0.

    Raises
    ------
    ToolkitError
        If there is no such form or list, or `n` is less than 1.

    Notes
    -----
    Small and capital letters count alike, but US and WHO are not us and who. The ``'s`` of
    a possessive is left off (Russia's: russia), that of ``it's`` is not. Hyphens and
    apostrophes inside a word belong to it (state-run, don't), the points of an abbreviation
    do not (U.S.: US). Numbers are words. A name in capitals in a headline in capitals may
    be taken for the wrong word: "TELL US".

    Examples
    --------
    >>> count_words("Russia's plan: the US will trust us, and Russia will trust the US.")["US"]
    2
    >>> count_words("Gaps of trust. Gaps of trust!", n=3)
    Counter({'gaps of trust': 2})
    >>> count_words("Talks ended; the talk ends.", form="lemma", stop_words="english")
    Counter({'talk': 2, 'end': 2})
    """
    check_form(form, n)
    if not isinstance(text, str):
        raise ToolkitError(
            f"text: must be a string; found {tell_type(text)}. Type ' '.join(texts), or use "
            "frequency_table for articles"
        )
    stops, _ = _choose_stop_words(stop_words, form)
    if not text.strip():
        return Counter()
    if form in ("lemma", "lempos"):
        article = Article(text)
        terms = list_terms(article, [part.span for part in list_parts(article)], form=form)
    else:  # a sequence ends with its paragraph; single words can do without the paragraphs
        pieces = [text] if n == 1 else [span.of(text) for span in find_paragraphs(text)]
        terms = _split_pieces(pieces, form)
    return count_sequences(terms, n, stops)


@FREQUENCIES.describes
def frequency_table(  # noqa: PLR0913 - most may be left out
    articles: Articles,
    *,
    by: str | Sequence[str] = "article",
    form: str = "form",
    n: int = 1,
    stop_words: str | Collection[str] = (),
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    r"""Make one row per article and term, or per part, voice, outlet, month or corpus and term.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        An iterator is read once; with ``by="corpus"`` only counts are kept in memory.
    by : str or sequence of str
        What is counted together: each ``article``; each kind of ``part`` (so the headline by
        itself); each ``voice`` (a speaker's quotations; the narrator); the ``corpus``, all
        articles; or those of one ``publisher``, ``month`` and so on, as `source_table` takes
        them, such as ``["publisher", "month"]``.
    form, n, stop_words
        As in `count_words`.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order of the groups, the most frequent term first. None of the terms
        has 0 occurrences: what does not occur in a group has no row there.

        {columns}

    Raises
    ------
    ToolkitError
        If there is no such grouping, form or list, or `n` is less than 1.

    Notes
    -----
    Bylines, datelines, captions and trailers are no words of the story: they are counted
    with ``by="part"`` only. Voices need spaCy's analysis, some 10,000 words a second.

    Examples
    --------
    >>> article = Article("War is war.\n\nPeace is peace.", id="a1")
    >>> frequency_table(article)[["article", "term", "occurrences", "words"]].head(2)
      article   term  occurrences  words
    0      a1     is            2      6
    1      a1  peace            2      6
    """
    by = take_single(by)
    if by not in [*LABELS]:
        how = {"form": form, "n": n, "stop_words": stop_words}
        return _count_groups([*iter_articles(articles, engine)], by, how)
    by = f"{by}"
    check_form(form, n)
    stops, list_name = _choose_stop_words(stop_words, form)
    in_articles: Counter[str] = Counter()
    listed = _iter_terms(iter_articles(articles, engine), by, form)
    if by == "corpus":
        counted = iter([_count_corpus(listed, n, stops, in_articles)])
    else:
        counted = (
            (group, count_sequences(terms, n, stops), _count_all(terms)) for group, terms in listed
        )
    labels = LABELS[by]
    columns: dict[str, list[object]] = {
        name: [] for name in (*labels, "term", "occurrences", "words")
    }
    for group, counts, words in counted:
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        for name, value in zip(labels, group, strict=True):
            columns[name].extend(repeat(value, len(ranked)))
        columns["term"].extend(term for term, _ in ranked)
        columns["occurrences"].extend(occurrences for _, occurrences in ranked)
        columns["words"].extend(repeat(words, len(ranked)))
    table = FREQUENCIES.pick(columns).shape(pd.DataFrame(columns))
    table["per_thousand"] = 1000 * table["occurrences"] / table["words"]
    if by == "corpus":
        table["articles"] = table["term"].map(in_articles).astype("int64")
    few = table["words"] < FEW_WORDS
    table = table.assign(stop_words=list_name, note=few.map({True: "few words", False: ""}))
    return FREQUENCIES.pick(table.columns).shape(table)


def _count_groups(
    articles: list[Article], by: str | Sequence[str], how: Mapping[str, Any]
) -> pd.DataFrame:
    """Count the words of the articles that have the same outlet, month and so on."""
    columns, groups = pool_articles(articles, by, [*LABELS])
    empty = frequency_table([], by="corpus", **how)
    tables = [empty.assign(**dict.fromkeys(columns, pd.Series(dtype="str")))]
    for values, places in groups:
        own = frequency_table([articles[place] for place in places], by="corpus", **how)
        tables.append(own.assign(**values))
    table = pd.concat(tables, ignore_index=True)
    return FREQUENCIES.pick([*columns, *empty]).shape(table)


def check_form(form: str, n: int = 1) -> None:
    """Raise if there is no such form, or no sequence of `n` words."""
    check_choice("form", form, FORMS)
    if n < 1:
        raise ToolkitError(f"n: must be at least 1; found {n}")


def find_terms(article: Article, part: Part, *, form: str = "form") -> list[Term]:
    """Find the words of one part of an article, each with its place and its term.

    Examples
    --------
    >>> article = Article("Obama's deals.")
    >>> [term.term for term in find_terms(article, list_parts(article)[0], form="lemma")]
    ['obama', 'deal']
    """
    if form in ("lemma", "lempos"):
        return list(_find_lemmas(article, part, tagged=form == "lempos"))
    change = normalise if form == "form" else stem
    matches = WORD.finditer(article.text, part.span.start, part.span.end)
    return [Term(match.start(), match.end(), change(match.group())) for match in matches]


def list_terms(article: Article, spans: Iterable[Span], *, form: str = "form") -> list[str]:
    """List the terms in some places of an article, with `BREAK` wherever punctuation stands.

    Parameters
    ----------
    article : Article
    spans : iterable of Span
        Each inside one part. Sequences end where they end.

    Examples
    --------
    >>> from toolkit.base.article import Span
    >>> article = Article("Gaps of trust, he says.")
    >>> list_terms(article, [Span(0, 23)])
    ['gaps', 'of', 'trust', '', 'he', 'says', '', '']
    """
    if form not in ("lemma", "lempos"):
        return _split_pieces((span.of(article.text) for span in spans), form)
    terms: list[str] = []
    parts = list_parts(article)
    for span in spans:
        part = next(part for part in parts if span in part.span)
        end = span.start
        for term in find_terms(article, part, form=form):
            if span.start <= term.start < span.end:
                if article.text[end : term.start].strip():
                    terms.append(BREAK)
                terms.append(term.term)
                end = term.end
        terms.append(BREAK)
    return terms


def count_sequences(
    terms: list[str], n: int, stops: Collection[str] = frozenset()
) -> Counter[str]:
    """Count terms, or sequences of `n` of them without a break.

    Parameters
    ----------
    terms : list of str
        As from `list_terms`.
    n : int
    stops : collection of str
        A term here, or a sequence that begins or ends with one, is not counted.

    Examples
    --------
    >>> count_sequences(["gaps", "of", "trust", "", "trust"], 2)
    Counter({'gaps of': 1, 'of trust': 1})
    """
    return _leave_out(stops, Counter(_list_sequences(terms, n)))


def _list_sequences(terms: list[str], n: int) -> list[str]:
    if n == 1:
        return [term for term in terms if term != BREAK]
    windows = zip(*(terms[start:] for start in range(n)), strict=False)
    return [" ".join(window) for window in windows if BREAK not in window]


def _leave_out(stops: Collection[str], counts: Counter[str]) -> Counter[str]:
    """Give the counts without those of terms that begin or end with a stop word."""
    if not stops:
        return counts
    ends = ((term, term.split(" ")) for term in counts)
    left_out = {
        term for term, words in ends if _bare(words[0]) in stops or _bare(words[-1]) in stops
    }
    return Counter({term: number for term, number in counts.items() if term not in left_out})


def _choose_stop_words(words: str | Collection[str], form: str) -> tuple[frozenset[str], str]:
    """Give the terms to leave out, and what a table calls them."""
    stops = read_stop_words(words) if isinstance(words, str) else frozenset(map(normalise, words))
    name = words if isinstance(words, str) else "own"
    label = f"{name} ({len(stops)})" if stops else "none"
    return (frozenset(map(stem, stops)) if form == "stem" else stops), label


def _iter_terms(
    articles: Iterable[Article], by: str, form: str
) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Yield the labels and terms of each group of each article."""
    for article in articles:
        for label, spans in _list_groups(article, by).items():
            yield (article.id, label)[: len(LABELS[by])], list_terms(article, spans, form=form)


def _count_corpus(
    listed: Iterable[tuple[tuple[str, ...], list[str]]],
    n: int,
    stops: Collection[str],
    in_articles: Counter[str],
) -> Counted:
    """Count all articles together, and in `in_articles` in how many of them each term is."""
    total: Counter[str] = Counter()
    words = 0
    for _, terms in listed:
        sequences = _list_sequences(terms, n)
        total.update(sequences)
        in_articles.update({*sequences})
        words += _count_all(terms)
    return (), _leave_out(stops, total), words


def _count_all(terms: list[str]) -> int:
    return len(terms) - terms.count(BREAK)


def _list_groups(article: Article, by: str) -> dict[str, list[Span]]:
    """List the places in an article that are counted together, by label."""
    groups: dict[str, list[Span]] = defaultdict(list)
    if by == "voice":
        for voice in find_voices(article):
            if voice.part not in FURNITURE:
                groups[voice.name].append(voice.span)
        return groups
    for part in list_parts(article):
        if by == "part":
            groups[part.kind].append(part.span)
        elif part.kind not in FURNITURE:
            groups[""].append(part.span)
    return groups


def _split_pieces(pieces: Iterable[str], form: str) -> list[str]:
    """List the terms of pieces of text, with a break after each piece."""
    # A word never holds a blank, so the runs between blanks can be split one by one; as most
    # runs were met before, this takes half the time of matching words in the text.
    split = _make_splitter(form)
    terms: list[str] = []
    for piece in pieces:
        terms.extend(chain.from_iterable(map(split, piece.split())))
        terms.append(BREAK)
    return terms


@cache
def _make_splitter(form: str) -> Callable[[str], tuple[str, ...]]:
    change = normalise if form == "form" else stem

    @lru_cache(REMEMBERED)
    def split(run: str) -> tuple[str, ...]:
        """Give the terms of a run without blanks, with a break wherever punctuation stands."""
        terms: list[str] = []
        end = 0
        for match in WORD.finditer(run):
            if match.start() > end:
                terms.append(BREAK)
            terms.append(change(match.group()))
            end = match.end()
        if end < len(run):
            terms.append(BREAK)
        return tuple(terms)

    return split


def _find_lemmas(article: Article, part: Part, *, tagged: bool) -> Iterator[Term]:
    [passage] = [passage for passage in find_passages(article) if passage.part == part]
    doc, offset = passage.doc, part.span.start
    for match in WORD.finditer(doc.text):
        piece = doc.find_tokens(*match.span())
        if piece is None:  # never: expanded, any span holds a token
            continue
        tokens = [token for token in piece if token.tag != "POS"]  # without a possessive 's
        # A word that spaCy cuts up (don't, state-run) has no lemma of its own.
        term = normalise(tokens[0].lemma if len(tokens) == 1 else match.group())
        if tagged:
            term = f"{term}_{piece.root.word_class}"
        yield Term(offset + match.start(), offset + match.end(), term)


def _bare(term: str) -> str:
    """Give a term without its word class."""
    return term.partition("_")[0]
