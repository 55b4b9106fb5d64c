"""Measure key words and phrases against those that people chose, and how fast words are found.

Usage: python benchmarks/words/run.py DATA_FOLDER [ARTICLES]
Takes some two minutes on one core; fewer ARTICLES than 5,000 take less. Writes RESULTS.md
beside this file. Of the data, only figures are kept.
"""

from __future__ import annotations

import json
import platform
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import cycle, islice
from pathlib import Path

import numpy as np
import pandas as pd
from nltk import FreqDist, Text
from nltk.stem.porter import PorterStemmer
from nltk.tokenize import NLTKWordTokenizer

import toolkit as tk
from toolkit.base.text import WORD

HERE = Path(__file__).parent
KEYED = {"kpcrowd": "keyphrases/kpcrowd.dev.jsonl", "duc2001": "keyphrases/duc2001.dev.jsonl"}
READ = [*KEYED.values(), "polnear_train.jsonl"]
ARTICLES = 5_000
BEST = 10  # keywords that are compared
ROUNDS = 2_000  # of the bootstrap
SEED = 0
TOKEN = re.compile(r"[^\W_]+")
RARE, FREQUENT = "ceasefire", "said"
STEMMER = PorterStemmer(PorterStemmer.ORIGINAL_ALGORITHM)


def main(folder: Path, wanted: int) -> None:
    """Measure everything, print it, and write the file."""
    missing = [name for name in READ if not (folder / name).is_file()]
    if missing:
        sys.exit(
            f"{folder}: must hold the data sets of the benchmark; missing {', '.join(missing)}"
        )
    accuracy = pd.DataFrame(
        measure_keywords(data, read(folder / name), kind)
        for data, name in KEYED.items()
        for kind in ("words", "phrases")
    )
    texts = [entry["text"] for name in READ for entry in read(folder / name)]
    articles = [
        tk.Article(text, id=str(number))
        for number, text in enumerate(islice(cycle(texts), wanted))
    ]
    speed = pd.DataFrame(measure_speed(articles))
    report = write_report(accuracy, speed, len(texts), articles)
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def read(path: Path) -> list[dict]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def measure_keywords(data: str, entries: list[dict], kind: str) -> dict[str, object]:
    """Compare the first ten key words or phrases of each article with those people chose."""
    articles = [tk.Article(entry["text"], id=entry["id"]) for entry in entries]
    tk.keyword_table(articles[0], kind=kind)  # loads the lexicon, once
    begun = time.process_time()
    table = tk.keyword_table(articles, kind=kind)
    seconds = time.process_time() - begun
    found = table.groupby("article")["term"].apply(list).to_dict()
    scores = np.array(
        [score_f1(found.get(entry["id"], []), entry["keyphrases"]) for entry in entries]
    )
    low, high = bootstrap(100 * scores)
    return {
        "data": f"{data} (dev, n = {len(entries)})",
        "kind": kind,
        "F1@10": f"{100 * scores.mean():.1f}",
        "95 %": f"{low:.1f} to {high:.1f}",
        "articles per CPU-second": round(len(entries) / seconds),
    }


def score_f1(found: list[str], chosen: list[str]) -> float:
    """Score as `score_keyphrases.py` does: equal Porter stems, precision over ten."""
    wanted = {*map(stem_phrase, chosen)} - {()}
    given = [*dict.fromkeys(stem for stem in map(stem_phrase, found) if stem)][:BEST]
    right = sum(stem in wanted for stem in given)
    if not right:
        return 0.0
    precision, recall = right / BEST, right / len(wanted)
    return 2 * precision * recall / (precision + recall)


def stem_phrase(phrase: str) -> tuple[str, ...]:
    """Give the Porter stems of a phrase."""
    words = TOKEN.findall(phrase.lower())
    return tuple(STEMMER.stem(word) if len(word) > 2 else word for word in words)  # noqa: PLR2004


