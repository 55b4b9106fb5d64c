"""Our trained model: the quotations of texts, each content with its cue and its source.

A small encoder sees a text in windows of whole paragraphs and gives each word piece a score
for every label, and a state. The best sequence of labels yields the chunks of content, cue
and source; the states of two chunks tell whether they belong together; quote marks settle
where a content ends. onnxruntime runs both networks. `training/` makes the
weights.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.article import Span
from toolkit.errors import ReadError
from toolkit.text import blank_unbroken, find_paragraphs, find_quoted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    import numpy.typing as npt
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Encoding, Tokenizer

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]
    Flags = npt.NDArray[np.bool_]

FOLDER = "reader-v1"  # in toolkit/data; new weights are a new folder
# What the weights must be, to the byte. A file that differs is damaged, or another model's.
HASHES = {
    "model.onnx": "c29ac78c3e780fa0332a1d361fcb9abd9b5eb5a648cb2cf2d83eba301b321dfc",
    "links.onnx": "07bf95c608138f49abd35a7de99533b7e63969dd25de1323997a27d279acb62f",
    "tokenizer.json": "6681992d43e581b35b3dd61f3c81ee0f891fbf13ad54f8b692ea868bd46b066b",
    "config.json": "8343451031d74b0c963e3777e4c158ea473526366fc939e2445bf7e1f163c00f",
}

ROLES = ("content", "cue", "source")
# A chunk begins, goes on and ends, or is a single word piece.
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BIES"))
FORBIDDEN = -1e4  # log-score of a label that may not stand there

# Word pieces of a window: what is read, and the context on both sides that is only looked at.
CORE, LEFT, RIGHT = 288, 40, 16
LONGEST_BLOCK = 200  # word pieces; a longer paragraph is read in blocks, tagged as a whole
START, SEPARATOR = 101, 102  # [CLS] and [SEP] of the vocabulary
HALF_CHARACTER = re.compile("[\ud800-\udfff]")
SENTENCE_ENDS = (1012, 999, 1029)  # the word pieces . ! ?
TAGGED_AT_ONCE = 8192  # word pieces, padding counted

# How word pieces look on the page; the encoder learned a vector for each value.
SHORT_BEGIN, LONG_BEGIN, SINGLE_BEGIN = 1, 4, 7  # each followed by inside and end
N_QUOTE, N_CASE, N_PLACE = 10, 5, 4
NEARLY_ALL = 0.8  # of a quoted stretch: then the content is the whole of it
FEW_BLANKS = 3  # quoted stretches with fewer are mostly names, titles or words held at a distance
SINGLE_MARKS = "'\u2018\u201a\u2039"
BODY = 2  # paragraphs from this one on look alike; the first two are headline and byline
FIRST_OF_BODY_PARAGRAPH = 3

# How two chunks lie to each other: buckets of distance (their lower ends, in word pieces) ...
GAPS = (0, 1, 3, 6, 11, 21, 41, 81)
MOST_PARAGRAPHS, MOST_BETWEEN = 3, 2  # ... and counts, which stop here
N_PAIR = 2 * len(GAPS) + 1 + (MOST_PARAGRAPHS + 1) + 3 * (MOST_BETWEEN + 1) + 3
JOINED = math.log(0.7)  # probability at which a content joins others at one cue; tuned on dev
MOSTLY = 0.5  # of a content's pieces
FLOOR = -20.0  # of a log-probability: beyond it, nothing is less likely
FARTHEST = 200  # word pieces between a content and its cue or source
LINKED_AT_ONCE = 64  # chunks
LINKS = (  # name, whose link, to what
    ("cue", "content", "cue"),
    ("source", "content", "source"),
    ("cue_source", "cue", "source"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One attribution as the reader sees it.

    Parameters
    ----------
    content : tuple of Span
        What is said, in reading order; several pieces where the cue interrupts it.
    cue, source : tuple of Span
        The words that report it and those that name who says it; empty where the reader
        saw none.
    confidence : float
        Chance that content and source are right, 0 to 1, as measured on `polnear_dev`.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    confidence: float


class Facts(NamedTuple):
    """What speaks for and against a reading; logarithms are of probabilities, 0 where no chunk.

    Confidence is a logistic regression on these, in this order.
    """

    log_content: float  # of the two borders, least likely piece of content
    log_cue: float
    log_source: float
    log_cue_link: float
    log_source_link: float
    has_no_source: float
    has_no_cue: float
    quoted: float  # share of the pieces of content that begin in quote marks
    is_in_pieces: float
    log_length: float  # of the content, in word pieces


class Proposal(NamedTuple):
    """A reading before it is weighed."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    facts: Facts


