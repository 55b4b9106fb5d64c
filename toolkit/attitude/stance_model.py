"""The chances that a passage speaks against or for its target, and which of them are calls."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from itertools import groupby, islice
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from toolkit.attitude.stance_reading import (
    Cut,
    Passage,
    cut_passage,
    list_named,
)
from toolkit.base import (
    HALF_CHARACTER,
    MAX_CHARACTERS,
    NARRATOR,
    UNKNOWN,
    Article,
    Span,
    ToolkitError,
    check_strings,
    tell_type,
)
from toolkit.reader import FOLDER as READER
from toolkit.reader import HASHES as READER_HASHES
from toolkit.reader import open_session, read_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import numpy.typing as npt
    from tokenizers import Tokenizer

    from toolkit.reader import InferenceSession

# Passages of the same length are scored at once, up to so many word pieces.
AT_ONCE = 512

FOLDER = "stance-v3"  # in toolkit/data; new weights are a new folder
HASHES = {
    "first.onnx": "e9878c07caa23d879e4c7ae9f009feb9aa1993f0e0b1b38a54bf521d04ecb4d0",
    "rest.onnx": "08523401e0ee1c136de4f72a021cc446aeae0b676049fca4dc6bbd0c88677c78",
    "words.bin": "456666a166d9a75b83628ebc38d0f88aa4deb0771a2f7566a8a3eaf2327420ac",
    "config.json": "0ec82457866bbe3f90b8a49a1eb23c3f120d30f6bfbfcdd1f7da3d791fa87c28",
}
TOKENIZER = "tokenizer.json"  # of the reader's files
WIDTH, FLOAT = 768, 4  # of a word piece: bytes of its vector and of what multiplies it
# Of the calls on development sets that were as sure as the least sure one that is made, so
# many were right.
PRECISION = 0.75
SIGNS = {-1: "negative", 1: "positive"}
STANCE, PORTRAYAL = "stance", "portrayal"
# Kinds of voice that calls are counted for: the narrator, whoever else speaks in an article, and
# a passage alone, of which nobody said whose words it is.
SPEAKER, ALONE = "speaker", "alone"


@dataclass(frozen=True, slots=True)
class Judgement:
    """An answer to one question about a target.

    Parameters
    ----------
    negative, neutral, positive : float
        Chances, which sum to 1.
    polarity : int
        -1 or 1 where one is likely enough to be called; else 0, which means nothing *clear*
        and is no claim that there is nothing.
    precision : float
        Share of the calls as sure as this one that were right on development sets, 0 to 1;
        NaN where nothing is called.
    n : int
        How many calls that share was counted on.
    """

    negative: float
    neutral: float
    positive: float
    polarity: int
    precision: float = math.nan
    n: int = 0

    @property
    def score(self) -> float:
        """Positive less negative, from -1 to 1."""
        return self.positive - self.negative

    def list_figures(self) -> dict[str, float]:
        """List what a table or a record tells of this, by name, rounded to four digits.

        Examples
        --------
        >>> Judgement(0.1, 0.2, 0.7, 1, 0.9, 20).list_figures()["score"]
        0.6
        """
        return {
            "polarity": self.polarity,
            "score": round(self.score, 4),
            "negative": self.negative,
            "neutral": self.neutral,
            "positive": self.positive,
            "precision": round(self.precision, 4),
            "n": self.n,
        }


@dataclass(frozen=True, slots=True)
class Stance(Judgement):
    """What a voice itself expresses toward a target, and in what light a passage shows it.

    Parameters
    ----------
    negative, neutral, positive, polarity, precision, n
        Of the stance; see `Judgement`.
    portrayal : Judgement
        In what light the passage shows the target, whoever speaks: somebody convicted is
        shown badly, though the reporter takes no side.
    is_whole : bool
        False where the passage was too long for the model, which then read some hundred
        words around the target.
    """

    portrayal: Judgement = Judgement(0.0, 1.0, 0.0, 0)
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Weighed:
    """Chances against, of neither and for, before anything is called."""

    stance: tuple[float, ...]
    portrayal: tuple[float, ...]
    kind: str  # of voice
    is_whole: bool

    def judge(self, precision: float) -> Stance:
        """Call what is sure enough."""
        bins = load_model().bins
        stance = _call(self.stance, bins, (STANCE, self.kind), precision)
        portrayal = Judgement(*_call(self.portrayal, bins, (PORTRAYAL, self.kind), precision))
        return Stance(*stance, portrayal=portrayal, is_whole=self.is_whole)


class Bin(NamedTuple):
    """Calls of like chances on development sets."""

    least: float  # the smallest chance
    right: int
    n: int


@dataclass(frozen=True, slots=True)
class Model:
    """The loaded weights, with what was measured after training.

    `bins` are those of a question, a kind of voice and a sign, by rising chances. Passages for
    which the first layers give every call a chance below `least` are read no further.
    """

    tokenizer: Tokenizer
    first: InferenceSession
    rest: InferenceSession
    words: npt.NDArray[np.int8]  # vectors of the word pieces, and what to multiply them by
    scales: npt.NDArray[np.float32]
    least: float
    bins: dict[tuple[str, str, int], tuple[Bin, ...]]


def score_stance(
    texts: Iterable[str],
    targets: Iterable[Span | tuple[int, int]],
    *,
    said_by: Iterable[str] | None = None,
    precision: float = PRECISION,
) -> list[Stance]:
    """Score what each text expresses toward the target that stands at a place in it.

    Parameters
    ----------
    texts : iterable of str
        Passages in one voice: a sentence, or the content of a quotation.
    targets : iterable of Span, or of pairs of int
        First character of the mention in each text, and the one after its last.
    said_by : iterable of str, optional
        Whose words each text is: ``narrator`` for those of a reporter, a speaker's name, or
        ``unknown``, as all are if left out. How sure a call must be then was counted on
        passages in any voice, and for portrayal on news sentences chosen for having
        sentiment as well.
    precision : float
        How sure a call must be, 0 to 1: of the calls on development sets that were sure
        enough, at least this share was right. What is less sure is no call.

    Returns
    -------
    list of Stance
        One a text, each with the stance and, under ``portrayal``, the light in which the text
        shows the target. None depends on the others.

    Raises
    ------
    ToolkitError
        If a text is blank or no string, a target lies outside its text or holds no word,
        there are more of one than of the other, or `precision` is not between 0 and 1.
    ReadError
        If the weights are missing or damaged.

    Notes
    -----
    A fine-tuned MPNet (training/README.md), which reads who speaks and the passage, and never
    a name: each is a numbered stand-in, so that no name decides. Figures are in
    `validity_table`. Known to err: irony, and praise that spills onto who gives it.

    Examples
    --------
    >>> texts = ["Ann Lee is a disgrace and a liar.", "Ann Lee saved the town, a hero."]
    >>> for stance in score_stance(texts, [(0, 7), (0, 7)]):
    ...     print(stance.polarity, stance.portrayal.polarity)
    -1 -1
    1 1
    """
    checked = [*_check_pairs(texts, targets)]
    spoken = _check_voices(said_by, len(checked))
    check_precision(precision)
    passages = [
        Passage(text, 0, target, tuple(list_named(_make_article(text))), voice)
        for (text, target), voice in zip(checked, spoken, strict=True)
    ]
    return [weighed.judge(precision) for weighed in weigh_passages(passages, alone=True)]


def _make_article(text: str) -> Article:
    """Make an article of a passage, of which half characters may be a part."""
    return Article(HALF_CHARACTER.sub("?", text))


def _check_pairs(
    texts: Iterable[str], targets: Iterable[Span | tuple[int, int]]
) -> Iterator[tuple[str, Span]]:
    texts = check_strings(texts)
    if not hasattr(targets, "__iter__"):
        raise ToolkitError(
            f"targets: must be a start and an end for each text; found {tell_type(targets)}"
        )
    targets = [*targets]
    if len(texts) != len(targets):
        raise ToolkitError(
            f"targets: must be one a text; found {len(targets)} for {len(texts)} texts"
        )
    for number, (text, target) in enumerate(zip(texts, targets, strict=True)):
        if not text.strip():
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
    if not any(character.isalnum() for character in target.of(text)):
        raise ToolkitError(f"{place}: must hold a word; found {target.of(text)!r}")
    return target


def _check_voices(said_by: Iterable[str] | None, n: int) -> list[str]:
    if said_by is None:
        return [UNKNOWN] * n
    if isinstance(said_by, str):
        raise ToolkitError(f"said_by: must be one a text; found one string, {said_by[:40]!r}")
    spoken = [*said_by]
    if len(spoken) != n:
        raise ToolkitError(f"said_by: must be one a text; found {len(spoken)} for {n} texts")
    for number, voice in enumerate(spoken):
        if not isinstance(voice, str) or not voice.strip():
            raise ToolkitError(f"said_by[{number}]: must be a name; found {voice!r:.40}")
    return spoken


def check_precision(precision: float) -> None:
    """Refuse what is no share.

    Raises
    ------
    ToolkitError
        If it is not a number between 0 and 1.
    """
    if isinstance(precision, bool) or not isinstance(precision, int | float):
        raise ToolkitError(f"precision: must be a number from 0 to 1; found {precision!r:.40}")
    if not 0 <= precision <= 1:
        raise ToolkitError(f"precision: must be from 0 to 1; found {precision!r}")


def weigh_passages(passages: Sequence[Passage], *, alone: bool = False) -> list[Weighed]:
    """Answer both questions about each passage, with chances alone.

    Whose words a passage is may be unknown in an article, or since it stands alone.
    """
    if not passages:
        return []
    model = load_model()
    cuts = [cut_passage(passage, model.tokenizer) for passage in passages]
    return [
        Weighed(tuple(stance), tuple(portrayal), _name_kind(passage.voice, alone), cut.is_whole)
        for (stance, portrayal), passage, cut in zip(
            weigh(cuts, model).tolist(), passages, cuts, strict=True
        )
    ]


def _name_kind(voice: str, alone: bool) -> str:  # noqa: FBT001
    if voice == NARRATOR:
        return NARRATOR
    return ALONE if alone and voice == UNKNOWN else SPEAKER


# ---- scores --------------------------------------------------------------------------------


def weigh(cuts: Sequence[Cut], model: Model) -> npt.NDArray[np.float64]:
    """Weigh against, neither and for in each passage: chances, by question, of each passage.

    Returns
    -------
    ndarray of float, shape (passages, 2, 3)
    """
    unique = [*dict.fromkeys(cuts)]
    unique.sort(key=_count_pieces)
    weighed: dict[Cut, npt.NDArray[np.float64]] = {}
    for length, alike in groupby(unique, key=_count_pieces):
        while some := [*islice(alike, max(1, AT_ONCE // length))]:
            weighed.update(zip(some, _run(some, model), strict=True))
    return np.array([weighed[cut] for cut in cuts])


def _count_pieces(cut: Cut) -> int:
    return len(cut.pieces)


def _run(cuts: Sequence[Cut], model: Model) -> npt.NDArray[np.float64]:
    """Score passages of one length; none depends on those beside it."""
    pieces = np.array([cut.pieces for cut in cuts])
    words = model.words[pieces].astype(np.float32) * model.scales[pieces]
    target = np.zeros(pieces.shape, np.float32)
    for row, cut in zip(target, cuts, strict=True):
        row[cut.start : cut.end] = 1
    scores, states = model.first.run(["scores", "states"], {"words": words, "target": target})
    chances = _to_chances(scores)
    [going_on] = np.nonzero(chances[:, :, [0, 2]].max((1, 2)) >= model.least)
    if len(going_on):
        given = {"words": states[going_on], "target": target[going_on]}
        chances[going_on] = _to_chances(model.rest.run(["scores"], given)[0])
    return chances


def _to_chances(scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Turn scores into chances.

    Processors differ in the last digits of a sum; these are cut off before anything is decided.
    """
    rounded = scores.astype(np.float64).round(3).reshape(len(scores), 2, 3)
    powers: npt.NDArray[np.float64] = np.exp(rounded - rounded.max(2, keepdims=True))
    chances: npt.NDArray[np.float64] = powers / powers.sum(2, keepdims=True)
    return chances