def bootstrap(scores: np.ndarray) -> tuple[float, float]:
    """Give the 95 % interval of a mean by drawing articles again and again."""
    draws = np.random.default_rng(SEED).integers(len(scores), size=(ROUNDS, len(scores)))
    low, high = np.quantile(scores[draws].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def measure_speed(articles: list[tk.Article]) -> Iterable[dict[str, object]]:
    """Time each job once, after a warm-up on ten articles; CPU seconds of one process."""
    jobs: dict[str, Callable[[list[tk.Article]], object]] = {
        "count, toolkit: frequency_table(by='corpus')": count_with_toolkit,
        "count, columns: words matched, factorised, bincount": count_in_columns,
        "count, NLTK: NLTKWordTokenizer, FreqDist": count_with_nltk,
        f"lines of a rare word ({RARE}), toolkit": lambda given: tk.concordance_table(
            given, query=RARE
        ),
        f"lines of a rare word ({RARE}), NLTK Text": lambda given: list_nltk_lines(given, RARE),
        f"lines of a frequent word ({FREQUENT}), toolkit": lambda given: tk.concordance_table(
            given, query=FREQUENT
        ),
        f"lines of a frequent word ({FREQUENT}), NLTK Text": lambda given: list_nltk_lines(
            given, FREQUENT
        ),
    }
    for name, job in jobs.items():
        job(articles[:10])
        begun = time.process_time()
        job(articles)
        seconds = time.process_time() - begun
        yield {
            "job": name,
            "CPU seconds": f"{seconds:.2f}",
            "articles per CPU-second": round(len(articles) / seconds),
        }


def count_with_toolkit(articles: list[tk.Article]) -> pd.DataFrame:
    """Count each word of the corpus, from an iterator."""
    return tk.frequency_table(iter(articles), by="corpus")


def count_in_columns(articles: list[tk.Article]) -> pd.Series:
    """Count as quanteda does: all words as numbers in one column."""
    words = [word for article in articles for word in WORD.findall(article.text.casefold())]
    codes, terms = pd.factorize(np.array(words, dtype=object))
    return pd.Series(np.bincount(codes), index=terms)


def count_with_nltk(articles: list[tk.Article]) -> Counter:
    """Count each word of the corpus with NLTK."""
    tokenize = NLTKWordTokenizer().tokenize
    return FreqDist(word.lower() for article in articles for word in tokenize(article.text))


def list_nltk_lines(articles: list[tk.Article], word: str) -> list:
    """List all lines of a word, article by article, with NLTK."""
    tokenize = NLTKWordTokenizer().tokenize
    return [
        line
        for article in articles
        for line in Text(tokenize(article.text)).concordance_list(word, lines=sys.maxsize)
    ]


def write_report(
    accuracy: pd.DataFrame, speed: pd.DataFrame, texts: int, articles: list[tk.Article]
) -> str:
    """Write the figures as a page."""
    size = sum(len(article.text) for article in articles) / 1e6
    machine = f"Python {platform.python_version()}, {platform.machine()}"
    paragraphs = [
        "# Words: key words and phrases, counting and finding",
        "Made by `benchmarks/words/run.py DATA_FOLDER`.",
        "## Key words and phrases against those that people chose",
        to_markdown(accuracy),
        "F1 of the first ten, averaged over articles, by equal Porter stems (the rule of "
        "`score_keyphrases.py`). KPCrowd holds mostly single words, 49 an article, so that F1 "
        "cannot pass about 34; DUC-2001 mostly phrases, 8 an article. The few weights of "
        "`toolkit/words/keywords.py` were chosen on these halves: the held-out halves decide. "
        "Others on those, as measured before the project began: words TF-IDF 18.2, YAKE 17.1; "
        "phrases YAKE 11.7, TextRank with a newsroom stop list 17.9.",
        f"## Speed over {len(articles):,} articles ({size:.1f} million characters)",
        to_markdown(speed),
        f"One process, one run, CPU time; {machine}, shared with other work. The articles are "
        f"{texts:,} different ones in a circle. NLTK's sentence tokeniser needs data that it "
        "does not bring, so its word tokeniser gets whole articles, which is faster. NLTK gives "
        "lines without offsets or parts; the count in columns does not say in how many articles "
        "a word occurs.",
    ]
    return "\n\n".join(paragraphs) + "\n"


def to_markdown(table: pd.DataFrame) -> str:
    """Set a table in Markdown."""
    rows = [table.columns, ["---"] * len(table.columns), *table.astype(str).to_numpy()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else ARTICLES)  # noqa: PLR2004