class Window(NamedTuple):
    """Word pieces that the encoder sees at once; those of the core are read off."""

    start: int
    end: int
    core_start: int
    core_end: int


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text in word pieces, with how each looks on the page.

    Parameters
    ----------
    ids, starts, ends : array of int
        Number in the vocabulary and place in the text. A separator without width
        follows each paragraph.
    quote, case, place : array of int
        Whether and how it is quoted, its capitals, the kind of paragraph.
    paragraph : array of int
        Number of its paragraph.
    paragraphs, blocks : tuple of pairs of int
        First piece and the one after the last; without and with the separator.
        Windows are made of blocks, which are paragraphs or parts of long ones.
    """

    ids: Integers
    starts: Integers
    ends: Integers
    quote: Integers
    case: Integers
    place: Integers
    paragraph: Integers
    paragraphs: tuple[tuple[int, int], ...]
    blocks: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Layout:
    """The chunks of a text, as rows of first and last piece, and what lies between any two."""

    pieces: Pieces
    chunks: Mapping[str, Integers]
    sentence_ends: Integers  # how many before each piece
    begun: Mapping[str, Integers]  # chunks of each role, likewise


@dataclass(frozen=True, slots=True)
class Settings:
    """What was tuned on `polnear_dev` after training; see `training/README.md`.

    Parameters
    ----------
    transitions : array of float
        Score of each label after each other one.
    score_links : function
        Takes the name of a link, the vectors of the chunks that look for one, those of the
        chunks to be found, and the features of the pairs; gives a row a seeking chunk, with
        the score of each other chunk and, in the last column, of none.
    calibration : sequence of float
        Weights of the evidence for a reading, the constant last.
    least : float
        Confidence below which a reading that is not quoted is dropped.
    """

    transitions: Floats
    score_links: Callable[[str, Floats, Floats, Floats], Floats]
    calibration: Sequence[float] = ()
    least: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """The loaded weights."""

    tokenizer: Tokenizer
    session: InferenceSession
    settings: Settings


def find_readings(texts: Sequence[str]) -> list[list[Reading]]:
    """Find the attributions in texts: contents with their cues and sources.

    Parameters
    ----------
    texts : sequence of str
        English news articles, or any text at all; a line is a paragraph.

    Returns
    -------
    list of list of Reading
        One list a text, in reading order. No two spans of a text overlap, but several
        readings may share one source.

    Raises
    ------
    TypeError
        If `texts` is one string.
    ReadError
        If a file of the model is missing or is not the one that belongs to this version.

    Notes
    -----
    What is found in a text does not depend on the other texts. Figures and known
    weaknesses are in the model's CARD.md, beside the weights.

    Examples
    --------
    >>> text = '"Rates will rise," the governor said. "Soon."'
    >>> [reading] = find_readings([text])[0]
    >>> [span.of(text) for span in reading.content]
    ['"Rates will rise,"', '"Soon."']
    >>> reading.cue[0].of(text), reading.source[0].of(text)
    ('said', 'the governor')
    """
    if isinstance(texts, str):
        raise TypeError("texts: must be a list of strings; found one string")
    if not any(text.strip() for text in texts):
        return [[] for _ in texts]
    model = load_model()
    return [_read_text(text, model) for text in texts]


@cache
def load_model() -> Model:
    """Load the weights that come with the toolkit, once, and check that they are intact.

    Raises
    ------
    ReadError
        If a file is missing or its SHA-256 is not the one in `HASHES`.
    """
    contents = {name: read_checked(FOLDER, name, wanted) for name, wanted in HASHES.items()}
    from tokenizers import Tokenizer

    tuned = json.loads(contents["config.json"])
    transitions = np.array(tuned.pop("transitions"), np.float32)
    settings = Settings(transitions, link_scorer(contents["links.onnx"]), **tuned)
    tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode())
    return Model(tokenizer, open_session(contents["model.onnx"]), settings)


def open_session(model: bytes) -> InferenceSession:
    """Make a model ready to run, on one thread."""
    # Or it records its use in the home folder, to be sent to its makers. Said before it loads.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    # Sums in a fixed order, and as many processes as a corpus likes.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def link_scorer(model: bytes) -> Callable[[str, Floats, Floats, Floats], Floats]:
    """Make the function that `Settings` asks for."""
    session = open_session(model)
    number = {name: np.array(i) for i, (name, _, _) in enumerate(LINKS)}

    def score_links(name: str, queries: Floats, keys: Floats, features: Floats) -> Floats:
        inputs = {"link": number[name], "queries": queries, "keys": keys, "features": features}
        scores: Floats = session.run(["scores"], inputs)[0]
        return scores

    return score_links


def read_checked(folder: str, name: str, wanted: str) -> bytes:
    """Read a file of a model in `toolkit/data`.

    Raises
    ------
    ReadError
        If it is missing or its SHA-256 is not the one wanted.
    """
    path = Path(str(files("toolkit"))) / "data" / folder / name
    again = 'Reinstall: pip install --force-reinstall "narrative-toolkit"'
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(
            path, f"the model's weights must be there; found {error.strerror}. {again}"
        ) from error
    found = hashlib.sha256(content).hexdigest()
    if found != wanted:
        raise ReadError(path, f"must have the SHA-256 {wanted}; found {found}. {again}")
    return content


def _read_text(text: str, model: Model) -> list[Reading]:
    pieces = cut_into_pieces(text, model.tokenizer)
    if not len(pieces):
        return []
    scores, states = encode(pieces, model.session)
    return decode(text, pieces, scores, states, model.settings)


def encode(pieces: Pieces, session: InferenceSession) -> tuple[Floats, npt.NDArray[np.float16]]:
    """Score and describe each piece, window by window, so that no text depends on another."""
    scores = np.zeros((len(pieces), len(LABELS)), np.float32)
    states = np.zeros((len(pieces), session.get_outputs()[1].shape[1]), np.float16)
    for window in cut_windows(pieces, CORE, LEFT, RIGHT):
        start, end, core_start, core_end = window
        inputs = {
            name: np.concatenate([[first], values[start:end]])
            for name, first, values in (
                ("ids", START, pieces.ids),
                ("quote", 0, pieces.quote),
                ("case", 0, pieces.case),
                ("place", 0, pieces.place),
            )
        }
        some_scores, some_states = session.run(["scores", "states"], inputs)
        core = slice(core_start - start + 1, core_end - start + 1)
        scores[core_start:core_end] = some_scores[core]
        states[core_start:core_end] = some_states[core]
    # Processors differ in the last digits of a sum; these are cut off before anything is decided.
    return scores.round(3), states


def decode(
    text: str, pieces: Pieces, scores: Floats, states: npt.NDArray[np.floating], settings: Settings
) -> list[Reading]:
    """Turn what the encoder gave into readings.

    Parameters
    ----------
    text : str
    pieces : Pieces
        The same text, cut.
    scores, states : array
        A row a piece: score of each label, and what the links look at.
    settings : Settings

    Returns
    -------
    list of Reading
        In reading order.
    """
    readings = []
    for content, cue, source, facts in propose(text, pieces, scores, states, settings):
        confidence = _calibrate(facts, settings.calibration)
        # Quoted words are nearly always somebody's: a doubt about whose is no reason to drop them.
        if confidence >= settings.least or facts.quoted >= MOSTLY:
            readings.append(Reading(content, cue, source, confidence))
    return sorted(readings, key=lambda reading: reading.content)


def propose(
    text: str, pieces: Pieces, scores: Floats, states: npt.NDArray[np.floating], settings: Settings
) -> Iterator[Proposal]:
    """Put contents, cues and sources together, with what speaks for each; see `decode`."""
    chunks = find_chunks(pieces, scores, settings.transitions)
    if not len(chunks["content"]):
        return
    layout = lay_out(pieces, chunks)
    vectors = {role: span_vectors(states, chunks[role]) for role in ROLES}
    links = {link[0]: list(_link(layout, vectors, link, settings)) for link in LINKS}
    places = _place(text, pieces, chunks)
    evidence = {role: _border_evidence(scores, chunks[role], role) for role in ROLES}
    for cue, contents in _group_by_cue(links["cue"]):
        source, source_share = _choose_source(cue, contents, links)
        first, last = chunks["content"][contents].T
        facts = Facts(
            log_content=float(evidence["content"][contents].min()),
            log_cue=0.0 if cue is None else float(evidence["cue"][cue]),
            log_source=0.0 if source is None else float(evidence["source"][source]),
            log_cue_link=min(links["cue"][i].confidence for i in contents),
            log_source_link=source_share,
            has_no_source=float(source is None),
            has_no_cue=float(cue is None),
            quoted=float(np.mean(pieces.quote[first] > 0)),
            is_in_pieces=float(len(contents) > 1),
            log_length=float(np.log((last - first + 1).sum())),
        )
        yield Proposal(
            tuple(sorted(places["content"][i] for i in contents)),
            () if cue is None else (places["cue"][cue],),
            () if source is None else (places["source"][source],),
            facts,
        )


def cut_into_pieces(text: str, tokenizer: Tokenizer) -> Pieces:
    """Cut a text into word pieces and note how each looks on the page."""
    # Both of the same length. The tokenizer takes no half characters.
    text = blank_unbroken(HALF_CHARACTER.sub("\ufffd", text))
    spans = find_paragraphs(text)
    encodings = tokenizer.encode_batch([s.of(text) for s in spans], add_special_tokens=False)
    rows: list[tuple[int, int, int, int, int, int]] = []
    paragraphs: list[tuple[int, int]] = []
    for number, (span, encoding) in enumerate(zip(spans, encodings, strict=True)):
        first, place = len(rows), min(len(paragraphs), BODY)
        for piece, start, end, case in _see_cases(text, span, encoding):
            is_first = place == BODY and len(rows) == first
            where = FIRST_OF_BODY_PARAGRAPH if is_first else place
            rows.append((piece, start, end, case, where, number))
        if len(rows) == first:  # nothing in it that the vocabulary keeps
            continue
        paragraphs.append((first, len(rows)))
        rows.append((SEPARATOR, span.end, span.end, 0, place, number))
    table = np.array(rows, np.int64).reshape(-1, 6).T
    ids, starts, ends, case, place, paragraph = np.ascontiguousarray(table)
    quote = _see_quotes(text, ids, starts, ends)
    blocks = [block for a, b in paragraphs for block in _cut_into_blocks(ids, a, b + 1)]
    return Pieces(
        ids, starts, ends, quote, case, place, paragraph, tuple(paragraphs), tuple(blocks)
    )


def _see_cases(
    text: str, paragraph: Span, encoding: Encoding
) -> Iterator[tuple[int, int, int, int]]:
    """Yield number and place of each piece, and the shape of the word that it belongs to."""
    previous, shape, done = None, 0, paragraph.start
    for piece, word, (a, b) in zip(encoding.ids, encoding.word_ids, encoding.offsets, strict=True):
        start, end = max(done, paragraph.start + a), paragraph.start + b
        if start >= end:  # a second piece of one character
            continue
        if word != previous or word is None:
            shape = _shape(text[start:end])
        previous, done = word, end
        yield piece, start, end, shape


def _shape(word: str) -> int:
    """0 punctuation, 1 small letters, 2 capitalised, 3 all capitals, 4 number."""
    if not word[:1].isalpha():
        return 4 if word[:1].isdigit() else 0
    if not word[0].isupper():
        return 1
    return 3 if len(word) > 1 and word.isupper() else 2


def _see_quotes(text: str, ids: Integers, starts: Integers, ends: Integers) -> Integers:
    """Tell for each piece if it begins, is inside or ends a stretch of some kind; 0 outside."""
    quote = np.zeros(len(ids), np.int64)
    for span in find_quoted(text):
        first, last = _find_pieces(starts, ends, span)
        if first > last:
            continue
        is_long = text.count(" ", span.start, span.end) >= FEW_BLANKS
        is_single = text[span.start] in SINGLE_MARKS
        begin = SINGLE_BEGIN if is_single else LONG_BEGIN if is_long else SHORT_BEGIN
        quote[first : last + 1] = begin + 1
        quote[first] = begin
        quote[last] = begin + 2
    quote[ids == SEPARATOR] = 0
    return quote


def _find_pieces(starts: Integers, ends: Integers, span: Span) -> tuple[int, int]:
    """Find the first and last piece that share a character with a span."""
    first = int(np.searchsorted(ends, span.start, side="right"))
    return first, int(np.searchsorted(starts, span.end, side="left")) - 1


def _cut_into_blocks(ids: Integers, first: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a paragraph that is too long, after the end of a sentence where there is one."""
    while end - first > LONGEST_BLOCK:
        half = first + LONGEST_BLOCK // 2
        stops = np.flatnonzero(np.isin(ids[half : first + LONGEST_BLOCK], SENTENCE_ENDS))
        cut = half + int(stops[-1]) + 1 if len(stops) else first + LONGEST_BLOCK
        yield first, cut
        first = cut
    yield first, end