def _call(
    chances: Sequence[float],
    bins: dict[tuple[str, str, int], tuple[Bin, ...]],
    key: tuple[str, str],
    precision: float,
) -> tuple[float, float, float, int, float, int]:
    """Round chances, and tell what they call, and how often such a call was right."""
    negative, positive = round(chances[0], 4), round(chances[2], 4)
    neutral = round(1 - negative - positive, 4)
    sign, chance = (-1, negative) if negative > positive else (1, positive)
    fitting = bins.get((*key, sign), ())
    least = find_least(fitting, precision)
    if chance < least:
        return negative, neutral, positive, 0, math.nan, 0
    like = max(one for one in fitting if one.least <= chance)
    return negative, neutral, positive, sign, like.right / like.n, like.n


def find_least(bins: Sequence[Bin], precision: float) -> float:
    """Find the smallest chance at and above which calls are right often enough.

    Examples
    --------
    >>> bins = [Bin(0.5, 4, 10), Bin(0.8, 8, 10), Bin(0.9, 10, 10)]
    >>> find_least(bins, 0.75), find_least(bins, 0.9), find_least(bins[:1], 0.9)
    (0.8, 0.8, inf)
    """
    right = n = 0
    found = math.inf
    for one in reversed(bins):
        right, n = right + one.right, n + one.n
        if right >= precision * n:
            found = one.least
    return found


