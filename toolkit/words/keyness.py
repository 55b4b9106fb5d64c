"""Which words set one set of articles, or one voice, apart from another."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from toolkit.base import ToolkitError
from toolkit.engine import ENGLISH
from toolkit.tables import Column, Table, alike, to_table
from toolkit.words.frequency import LABELS, frequency_table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from toolkit.base import Article

    Numbers = NDArray[np.float64]
    Counted = Article | Iterable[Article] | pd.DataFrame | Mapping[str, int]
    from toolkit.engine import Engine

GENERAL_ENGLISH = "wordfreq"
# wordfreq gives rates, not counts. It was made from some billions of words, so that a billion
# says how well it knows them without a claim to more.
GENERAL_WORDS = 1_000_000_000
MILLION = 1_000_000
PRIOR_WORDS = 500  # the log-odds start from this many words at the rates of both sides together
CONFIDENCE = 1.959964  # the normal quantile of a 95 % interval
FEW = 5  # occurrences; Rayson and Garside (2000) do not trust expected counts below this
FEW_WORDS = 1_000  # with so few, only words many times as frequent can stand out
KEYNESS = Table("keyness_table", (
    Column("term", "str", "What is counted, of target or reference."),
    Column("occurrences", "int64", "Of the term in the target.", "places"),
    Column("words", "int64", "All of the target.", "words"),
    Column("per_million", "float64", "How often the term occurs in the target.",
           "per 1,000,000 words"),
    Column("reference_occurrences", "float64",
           "Of the term in the reference; wordfreq's rates are taken as counts in a billion "
           "words.", "places"),
    Column("reference_words", "int64", "All of the reference.", "words"),
    Column("reference_per_million", "float64", "How often the term occurs in the reference.",
           "per 1,000,000 words"),
    Column("g2", "float64",
           "Log-likelihood ratio of two cells: the occurrences in target and reference against "
           "those expected at equal rates (Rayson and Garside 2000). The evidence that the rates "
           "differ, not how much.", "from 0"),
    Column("p", "float64",
           "Chance of such a `g2` if the rates were equal and words fell independently, which "
           "they do not: a word that was said once is soon said again.", "0 to 1"),
    Column("p_adjusted", "float64",
           "Chance of such a `g2` at equal rates, by Benjamini and Hochberg (1995), since many "
           "terms are looked at.", "0 to 1"),
    Column("log_ratio", "float64",
           "Binary logarithm of the rate divided by the reference's (Hardie 2014): 1 is twice as "
           "frequent, -1 half. A count of 0 is taken as 0.5.", "doublings"),
    *alike("log_ratio_low log_ratio_high", "float64",
           "The 95 % interval of `log_ratio`, that of the relative risk (Katz and others 1978).",
           "doublings"),
    Column("z", "float64",
           "Log-odds ratio over its standard error (Monroe, Colaresi and Quinn 2008), pulled "
           "towards the rates of both sides together as by 500 further words, so that rare words "
           "do not come first. NaN where there is only one term.", "standard errors"),
    Column("articles", "int64",
           "Of the target, with the term; 0 where counts were given.", "articles"),
    Column("reference_articles", "int64",
           "Of the reference, with the term; 0 where counts or wordfreq were given.", "articles"),
    *alike("dp reference_dp", "float64",
           "Deviation of proportions over the articles (Gries 2008): 0 is even, near 1 is all in "
           "few of them. NaN where the term or a second article is missing.", "0 to 1"),
    Column("note", "str",
           "What makes the row weak: \"few occurrences\" (under 5 where it is more frequent), "
           "\"not in the reference\", \"not in the target\", \"few words\" (under 1,000 on a "
           "side)."),
))  # fmt: skip


@KEYNESS.describes
def keyness_table(
    target: Counted,
    reference: Counted | str,
    *,
    form: str = "form",
    n: int = 1,
    engine: Engine = ENGLISH,
) -> pd.DataFrame:
    """Make one row per term: how much more frequent it is in a target than in a reference.

    Parameters
    ----------
    target : Article, iterable of Article, DataFrame or mapping
        Articles; or rows of a `frequency_table`, such as those of one voice; or counts,
        as from `count_words`.
    reference : the same, or "wordfreq"
        ``"wordfreq"`` is general English of about 2021, by the rates of the package of
        that name. It knows single forms only, and not what is missing in the target.
    form, n
        What to count in articles, as in `count_words`. A table or counts come counted.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    DataFrame
        One row for each term of target or reference, the most telling (`g2`) first.

        {columns}

    Raises
    ------
    ToolkitError
        If target or reference has no words, they are the same, or wordfreq is asked for
        something other than single forms.

    Notes
    -----
    Read `log_ratio` and its interval for the size of a difference and `p_adjusted` for
    whether there is one. From two voices of 80 words each, nothing can be concluded: read
    their lines.

    Examples
    --------
    >>> table = keyness_table({"gaps": 52, "of": 49948}, {"gaps": 57, "of": 74943})
    >>> table.loc[table["term"] == "gaps", ["g2", "log_ratio"]].round(2)
         g2  log_ratio
    0  2.65       0.45
    """
    here = _count(target, "target", form, n, engine)
    if isinstance(reference, str):
        _check_general(reference, form, n)
        there = _look_up(here["term"])
    else:
        there = _count(reference, "reference", form, n, engine)
        if here.equals(there):
            raise ToolkitError("reference: must differ from the target; found the same counts")
    both = _join(here, there)
    return _describe(both)


def _check_general(reference: str, form: str, n: int) -> None:
    if reference != GENERAL_ENGLISH:
        raise ToolkitError(
            f"reference: must be articles, a table, counts or {GENERAL_ENGLISH!r}; "
            f"found {reference!r}"
        )
    if form != "form" or n != 1:
        raise ToolkitError(
            f"reference: wordfreq has single forms only; found form={form!r}, n={n}"
        )


def _count(counted: Counted, place: str, form: str, n: int, engine: Engine) -> pd.DataFrame:
    """Count each term: occurrences, words of the whole, articles with it, and dispersion."""
    if isinstance(counted, pd.DataFrame):
        _check_table(counted, place)
        table = counted
    elif isinstance(counted, Mapping):
        rows = [{"term": term, "occurrences": number} for term, number in counted.items()]
        table = to_table(rows, {"term": "str", "occurrences": "int64"})
        table = table.assign(words=table["occurrences"].sum())
    else:
        table = frequency_table(counted, by="article", form=form, n=n, engine=engine)
    if not table["occurrences"].sum():
        raise ToolkitError(f"{place}: must hold words; found none")
    labels = [name for name in ("article", "part", "voice") if name in table]
    groups = table.drop_duplicates(labels) if labels else table.head(1)
    terms = table.groupby("term", sort=True)
    summed = terms["occurrences"].sum().to_frame()
    summed["words"] = groups["words"].sum()
    summed["articles"], summed["dp"] = 0, math.nan
    if "article" in table:
        summed["articles"] = terms["article"].nunique()
        summed["dp"] = _score_dispersion(table)
    elif "articles" in table:
        summed["articles"] = terms["articles"].sum()
    return summed.reset_index()


def _check_table(table: pd.DataFrame, place: str) -> None:
    wanted = {"term", "occurrences", "words"}
    if not wanted <= {*table.columns}:
        raise ToolkitError(
            f"{place}: must be rows of a frequency_table; found columns {[*table.columns]}"
        )


def _score_dispersion(table: pd.DataFrame) -> pd.Series[float] | float:
    """Give each term's deviation of proportions over the articles of a frequency table."""
    labels = [name for name in LABELS["part"] + LABELS["voice"] if name in table]
    articles = table.drop_duplicates(labels).groupby("article")["words"].sum()
    if len(articles) < 2:  # noqa: PLR2004 - one article is even with itself
        return math.nan
    inside = table.groupby(["term", "article"], sort=True)["occurrences"].sum()
    observed = inside / inside.groupby("term").transform("sum")
    expected = inside.index.get_level_values("article").map((articles / articles.sum()).to_dict())
    # An article without the term adds its expected share; all expected shares make 1.
    return 0.5 * ((observed - expected).abs() - expected).groupby("term").sum() + 0.5