def cut_windows(
    pieces: Pieces, core: int, left: int, right: int, first_core: int | None = None
) -> list[Window]:
    """Cut a text into windows whose cores are whole blocks and cover it without overlap.

    Parameters
    ----------
    pieces : Pieces
    core, left, right : int
        Most word pieces in the core, and of context before and after it.
    first_core : int, optional
        Most word pieces in the first core: training draws it, to see other borders.
    """
    cores: list[tuple[int, int]] = []
    most = first_core or core
    for start, end in pieces.blocks:
        if cores and end - cores[-1][0] <= most:
            cores[-1] = (cores[-1][0], end)
            continue
        if cores:
            most = core
        cores.append((start, end))
    return [Window(max(0, a - left), min(len(pieces), b + right), a, b) for a, b in cores]


def find_chunks(pieces: Pieces, scores: Floats, transitions: Floats) -> dict[str, Integers]:
    """Tag each paragraph and list the chunks of each role, as rows of first and last piece."""
    found: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
    longest_first = sorted(pieces.paragraphs, key=lambda paragraph: paragraph[0] - paragraph[1])
    while longest_first:
        first, end = longest_first[0]
        size = max(1, TAGGED_AT_ONCE // (end - first))
        batch, longest_first = longest_first[:size], longest_first[size:]
        lengths = np.array([end - start for start, end in batch])
        padded = np.zeros((len(batch), lengths[0], len(LABELS)), np.float32)
        for i, (start, end) in enumerate(batch):
            padded[i, : end - start] = scores[start:end]
        paths = find_best_labels(padded, lengths, transitions)
        for (start, _), path in zip(batch, paths, strict=True):
            for role, chunk in read_chunks(path, start):
                found[role].append(chunk)
    return {role: np.array(sorted(found[role]), np.int64).reshape(-1, 2) for role in ROLES}


@cache
def allow_transitions() -> tuple[Flags, Flags, Flags]:
    """Tell which label may follow which, which may open and which may close a paragraph."""
    opens = np.array([label[0] in "OBS" for label in LABELS])
    closes = np.array([label[0] in "OES" for label in LABELS])
    follows = np.outer(closes, opens)
    for i, one in enumerate(LABELS):
        for j, other in enumerate(LABELS):
            follows[i, j] |= one[0] in "BI" and other[0] in "IE" and one[1:] == other[1:]
    return follows, opens, closes


def find_best_labels(scores: Floats, lengths: Integers, transitions: Floats) -> list[list[int]]:
    """Find the best sequence of labels of each paragraph (the Viterbi algorithm).

    Parameters
    ----------
    scores : array of paragraphs x pieces x labels
        Padded; the longest paragraph first.
    lengths : array of int
        Pieces of each.
    transitions : array of labels x labels
    """
    follows, opens, closes = allow_transitions()
    moves = np.where(follows, transitions, np.float32(FORBIDDEN))
    best = scores[:, 0] + np.where(opens, 0, np.float32(FORBIDDEN))
    came_from = np.zeros(scores.shape, np.int8)
    for t in range(1, scores.shape[1]):
        alive = int(np.searchsorted(-lengths, -t, side="left"))
        paths = best[:alive, :, None] + moves
        came_from[:alive, t] = paths.argmax(1)
        best[:alive] = paths.max(1) + scores[:alive, t]
    last = (best + np.where(closes, 0, np.float32(FORBIDDEN))).argmax(1)
    found = []
    for i, length in enumerate(lengths):
        path = [int(last[i])]
        for t in range(int(length) - 1, 0, -1):
            path.append(int(came_from[i, t, path[-1]]))
        found.append(path[::-1])
    return found


def read_chunks(labels: Iterable[int], offset: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """Read chunks off a sequence of label numbers: role, and first and last piece."""
    begun = offset
    for piece, label in enumerate(labels, offset):
        mark, _, role = LABELS[label].partition("-")
        if mark in ("B", "S"):
            begun = piece
        if mark in ("E", "S"):
            yield role, (begun, piece)


def lay_out(pieces: Pieces, chunks: Mapping[str, Integers]) -> Layout:
    """Count once what `pair_features` asks for each pair of chunks."""

    def count(marks: Integers) -> Integers:
        return np.concatenate([[0], np.cumsum(marks)])

    size = len(pieces)
    begun = {role: count(np.bincount(chunks[role][:, 0], minlength=size)) for role in ROLES}
    ends = count(np.isin(pieces.ids, SENTENCE_ENDS).astype(np.int64))
    return Layout(pieces, chunks, ends, begun)


def pair_features(layout: Layout, ones: Integers, others: Integers, role: str) -> Floats:
    """Describe how each of some chunks lies to each of others.

    Parameters
    ----------
    layout : Layout
    ones, others : array
        Rows of first and last piece.
    role : str
        Role of the others.

    Returns
    -------
    array of ones x others x N_PAIR
    """
    pieces = layout.pieces
    features = np.zeros((len(ones), len(others), N_PAIR), np.float32)
    rows, columns = np.ogrid[: len(ones), : len(others)]
    one, other = ones[:, :1], others[:, :1].T
    follows = other > ones[:, 1:]
    low = np.where(follows, ones[:, 1:] + 1, others[:, 1:].T + 1)
    high = np.maximum(low, np.where(follows, other, one))
    bucket = np.searchsorted(np.array(GAPS), high - low, side="right") - 1
    apart = np.abs(pieces.paragraph[one] - pieces.paragraph[other])
    at = 2 * len(GAPS)
    features[rows, columns, bucket + len(GAPS) * follows] = 1
    features[..., at] = np.log1p(high - low) / 5  # about 1 for the farthest
    features[rows, columns, at + 1 + np.minimum(apart, MOST_PARAGRAPHS)] = 1
    at += 2 + MOST_PARAGRAPHS
    for before in (layout.sentence_ends, layout.begun[role], layout.begun["content"]):
        between = before[high] - before[low]
        features[rows, columns, at + np.minimum(between, MOST_BETWEEN)] = 1
        at += MOST_BETWEEN + 1
    quote = pieces.quote
    features[..., at] = quote[one] > 0
    features[..., at + 1] = np.isin(quote[one], (SHORT_BEGIN, LONG_BEGIN, SINGLE_BEGIN))
    features[..., at + 2] = quote[other] > 0
    return features


def span_vectors(states: npt.NDArray[np.floating], chunks: Integers) -> Floats:
    """Put the first, last and mean state of each chunk side by side."""
    vectors = np.zeros((len(chunks), 3 * states.shape[1]), np.float32)
    for vector, (first, last) in zip(vectors, chunks, strict=True):
        inside = states[first : last + 1].astype(np.float32)
        vector[:] = np.concatenate([inside[0], inside[-1], inside.mean(0)])
    return vectors


class Links(NamedTuple):
    """Log-probabilities of one chunk's links: to keys from number `first` on, then to none."""

    first: int
    shares: Floats

    @property
    def end(self) -> int:
        """Number after that of the last key."""
        return self.first + len(self.shares) - 1

    @property
    def confidence(self) -> float:
        """Log-probability of the likeliest."""
        return float(self.shares.max())

    def spread(self, low: int, high: int) -> Floats:
        """Give them for the keys from `low` to `high`, then for none."""
        row = np.full(high - low + 1, FORBIDDEN, np.float32)
        row[self.first - low : self.end - low] = self.shares[:-1]
        row[-1] = self.shares[-1]
        return row

    def best(self) -> int | None:
        """Give the likeliest key, None for none."""
        place = int(self.shares.argmax())
        return self.first + place if place < len(self.shares) - 1 else None


def _link(
    layout: Layout, vectors: Mapping[str, Floats], link: tuple[str, str, str], settings: Settings
) -> Iterator[Links]:
    name, query_role, key_role = link
    queries, keys = layout.chunks[query_role], layout.chunks[key_role]
    for begin in range(0, len(queries), LINKED_AT_ONCE):
        some = queries[begin : begin + LINKED_AT_ONCE]
        near = (some[0, 0] - FARTHEST, some[:, 1].max() + FARTHEST)
        first, end = np.searchsorted(keys[:, 0], near)
        others = keys[first:end]
        scores = settings.score_links(
            name,
            vectors[query_role][begin : begin + LINKED_AT_ONCE],
            vectors[key_role][first:end],
            pair_features(layout, some, others, key_role),
        ).copy()
        far = (others[:, 0] > some[:, 1:] + FARTHEST) | (others[:, 1] < some[:, :1] - FARTHEST)
        scores[:, :-1][far] = FORBIDDEN
        scores -= scores.max(1, keepdims=True)
        shares = scores - np.log(np.exp(scores).sum(1, keepdims=True))
        for row in shares.round(4):
            yield Links(int(first), row)


def _group_by_cue(links: Sequence[Links]) -> list[tuple[int | None, list[int]]]:
    """Put together the contents of each cue; one that belongs to none stands alone.

    So does one whose link to a cue shared with others is doubtful: apart, it is right at least
    for what it says.
    """
    groups: dict[int, list[int]] = {}
    apart: list[tuple[int | None, list[int]]] = []
    surest_first = sorted(range(len(links)), key=lambda content: -links[content].confidence)
    for content in surest_first:
        cue = links[content].best()
        if cue is None or (cue in groups and links[content].confidence < JOINED):
            apart.append((cue, [content]))
        else:
            groups.setdefault(cue, []).append(content)
    return [*groups.items(), *apart]


def _choose_source(
    cue: int | None, contents: Sequence[int], links: Mapping[str, Sequence[Links]]
) -> tuple[int | None, float]:
    """Choose the source that contents and cue agree on, None for none, and its probability."""
    voters = [links["source"][content] for content in contents]
    low, high = min(voter.first for voter in voters), max(voter.end for voter in voters)
    if cue is not None:
        vote = links["cue_source"][cue]
        low, high = min(low, vote.first), max(high, vote.end)
    totals = np.mean([voter.spread(low, high) for voter in voters], axis=0)
    if cue is not None:
        totals += vote.spread(low, high)
    best = int(totals.argmax())
    share = -float(np.log(np.exp(totals - totals[best]).sum()))
    return (None if best == high - low else low + best), share


def _border_evidence(scores: Floats, chunks: Integers, role: str) -> Floats:
    """Give the log-probability of each chunk's two borders, each piece looked at alone."""
    shares: Floats = scores - scores.max(1, keepdims=True)
    shares = shares - np.log(np.exp(shares).sum(1, keepdims=True))
    begin, _, end, single = (LABELS.index(f"{mark}-{role}") for mark in "BIES")
    first, last = shares[chunks[:, 0]], shares[chunks[:, 1]]
    opening = np.logaddexp(first[:, begin], first[:, single])
    evidence: Floats = opening + np.logaddexp(last[:, end], last[:, single])
    return evidence


def _calibrate(facts: Sequence[float], weights: Sequence[float]) -> float:
    """Turn evidence into the chance of being right, by a logistic regression."""
    floored = (max(fact, FLOOR) for fact in facts)
    total = weights[-1] + sum(f * w for f, w in zip(floored, weights[:-1], strict=True))
    return round(1 / (1 + math.exp(-total)), 3)


def _place(text: str, pieces: Pieces, chunks: Mapping[str, Integers]) -> dict[str, list[Span]]:
    """Find the place of each chunk, then settle its borders by words and quote marks."""
    taken = np.zeros(len(text), bool)
    places = {
        role: [Span(int(pieces.starts[a]), int(pieces.ends[b])) for a, b in chunks[role]]
        for role in ROLES
    }
    for span in (span for role in ROLES for span in places[role]):
        taken[span.start : span.end] = True
    quoted = find_quoted(text)
    for role in ROLES:
        for i, span in enumerate(places[role]):
            wider = _complete_words(text, span, taken)
            if role == "content":
                wider = _complete_quoted(wider, quoted, taken)
            taken[wider.start : wider.end] = True
            places[role][i] = wider
    return places


def _complete_words(text: str, span: Span, taken: Flags) -> Span:
    """Widen a span that begins or ends inside a word, as far as the letters are free."""
    start, end = span.start, span.end
    while start and text[start].isalnum() and text[start - 1].isalnum() and not taken[start - 1]:
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum() and not taken[end]:
        end += 1
    return Span(start, end)


def _complete_quoted(span: Span, quoted: Sequence[Span], taken: Flags) -> Span:
    """Widen a content to the whole of each quoted stretch that it nearly covers, marks and all."""
    begin = max(0, bisect_right(quoted, span.start, key=lambda stretch: stretch.start) - 1)
    start, end = span.start, span.end
    for stretch in quoted[begin:]:
        if stretch.start >= span.end:
            break
        common = min(end, stretch.end) - max(start, stretch.start)
        if common < NEARLY_ALL * len(stretch):
            continue
        if not taken[stretch.start : start].any() and not taken[end : stretch.end].any():
            start, end = min(start, stretch.start), max(end, stretch.end)
    return Span(start, end)