# ---- weights -------------------------------------------------------------------------------


@cache
def load_model() -> Model:
    """Load the weights that come with the toolkit, once, and check that they are intact.

    Raises
    ------
    ReadError
        If a file is missing or its SHA-256 is not the one in `HASHES`.
    """
    contents = read_model(FOLDER, HASHES)
    shared = read_model(READER, {TOKENIZER: READER_HASHES[TOKENIZER]})
    from tokenizers import Tokenizer

    tuned = json.loads(contents["config.json"])
    vectors = contents["words.bin"]
    pieces = len(vectors) // (WIDTH + FLOAT)
    return Model(
        tokenizer=Tokenizer.from_str(shared[TOKENIZER].decode()),
        first=open_session(contents["first.onnx"]),
        rest=open_session(contents["rest.onnx"]),
        words=np.frombuffer(vectors, np.int8, pieces * WIDTH).reshape(pieces, WIDTH),
        scales=np.frombuffer(vectors, "<f4", pieces, pieces * WIDTH).reshape(pieces, 1),
        least=tuned["least"],
        bins={
            (question, kind, sign): tuple(Bin(*one) for one in tuned["bins"][question][kind][name])
            for question in (STANCE, PORTRAYAL)
            for kind in (NARRATOR, SPEAKER, ALONE)
            for sign, name in SIGNS.items()
        },
    )
