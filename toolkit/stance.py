"""What each voice expresses toward each target that it names, mention by mention.

A small trained encoder reads a passage with one mention marked, and gives the chances that
the passage speaks against it, for it, or neither. `training/` makes the weights.
"""

from __future__ import annotations

import json
import math
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import groupby, islice
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit import reader
from toolkit.article import FURNITURE, MAX_CHARACTERS, Article, Span
from toolkit.errors import ToolkitError
from toolkit.language import find_passages
from toolkit.names import find_names
from toolkit.sentiment import MIN_SCORES, estimate_mean
from toolkit.speakers import NARRATOR, find_attributions, find_voices
from toolkit.tables import iter_articles, to_table
from toolkit.text import BETWEEN, find_words, join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt
    import pandas as pd
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

FOLDER = "stance-v2"  # in toolkit/data; new weights are a new folder
HASHES = {
    "model.onnx": "d192917559fe3b69d21aeabded5e6ae5831b3cfd62138a6852914ff2a02024cc",
    "config.json": "4acc064c4ddef8bec591a03675269d01027b2e93d7dd6659a444b87ed96ddafa",
}
START, SEPARATOR = 101, 102  # [CLS] and [SEP] of the vocabulary
OPEN, CLOSE = 2, 3  # [unused1] and [unused2], which stand around the target
MASK = "[MASK]"  # which the encoder learned as a word that is not shown
PRONOUNS = frozenset(
    {"I", "He", "She", "It", "We", "You", "They", "Him", "Her", "Us", "Them", "His", "Its"}
    | {"Our", "Your", "Their", "My", "Who", "Whom", "This", "That", "These", "Those"}
)
# Words without a capital that may stand inside a name.
LINKS = frozenset({"of", "the", "and", "&", "for", "in", "de", "la", "van", "von", "bin", "al"})
LONGEST = 160  # word pieces that are read; of a longer passage, those around the target
# Passages of the same length are scored at once, up to so many word pieces, those of so many
# articles together: 0.33 CPU seconds an article, 0.40 when each passage is scored alone.
AT_ONCE, TOGETHER = 512, 16
REMEMBERED = 16  # times so many articles
AFTER_CONTENT = " \t\r\n\u00a0,;:."  # what the narrator goes on with after a quotation
POSSESSIVE = re.compile(r"['\u2019]s?$")
# Standard deviation of the scores of passages in running news (benchmarks/stance).
SPREAD = 0.38
NAMES = {-1: "negative", 0: "no clear stance", 1: "positive"}

STANCES = {
    "article": "str",
    "voice": "str",
    "target": "str",
    "n": "int64",
    "mentions": "int64",
    "mean": "float64",
    "low": "float64",
    "high": "float64",
    "negative": "float64",
    "positive": "float64",
    "unclear": "float64",
    "note": "str",
}
PASSAGES = {
    "article": "str",
    "voice": "str",
    "target": "str",
    "passage": "str",
    "start": "int64",
    "end": "int64",
    "mention": "str",
    "mention_start": "int64",
    "mention_end": "int64",
    "negative": "float64",
    "neutral": "float64",
    "positive": "float64",
    "score": "float64",
    "stance": "str",
}


@dataclass(frozen=True, slots=True)
class Stance:
    """The attitude of a passage toward a target.

    Parameters
    ----------
    negative, neutral, positive : float
        Chances, which sum to 1.
    polarity : int
        -1 or 1 where the passage is likely enough to speak against or for the target;
        else 0, which means no *clear* stance and is no claim that there is none.

    Notes
    -----
    How likely is enough was chosen on dev sets of news, where most mentions carry no stance:
    see `validity_table` for how many calls are right.
    """

    negative: float
    neutral: float
    positive: float
    polarity: int

    @property
    def score(self) -> float:
        """Positive less negative, from -1 to 1."""
        return self.positive - self.negative


@dataclass(frozen=True, slots=True)
class Mention:
    """A voice naming a target in a passage.

    Parameters
    ----------
    voice : str
        A speaker, ``unknown`` or ``narrator``.
    target : str
        As fully as the article names it.
    passage : tuple of Span
        What the voice says, in pieces where others' words interrupt it: the content of a
        quotation, or what the narrator says in a sentence.
    span : Span
        The words that name the target, inside one of the pieces.
    """

    voice: str
    target: str
    passage: tuple[Span, ...]
    span: Span


