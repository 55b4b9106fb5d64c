"""A passage with its target marked, and the chances that our model gives it."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.base import HALF_CHARACTER, MAX_CHARACTERS, Span, ToolkitError
from toolkit.reader import FOLDER as READER
from toolkit.reader import HASHES as READER_HASHES
from toolkit.reader import open_session, read_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt
    from tokenizers import Tokenizer

    from toolkit.reader import InferenceSession

# Passages of the same length are scored at once, up to so many word pieces, those of so many
# articles together: 0.33 CPU seconds an article, 0.40 when each passage is scored alone.
AT_ONCE = 512

FOLDER = "stance-v2"  # in toolkit/data; new weights are a new folder
HASHES = {
    "model.onnx": "d192917559fe3b69d21aeabded5e6ae5831b3cfd62138a6852914ff2a02024cc",
    "config.json": "c604f76f117833e4219791a420a4bdc49ce544e5ab5fee98e928393f6b615ce9",
}
SHARED = ("model.onnx", "tokenizer.json")  # of the reader's files
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

POSSESSIVE = re.compile(r"['\u2019]s?$")


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
    return HALF_CHARACTER.sub("?", text)


@cache
def load_model() -> Model:
    """Load the weights that come with the toolkit, once, and check that they are intact.

    Raises
    ------
    ReadError
        If a file is missing or its SHA-256 is not the one in `HASHES`.
    """
    contents = read_model(FOLDER, HASHES)
    # Both models have the same word embeddings and vocabulary, and the package has them once.
    shared = read_model(READER, {name: READER_HASHES[name] for name in SHARED})
    from tokenizers import Tokenizer

    tuned = json.loads(contents["config.json"])
    place = tuned.pop("embeddings")
    pieces, width = place["pieces"], place["width"]
    words = np.frombuffer(shared["model.onnx"], np.int8, pieces * width, place["words"])
    scales = np.frombuffer(shared["model.onnx"], "<f4", pieces, place["scales"])
    return Model(
        tokenizer=Tokenizer.from_str(shared["tokenizer.json"].decode()),
        session=open_session(contents["model.onnx"]),
        words=words.reshape(pieces, width),
        scales=scales.reshape(pieces, 1),
        **tuned,
    )