def _look_up(terms: pd.Series[str]) -> pd.DataFrame:
    from wordfreq import word_frequency

    rates = np.array([word_frequency(term, "en") for term in terms])
    return pd.DataFrame(
        {
            "term": terms,
            "occurrences": rates * GENERAL_WORDS,
            "words": GENERAL_WORDS,
            "articles": 0,
            "dp": math.nan,
        }
    )


def _join(here: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    both = here.merge(there, on="term", how="outer", suffixes=("", "_there"), sort=True)
    for side in ("", "_there"):
        both[f"words{side}"] = both[f"words{side}"].max()
        for name in (f"occurrences{side}", f"articles{side}"):
            both[name] = both[name].fillna(0)  # looked for, and not there
    return both


def _describe(both: pd.DataFrame) -> pd.DataFrame:
    from scipy.stats import chi2, false_discovery_control

    a, b = (both[f"occurrences{side}"].to_numpy(float) for side in ("", "_there"))
    words, reference_words = float(both["words"].max()), float(both["words_there"].max())
    g2 = score_log_likelihood(a, b, words, reference_words)
    p = chi2.sf(g2, df=1)
    ratio, low, high = score_log_ratio(a, b, words, reference_words)
    prior = PRIOR_WORDS * (a + b) / (words + reference_words)
    frame = pd.DataFrame(
        {
            "term": both["term"],
            "occurrences": a,
            "words": words,
            "per_million": MILLION * a / words,
            "reference_occurrences": b,
            "reference_words": reference_words,
            "reference_per_million": MILLION * b / reference_words,
            "g2": g2,
            "p": p,
            "p_adjusted": false_discovery_control(p),
            "log_ratio": ratio,
            "log_ratio_low": low,
            "log_ratio_high": high,
            "z": score_log_odds(a, b, words, reference_words, prior),
            "articles": both["articles"],
            "reference_articles": both["articles_there"],
            "dp": both["dp"],
            "reference_dp": both["dp_there"],
            "note": _note(a, b, words, reference_words),
        }
    )
    table = KEYNESS.shape(frame)
    return table.sort_values(["g2", "term"], ascending=[False, True], ignore_index=True)


def _note(a: Numbers, b: Numbers, words: float, reference_words: float) -> list[str]:
    more_here = a / words >= b / reference_words
    few_words = min(words, reference_words) < FEW_WORDS
    reasons = (
        ("few occurrences", np.where(more_here, a, b) < FEW),
        ("not in the reference", b == 0),
        ("not in the target", a == 0),
        ("few words", np.full(len(a), few_words)),
    )
    rows = zip(*(holds for _, holds in reasons), strict=True)
    return [
        "; ".join(name for (name, _), holds in zip(reasons, row, strict=True) if holds)
        for row in rows
    ]


def score_log_likelihood(
    occurrences: Numbers, reference_occurrences: Numbers, words: float, reference_words: float
) -> Numbers:
    """Score how far two counts are from equal rates: the two-cell G2 of Rayson and Garside.

    Examples
    --------
    >>> float(score_log_likelihood(np.array([52.0]), np.array([57.0]), 50_000, 75_000)[0].round(4))
    2.6517
    """
    share = words / (words + reference_words)
    total = occurrences + reference_occurrences
    cells = ((occurrences, total * share), (reference_occurrences, total * (1 - share)))
    g2 = 2 * sum(_times_log(observed, expected) for observed, expected in cells)
    return np.maximum(g2, 0.0)  # rounding can bring equal rates below 0


def _times_log(observed: Numbers, expected: Numbers) -> Numbers:
    """Give observed times ln(observed / expected), which is 0 where nothing was observed."""
    ratio = np.divide(observed, expected, out=np.ones_like(observed), where=observed > 0)
    return observed * np.log(ratio)


def score_log_ratio(
    occurrences: Numbers, reference_occurrences: Numbers, words: float, reference_words: float
) -> tuple[Numbers, Numbers, Numbers]:
    """Score how many times as frequent, as a binary logarithm, with both ends of its interval.

    Examples
    --------
    >>> ratio, low, high = score_log_ratio(np.array([1000.0]), np.array([500.0]), 1e5, 1e5)
    >>> float(ratio[0]), float(low[0].round(3)), float(high[0].round(3))
    (1.0, 0.846, 1.154)
    """
    a = np.where(occurrences == 0, 0.5, occurrences)
    b = np.where(reference_occurrences == 0, 0.5, reference_occurrences)
    ratio = np.log2((a / words) / (b / reference_words))
    error = np.sqrt(np.maximum(1 / a - 1 / words + 1 / b - 1 / reference_words, 0))
    margin = CONFIDENCE * error / math.log(2)
    return ratio, ratio - margin, ratio + margin


def score_log_odds(
    occurrences: Numbers,
    reference_occurrences: Numbers,
    words: float,
    reference_words: float,
    prior: Numbers,
) -> Numbers:
    """Score the log-odds ratio of each word over its standard error, given a Dirichlet prior.

    Parameters
    ----------
    occurrences, reference_occurrences : array of float
        One value for each word.
    words, reference_words : float
        All words of each side.
    prior : array of float
        For each word, how many further occurrences both sides start with.

    Examples
    --------
    >>> y1, y2 = np.array([50.0, 30, 20, 5]), np.array([30.0, 30, 45, 1])
    >>> score_log_odds(y1, y2, y1.sum(), y2.sum(), np.full(4, 0.01)).round(4).tolist()
    [3.6116, 0.0513, -4.2514, 1.513]
    """
    y1, y2 = occurrences + prior, reference_occurrences + prior
    n1, n2 = words + prior.sum(), reference_words + prior.sum()
    with np.errstate(divide="ignore", invalid="ignore"):  # a single word has no others: NaN
        z = (np.log(y1 / (n1 - y1)) - np.log(y2 / (n2 - y2))) / np.sqrt(1 / y1 + 1 / y2)
    return np.where(np.isfinite(z), z, np.nan)
