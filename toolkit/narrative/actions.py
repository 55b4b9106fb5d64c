"""Who does what to whom: one row a predicate, each down to the words it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import product
from typing import TYPE_CHECKING

from toolkit.attribution import find_attributions
from toolkit.base import FURNITURE, UNKNOWN, Article, Span, number_paragraphs, read_cues, remember
from toolkit.engine import ENGLISH, find_passages
from toolkit.grammar import Construction, find_predicates
from toolkit.narrative.actors import ACTORS, THING, UNSURE, Actor, Namer, find_voice
from toolkit.people import PLACES
from toolkit.tables import ARTICLE, PART, VOICE, Column, Table, alike, iter_articles

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from toolkit.engine import Articles, Engine
    from toolkit.grammar import Parse, Passage, Predicate

NAMED = (
    "Persons, organisations and places under the names that `speaker_table` uses; others by their "
    'own words; ``unknown`` for a pronoun that nothing resolves; ``we (X)`` for a "we" of X\'s. '
    "NaN: the text names none."
)
ACTIONS = Table("action_table", (
    ARTICLE,
    PART,
    Column("paragraph", "Int64", "NA in headlines and subheadings.", "from 1"),
    Column("sentence", "int64", "As `sentence_sentiment_table` counts them.", "from 1"),
    Column("predicate", "int64", "Number in the article. Count these rather than rows.", "from 1"),
    Column("doer", "str", f"Who acts. {NAMED}"),
    Column("verb", "str",
           "The verb's lemma with particle or preposition (``carry out``, ``meet with``)."),
    Column("target", "str", f"Who or what is acted on. {NAMED}"),
    VOICE,
    Column("construction", "str",
           "``active``, ``passive with agent``, ``passive without agent``, or ``nominalised`` "
           "(\"Y's attack on X\"; only where both are named)."),
    *(
        Column(f"{side}_kind", "str",
               "``person``, ``organisation``, ``place`` (also where it stands for its "
               "government), ``group``, ``thing``. NaN: none, or a pronoun that may be either.")
        for side in ("doer", "target")
    ),
    Column("negated", "bool",
           "By *not*, *never*, or *no* at doer or target. \"Failed to\" is a verb of its own."),
    Column("modal", "str",
           "Lemma of *will*, *may*, *would* and the like, or ``have to``, ``be going to``, ``used "
           "to``; empty without one."),
    Column("speech", "bool",
           "Whether the verb reports speech or thought: it is a quotation's cue, or in our list "
           "of reporting verbs. Its doer speaks, and does no more."),
    *alike("doer_link target_link", "str",
           "What ties it to the verb; NaN: there is none. ``stated`` beside it, or inferred, "
           "``relative`` (what \"who\" refers to), ``shared`` (from a coordinated verb), "
           "``control`` (\"urged X to leave\"), ``modifier`` (\"gaps hampering a deal\"), or "
           "``preposition`` (\"met with X\")."),
    *alike("verb_start verb_end", "int64", "Place in the article's text.", "characters"),
    *alike("doer_start doer_end target_start target_end", "Int64",
           "Place in the article's text: of the head noun with what stands before it and an "
           "\"of\" behind it. NA where there is none.", "characters"),
), file="actions")  # fmt: skip
REFLEXIVES = {"himself", "herself", "itself", "themselves", "myself", "ourselves"}
# Verbs that report at times and do more at others: they report where a quotation's cue has them.
DEEDS = {
    "attack", "blast", "decline", "defend", "demonstrate", "find", "oppose", "order", "plan",
    "post", "press", "prove", "read", "refuse", "reject", "seek", "show", "slam", "support",
    "welcome",
}  # fmt: skip
# The place and agency before the first words, where no loader set them apart.
DATELINE = re.compile(
    r"\s*(?:[A-Z][\w.'\u2019-]*,? ?){1,5}(?:\d{1,2} ?)?"
    r"(?P<agency>\([A-Z][\w. /]{1,25}\) ?)?(?::|\u2014|\u2013|--?)(?=\s)"
)


@ACTIONS.describes
def action_table(articles: Articles, *, engine: Engine = ENGLISH) -> pd.DataFrame:
    """Make one row per predicate: who does what to whom, and in whose voice it is told.

    Parameters
    ----------
    articles : Article, Attribution, or iterable of them
        Bylines, datelines, captions and trailers are left out; headlines are in, with
        `part` to tell them: the parser errs more on them.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        In reading order. A predicate whose doers or targets are coordinated ("X and Y
        met Z") has a row for each pair of them, all with one number in `predicate`.

        {columns}

    Notes
    -----
    Left out: *be*, which says what something is and not what it does (*have* stays: "had
    talks" is an act); verbs used as adjectives or prepositions ("elected mayor",
    "including"); doers and targets that are clauses. Measured in benchmarks/actions against
    hand-made syntax, from plain text. A passive hides nobody by itself: often its doer stands
    beside it, or everybody knows.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> table = action_table(Article("Ann Lee met Bob Clark. Clark was hit by police."))
    >>> table[["doer", "verb", "target", "construction"]]
          doer  verb     target        construction
    0  Ann Lee  meet  Bob Clark              active
    1   police   hit  Bob Clark  passive with agent
    """
    return ACTIONS.make(
        row for article in iter_articles(articles, engine) for row in list_actions(article)
    )


@remember
def list_actions(article: Article) -> tuple[dict[str, object], ...]:
    """List the rows of `action_table`, which headlines are held against, too."""
    return tuple(_list_rows(article))


def _list_rows(article: Article) -> Iterator[dict[str, object]]:
    found = list(_find_predicates(article))
    namer = Namer(article, found)
    cued = _list_cued(article)
    paragraph_of = number_paragraphs(article)
    number = 0
    for passage, sentence, predicate in found:
        lemma = predicate.words[0].lemma.lower()
        doers = [namer.find_actor(passage, role) for role in predicate.doers]
        if lemma in read_cues():
            doers = [_doubt(doer, article.text) for doer in doers]
        targets = [namer.find_actor(passage, role) for role in predicate.targets]
        targets = [_reflect(target, doers, article.text) for target in targets]
        place = _place_verb(passage, predicate)
        is_sure = any(doer.kind in ACTORS for doer in doers)
        if predicate.construction is Construction.NOMINALISED and not is_sure:
            continue
        number += 1
        shared = {
            "article": article.id,
            "part": passage.part.kind,
            "paragraph": paragraph_of.get(passage.part.span),
            "sentence": sentence,
            "predicate": number,
            "verb": predicate.lemma,
            "voice": find_voice(namer.voices, place.start),
            "construction": str(predicate.construction),
            "negated": predicate.negated,
            "modal": predicate.modal,
            "speech": place.start in cued or (lemma in read_cues() and lemma not in DEEDS),
            "verb_start": place.start,
            "verb_end": place.end,
        }
        for doer, target in product(_or_none(doers), _or_none(targets)):
            row = shared | _describe("doer", doer) | _describe("target", target)
            yield {column: row[column] for column in ACTIONS.schema}


def _find_predicates(article: Article) -> Iterator[tuple[Passage, int, Predicate]]:
    """Find the predicates of an article with the number of their sentence."""
    sentence = 0
    is_first = True
    for passage in find_passages(article):
        if passage.part.kind in FURNITURE:
            continue
        skipped: range | tuple[()] = ()
        if passage.part.kind == "paragraph" and is_first:
            skipped = _find_dateline(passage.doc)
            is_first = False
        starts = [span.start for span in passage.find_sentences()]
        for predicate in find_predicates(passage.doc, skipped):
            place = passage.place(predicate.words[0], predicate.words[0])
            yield passage, sentence + bisect_right(starts, place.start), predicate
        sentence += len(starts)


def _find_dateline(doc: Parse) -> range:
    """Find the tokens of "London (Reuters) -": of a place, in capitals, or with an agency."""
    match = DATELINE.match(doc.text)
    if match is None:
        return range(0)
    tokens = doc[: sum(token.idx < match.end() for token in doc)]
    is_sure = tokens[0].entity in PLACES or tokens[0].is_upper or match["agency"]
    return range(len(tokens)) if is_sure else range(0)


def _list_cued(article: Article) -> set[int]:
    """List the characters of all cues: verbs that report here, whatever they mean elsewhere."""
    cues = (span for found in find_attributions(article) for span in found.quotation.cue)
    return {place for span in cues for place in range(span.start, span.end)}


def _place_verb(passage: Passage, predicate: Predicate) -> Span:
    """Give the place of a verb with its particle, where they stand together."""
    verb, *rest = predicate.words
    last = rest[0] if rest and rest[0].i == verb.i + 1 else verb
    return passage.place(verb, last)


def _or_none(actors: Sequence[Actor]) -> Sequence[Actor | None]:
    return actors or (None,)


def _describe(column: str, actor: Actor | None) -> dict[str, object]:
    return {
        column: actor and actor.name,
        f"{column}_kind": actor and actor.kind,
        f"{column}_link": actor and actor.link,
        f"{column}_start": actor and actor.span.start,
        f"{column}_end": actor and actor.span.end,
    }


def _reflect(target: Actor, doers: Sequence[Actor], text: str) -> Actor:
    """Give "himself" the name of who does it."""
    if len(doers) != 1 or target.span.of(text).lower() not in REFLEXIVES:
        return target
    return Actor(doers[0].name, doers[0].kind, target.span, target.link)


def _doubt(doer: Actor, text: str) -> Actor:
    """Take back what "they" stand for who speak or think, if that is a thing."""
    if doer.kind != THING or doer.span.of(text).lower() not in UNSURE:
        return doer
    return Actor(UNKNOWN, None, doer.span, doer.link)


# ---- who doers and targets are -------------------------------------------------------------