Measured = tuple[tuple[Mention, Stance], ...]


@dataclass(frozen=True, slots=True)
class Model:
    """The loaded weights, with what was tuned on dev sets after training."""

    tokenizer: Tokenizer
    session: InferenceSession
    words: npt.NDArray[np.int8]  # embeddings of the word pieces, and what to multiply them by
    scales: npt.NDArray[np.float32]
    temperature: float
    least_negative: float
    least_positive: float


class Cut(NamedTuple):
    """A passage in word pieces, with the first of its target and the one after the last."""

    pieces: tuple[int, ...]
    start: int
    end: int


def score_stance(texts: Iterable[str], targets: Iterable[Span | tuple[int, int]]) -> list[Stance]:
    """Score what each text expresses toward the target that stands at a place in it.

    Parameters
    ----------
    texts : iterable of str
        Passages in one voice: a sentence, or the content of a quotation. Of a long one, some
        120 words around the target are read.
    targets : iterable of Span, or of pairs of int
        First character of the mention in each text, and the one after its last.

    Returns
    -------
    list of Stance
        One a text. None depends on the others.

    Raises
    ------
    ToolkitError
        If a text is blank or no string, a target lies outside its text or holds no word, or
        there are more of one than of the other.
    ReadError
        If the weights are missing or damaged.

    Notes
    -----
    A fine-tuned MiniLM of six layers (training/README.md). Figures are in `validity_table`.
    It knows the passage alone, not who speaks, and never sees the target's name, which
    therefore decides nothing (`hide_name`). Known to err: denials ("denied allegations of
    torture") and acquittals read as blame; irony; praise that spills onto who gives it.

    Examples
    --------
    >>> texts = ["Ann Lee is a disgrace and a liar.", "Ann Lee saved the town, a hero."]
    >>> for stance in score_stance(texts, [(0, 7), (0, 7)]):
    ...     print(stance.polarity)
    -1
    1
    """
    checked = [*_check_pairs(texts, targets)]
    if not checked:
        return []
    model = load_model()
    return [_judge(scores, model) for scores in weigh(checked, model)]


