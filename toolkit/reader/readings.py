"""Our trained model: the quotations of texts, each content with its cue and its source.

A small encoder sees a text in windows of whole paragraphs and gives each word piece a score
for every label, and a state. The best sequence of labels yields the chunks of content, cue
and source; the states of two chunks tell whether they belong together; quote marks settle
where a content ends. onnxruntime runs both networks. `training/` makes the
weights.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import Span, find_quoted
from toolkit.reader.links import (
    LINKS,
    Settings,
    choose_source,
    group_by_cue,
    lay_out,
    link_chunks,
    link_scorer,
    span_vectors,
)
from toolkit.reader.pieces import (
    START,
    Pieces,
    Window,
    cut_into_pieces,
    cut_windows,
)
from toolkit.reader.tags import LABELS, ROLES, find_chunks, weigh_borders
from toolkit.reader.weights import open_session, read_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy.typing as npt
    from onnxruntime import InferenceSession  # type: ignore[import-untyped]
    from tokenizers import Tokenizer

    Integers = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]
    Flags = npt.NDArray[np.bool_]

FOLDER = "reader-v3"  # in toolkit/data; new weights are a new folder
# What the weights must be, to the byte. A file that differs is damaged, or another model's.
HASHES = {
    "model.onnx": "b8abdeaf79f1c419ffec220af8024fa382225cecaefb2156d53fcf9dfa395e18",
    "links.onnx": "9942cd5b55397ab63cbb64f85344163c157bd6041058e1afaed63c8c617cb9fb",
    "tokenizer.json": "6681992d43e581b35b3dd61f3c81ee0f891fbf13ad54f8b692ea868bd46b066b",
    "config.json": "2a54b5c68429b2f59fc2d8a559432fe7c05a94ffd5565d91b76afb17a28285c2",
}

# Word pieces of a window: what is read, and the context on both sides that is only looked at.
CORE, LEFT, RIGHT = 288, 40, 16

SEEN = 4  # texts whose states are kept: what reads the same text next finds them

NEARLY_ALL = 0.8  # of a quoted stretch: then the content is the whole of it

MOSTLY = 0.5  # of a content's pieces
FLOOR = -20.0  # of a log-probability: beyond it, nothing is less likely


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
        Chance that content and source are right, 0 to 1, as measured on `polnear_dev` and on
        36 other news texts alike.
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
    contents = read_model(FOLDER, HASHES)
    from tokenizers import Tokenizer

    tuned = json.loads(contents["config.json"])
    transitions = np.array(tuned.pop("transitions"), np.float32)
    settings = Settings(transitions, link_scorer(contents["links.onnx"]), **tuned)
    tokenizer = Tokenizer.from_str(contents["tokenizer.json"].decode())
    return Model(tokenizer, open_session(contents["model.onnx"]), settings)


class Seen(NamedTuple):
    """What the encoder gives for a text.

    Parameters
    ----------
    pieces : Pieces
    scores, states : array
        A row a piece: score of each label, and what the links look at.
    windows : tuple of (Window, array, array)
        Each window with its states of the middle layer and of the last, for
        `toolkit.reader.registers`.
    """

    pieces: Pieces
    scores: Floats
    states: npt.NDArray[np.float16]
    windows: tuple[tuple[Window, Floats, Floats], ...]


@lru_cache(maxsize=SEEN)
def see(text: str) -> Seen:
    """Encode a text: quotations and register share one pass."""
    pieces = cut_into_pieces(text, load_model().tokenizer)
    return encode(pieces, load_model().session)


def _read_text(text: str, model: Model) -> list[Reading]:
    seen = see(text)
    if not len(seen.pieces):
        return []
    return decode(text, seen.pieces, seen.scores, seen.states, model.settings)


def encode(pieces: Pieces, session: InferenceSession) -> Seen:
    """Score and describe each piece, window by window, so that no text depends on another."""
    scores = np.zeros((len(pieces), len(LABELS)), np.float32)
    states = np.zeros((len(pieces), session.get_outputs()[1].shape[1]), np.float16)
    windows = []
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
        some_scores, some_states, middle = session.run(["scores", "states", "middle"], inputs)
        scores[core_start:core_end] = some_scores[window.core]
        states[core_start:core_end] = some_states[window.core]
        windows.append((window, middle, some_states))
    # Processors differ in the last digits of a sum; these are cut off before anything is decided.
    return Seen(pieces, scores.round(3), states, tuple(windows))


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
    links = {link[0]: list(link_chunks(layout, vectors, link, settings)) for link in LINKS}
    places = _place(text, pieces, chunks)
    evidence = {role: weigh_borders(scores, chunks[role], role) for role in ROLES}
    for cue, contents in group_by_cue(links["cue"]):
        source, source_share = choose_source(cue, contents, links)
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