def stance_table(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Make one row per voice and target: how often it names the target, and how it speaks of it.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        In each article most passages first.

        article, voice, target : str
            A voice is a speaker, ``unknown`` or ``narrator``. Targets are the persons,
            organisations and places that the voice names; for the narrator without those
            named as the source or relay of somebody's words.
        n, mentions : int
            Passages (contents of quotations; sentences of the narrator, without the
            quotations in them), and mentions of the target in them.
        mean : float
            Mean score over the passages, from -1, against, to 1, for; NaN under 5 of them. A
            passage with several mentions counts once, with their mean.
        low, high : float
            Interval of the mean, 95 % (`sentiment.estimate_mean`). It tells how much the
            passages differ, not how far the instrument errs.
        negative, positive, unclear : float
            Share of the mentions with a negative, a positive and no clear stance, 0 to 1.
        note : str
            Why the mean is NaN.

    Notes
    -----
    `stance_passage_table` has the words behind each row. In running news, of 100 mentions
    called negative some 60 are so when one reads them, of those called positive some 49
    (`validity_table`): read before you quote. Pronouns, nationalities and "the Democrats" are
    no targets here.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_table(article)[["voice", "target", "n", "negative", "note"]]
         voice     target  n  negative     note
    0  Ann Lee  Bob Clark  1       1.0  too few
    """
    return to_table(
        (row for article, found in _iter_measured(articles) for row in _summarise(article, found)),
        STANCES,
    )


def stance_passage_table(articles: Article | Iterable[Article]) -> pd.DataFrame:
    """Make one row per mention of a target: the passage, and what it expresses.

    Parameters
    ----------
    articles : Article or iterable of Article

    Returns
    -------
    DataFrame
        In reading order.

        article, voice, target : str
            As in `stance_table`.
        passage : str
            What the voice says, with ``\u2026`` where others' words are left out.
        start, end : int
            First and last character of the passage in ``article.text``.
        mention : str
            The words that name the target.
        mention_start, mention_end : int
            Their place in ``article.text``.
        negative, neutral, positive : float
            Chances, which sum to 1.
        score : float
            Positive less negative, from -1 to 1.
        stance : str
            ``negative``, ``positive`` or ``no clear stance``.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article('"Bob Clark is a liar and a disgrace," Ann Lee said.')
    >>> stance_passage_table(article)[["voice", "target", "stance"]]
         voice     target    stance
    0  Ann Lee  Bob Clark  negative
    """
    return to_table(
        (
            _describe(article, mention, stance)
            for article, found in _iter_measured(articles)
            for mention, stance in found
        ),
        PASSAGES,
    )


def find_mentions(article: Article) -> list[Mention]:
    """Find where each voice names a target, in reading order of passages and mentions.

    Examples
    --------
    >>> from toolkit.article import Article
    >>> article = Article('"Bob Clark is a liar," Ann Lee said of Clark.')
    >>> [(m.voice, m.span.of(article.text)) for m in find_mentions(article)]
    [('Ann Lee', 'Bob Clark'), ('narrator', 'Clark')]
    """
    attributing = _list_attributing(article)
    named = sorted((span, name.name) for name in find_names(article) for span in name.mentions)
    starts = [span.start for span, _ in named]
    return [
        Mention(voice, target, passage, span)
        for passage, voice in sorted([*_list_quoted(article), *_list_narrated(article)])
        for piece in passage
        for span, target in named[bisect_left(starts, piece.start) :][: len(piece)]
        if span in piece and not (voice == NARRATOR and _lies_in(span, attributing))
    ]


# ---- scores --------------------------------------------------------------------------------


def _check_pairs(
    texts: Iterable[str], targets: Iterable[Span | tuple[int, int]]
) -> Iterator[tuple[str, Span]]:
    if isinstance(texts, str):
        raise ToolkitError(f"texts: must be many strings; found one, {texts[:40]!r}")
    texts, targets = [*texts], [*targets]
    if len(texts) != len(targets):
        raise ToolkitError(
            f"targets: must be one a text; found {len(targets)} for {len(texts)} texts"
        )
    for number, (text, target) in enumerate(zip(texts, targets, strict=True)):
        if not isinstance(text, str) or not text.strip():
            raise ToolkitError(f"texts[{number}]: must be words; found {text!r:.40}")
        if len(text) > MAX_CHARACTERS:
            raise ToolkitError(
                f"texts[{number}]: must have at most {MAX_CHARACTERS:,} characters; "
                f"found {len(text):,}"
            )
        yield text, _check_target(text, target, number)


def _check_target(text: str, target: Span | tuple[int, int], number: int) -> Span:
    place = f"targets[{number}]"
    if not isinstance(target, Span):
        try:
            start, end = target
        except (TypeError, ValueError):
            raise ToolkitError(f"{place}: must be a start and an end; found {target!r}") from None
        if type(start) is not int or type(end) is not int or not 0 <= start < end:
            raise ToolkitError(f"{place}: must have 0 <= start < end; found {start!r}, {end!r}")
        target = Span(start, end)
    if target.end > len(text):
        raise ToolkitError(
            f"{place}: must lie inside its text of {len(text)} characters; "
            f"found {target.start}, {target.end}"
        )
    return target


def weigh(passages: Iterable[tuple[str, Span]], model: Model) -> list[list[float]]:
    """Weigh against, neither and for in each passage: scores before they become chances."""
    cuts = [_cut(*passage, model.tokenizer, n) for n, passage in enumerate(passages)]
    weighed: dict[Cut, list[float]] = {}
    by_length = sorted(dict.fromkeys(cuts), key=_count_pieces)
    for length, alike in groupby(by_length, key=_count_pieces):
        while some := [*islice(alike, max(1, AT_ONCE // length))]:
            weighed.update(zip(some, _run(some, model), strict=True))
    return [weighed[cut] for cut in cuts]


def _count_pieces(cut: Cut) -> int:
    return len(cut.pieces)


def _run(cuts: Sequence[Cut], model: Model) -> list[list[float]]:
    """Score passages of one length; to the last digit, none depends on those beside it."""
    pieces = np.array([cut.pieces for cut in cuts])
    words = model.words[pieces].astype(np.float32) * model.scales[pieces]
    target = np.zeros(pieces.shape, np.int64)
    for row, cut in zip(target, cuts, strict=True):
        row[cut.start : cut.end] = 1
    scores = model.session.run(["scores"], {"words": words, "target": target})[0]
    # Processors differ in the last digits of a sum; these are cut off before anything is decided.
    weighed: list[list[float]] = scores.astype(np.float64).round(3).tolist()
    return weighed


def _judge(scores: Sequence[float], model: Model) -> Stance:
    powers = [math.exp(score / model.temperature) for score in scores]
    negative, positive = (round(powers[k] / sum(powers), 4) for k in (0, 2))
    against = negative / model.least_negative
    in_favour = positive / model.least_positive
    polarity = 0 if max(against, in_favour) < 1 else -1 if against > in_favour else 1
    return Stance(negative, round(1 - negative - positive, 4), positive, polarity)


def hide_name(text: str, target: Span) -> tuple[str, str, str]:
    """Cut a passage around its target, and put `MASK` in the place of the target's name.

    A name is a mention in capitals, other than a pronoun; a description stays as it is.

    Examples
    --------
    >>> hide_name("Ann Lee's plan failed. Ann Lee left.", Span(0, 9))
    ('', "[MASK]'s", ' plan failed. [MASK] left.')
    >>> hide_name("The mayor left.", Span(0, 9))
    ('', 'The mayor', ' left.')
    """
    left, mention, right = text[: target.start], target.of(text), text[target.end :]
    name = POSSESSIVE.sub("", mention)
    if not _is_name(name):
        return left, mention, right
    everywhere = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    left, right = (everywhere.sub(MASK, part) for part in (left, right))
    return left, MASK + mention[len(name) :], right


def _is_name(mention: str) -> bool:
    words = mention.split()
    if words[:1] in (["the"], ["The"]):
        words = words[1:]
    if not words or not words[0][0].isupper() or not words[-1][0].isupper():
        return False
    return PRONOUNS.isdisjoint(words) and all(w[0].isupper() or w in LINKS for w in words)


def _cut(text: str, target: Span, tokenizer: Tokenizer, number: int) -> Cut:
    """Cut a passage into word pieces, with the target marked."""
    parts = [_mend(part) for part in hide_name(text, target)]
    encoded = tokenizer.encode_batch(parts, add_special_tokens=False)
    left, middle, right = (one.ids for one in encoded)
    if not middle:
        raise ToolkitError(f"targets[{number}]: must hold a word; found {target.of(text)!r}")
    middle = middle[: LONGEST // 2]
    room = LONGEST - len(middle) - 4
    kept = min(len(left), max(room // 2, room - len(right)))
    left, right = left[len(left) - kept :], right[: room - kept]
    pieces = (START, *left, OPEN, *middle, CLOSE, *right, SEPARATOR)
    return Cut(pieces, len(left) + 2, len(left) + 2 + len(middle))


def _mend(text: str) -> str:
    """Put a question mark in the place of half characters, which the tokenizer cannot take."""
    return reader.HALF_CHARACTER.sub("?", text)


@cache
def load_model() -> Model:
    """Load the weights that come with the toolkit, once, and check that they are intact.

    Raises
    ------
    ReadError
        If a file is missing or its SHA-256 is not the one in `HASHES`.
    """
    contents = {name: reader.read_checked(FOLDER, name, wanted) for name, wanted in HASHES.items()}
    # Both models have the same word embeddings and vocabulary, and the package has them once.
    shared = {
        name: reader.read_checked(reader.FOLDER, name, reader.HASHES[name])
        for name in ("model.onnx", "tokenizer.json")
    }
    from tokenizers import Tokenizer

    tuned = json.loads(contents["config.json"])
    place = tuned.pop("embeddings")
    pieces, width = place["pieces"], place["width"]
    words = np.frombuffer(shared["model.onnx"], np.int8, pieces * width, place["words"])
    scales = np.frombuffer(shared["model.onnx"], "<f4", pieces, place["scales"])
    return Model(
        tokenizer=Tokenizer.from_str(shared["tokenizer.json"].decode()),
        session=reader.open_session(contents["model.onnx"]),
        words=words.reshape(pieces, width),
        scales=scales.reshape(pieces, 1),
        **tuned,
    )


# ---- articles ------------------------------------------------------------------------------


def _list_attributing(article: Article) -> list[Span]:
    """List the words that say who speaks, and through whom: sources and relays."""
    return [
        span
        for said in find_attributions(article)
        for span in [*said.quotation.source, *(relay.span for relay in said.relays)]
    ]


def _lies_in(span: Span, places: Iterable[Span]) -> bool:
    return any(span in place for place in places)


def _list_quoted(article: Article) -> Iterator[tuple[tuple[Span, ...], str]]:
    for attribution in find_attributions(article):
        yield attribution.quotation.content, attribution.speaker.name


def _list_narrated(article: Article) -> Iterator[tuple[tuple[Span, ...], str]]:
    """List what the narrator says, sentence by sentence, around the quotations."""
    told = [
        voice.span
        for voice in find_voices(article)
        if voice.name == NARRATOR and voice.part not in FURNITURE
    ]
    ends = [span.end for span in told]
    for passage in find_passages(article):
        for sentence in passage.find_sentences():
            pieces = []
            for span in told[bisect_left(ends, sentence.start + 1) :]:
                if span.start >= sentence.end:
                    break
                piece = _clip(article.text, max(span.start, sentence.start), span, sentence)
                pieces += [piece] if piece else []
            if pieces:
                yield tuple(pieces), NARRATOR


def _clip(text: str, start: int, span: Span, sentence: Span) -> Span | None:
    """Cut out what of a narrator's span a sentence holds; None where that is no word."""
    piece = text[start : min(span.end, sentence.end)]
    if not find_words(piece):
        return None
    left = start + len(piece) - len(piece.lstrip(AFTER_CONTENT))
    return Span(left, start + len(piece.rstrip()))


def _iter_measured(articles: Article | Iterable[Article]) -> Iterator[tuple[Article, Measured]]:
    remaining = iter_articles(articles)
    while some := tuple(islice(remaining, TOGETHER)):
        yield from zip(some, _measure(some), strict=True)


@lru_cache(maxsize=REMEMBERED)
def _measure(articles: tuple[Article, ...]) -> tuple[Measured, ...]:
    mentions = [find_mentions(article) for article in articles]
    joined = [
        _join(article.text, mention)
        for article, some in zip(articles, mentions, strict=True)
        for mention in some
    ]
    stances = iter(score_stance([text for text, _ in joined], [target for _, target in joined]))
    return tuple(tuple((mention, next(stances)) for mention in some) for some in mentions)


def _join(text: str, mention: Mention) -> tuple[str, Span]:
    """Put the pieces of a passage into one text; gives it, and where in it the target is."""
    before = ""
    for number, piece in enumerate(mention.passage):
        if mention.span in piece:
            start = len(before) + mention.span.start - piece.start
            rest = BETWEEN.join(span.of(text) for span in mention.passage[number:])
            return before + rest, Span(start, start + len(mention.span))
        before += piece.of(text) + BETWEEN
    raise ToolkitError(f"{mention.span}: must lie in a piece of its passage; found {mention}")


def _summarise(article: Article, measured: Measured) -> list[dict[str, object]]:
    """Give a row a voice and target, those with most passages first."""
    pairs: dict[tuple[str, str], list[tuple[Mention, Stance]]] = {}
    for mention, stance in measured:
        pairs.setdefault((mention.voice, mention.target), []).append((mention, stance))
    rows = []
    for (voice, target), found in pairs.items():
        passages = [
            fmean(stance.score for _, stance in group)
            for _, group in groupby(found, key=lambda pair: pair[0].passage)
        ]
        mean = estimate_mean(passages, SPREAD)
        calls = [stance.polarity for _, stance in found]
        row = {
            "article": article.id,
            "voice": voice,
            "target": target,
            "n": len(passages),
            "mentions": len(found),
            "mean": round(mean.value, 4),
            "low": round(mean.low, 4),
            "high": round(mean.high, 4),
            "negative": calls.count(-1) / len(calls),
            "positive": calls.count(1) / len(calls),
            "unclear": calls.count(0) / len(calls),
            "note": "too few" if len(passages) < MIN_SCORES else "",
        }
        rows.append((-len(passages), -len(found), row))
    return [row for *_, row in sorted(rows, key=lambda ranked: ranked[:2])]


def _describe(article: Article, mention: Mention, stance: Stance) -> dict[str, object]:
    text = article.text
    return {
        "article": article.id,
        "voice": mention.voice,
        "target": mention.target,
        "passage": join_pieces(text, mention.passage),
        "start": mention.passage[0].start,
        "end": mention.passage[-1].end,
        "mention": mention.span.of(text),
        "mention_start": mention.span.start,
        "mention_end": mention.span.end,
        "negative": stance.negative,
        "neutral": stance.neutral,
        "positive": stance.positive,
        "score": round(stance.score, 4),
        "stance": NAMES[stance.polarity],
    }
