"""Score who says what in articles with labelled statements: answers of language models, and ours.

    uv run benchmarks/llm/run.py ARTICLES STATEMENTS.csv [ANSWERS.jsonl ...]
    uv run benchmarks/llm/run.py notebooks/data/corpus.jsonl notebooks/data/truth.csv model.jsonl

No model is called: ask yours as you like, and save what it answers.

ARTICLES    a folder or a file that `tk.read_corpus` reads; its ids are the articles' names.
STATEMENTS  the truth, a row a statement: `article`; `content`, the exact words, pieces of a
            content that a cue interrupts with " | " between them; `speaker`, "unknown" where
            nobody is told; and, if you like, `names`, other right names with " | " between them.
ANSWERS     a line a statement, {"article": id, "content": words, "speaker": name}.

A statement is found where an answer of its article covers half of its characters. An answer is a
statement where it covers half of one. Words of an answer are looked up in the text, white space
and punctuation aside. Where they stand there in several pieces near each other that have half of
its words, these count; else it has no place: such an answer is wrong, and counted. `verbatim` is
the share that stands there in one piece. A speaker is right whose words, titles and articles
aside, are those of one of the names. `both` is the F1 of statements found with the right speaker.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import pandas as pd

import toolkit as tk
from toolkit.base import read_titles

PLAIN = str.maketrans("\u2018\u2019\u201c\u201d\u00a0", "''\"\" ")
LEAP = 30  # words between two pieces of one answer, such as a cue that it leaves out
SHORTEST = 2  # words of a piece: single ones stand anywhere
LITTLE = {"a", "an", "the"}
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Statement:
    """Characters of an article, and who says them: one name or several that are right."""

    places: frozenset[int]
    names: tuple[str, ...]
    is_verbatim: bool = True


def main() -> None:
    """Print a row for us, and one for each file of answers."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles")
    parser.add_argument("statements", type=Path)
    parser.add_argument("answers", type=Path, nargs="*")
    options = parser.parse_args()
    articles = {article.id: article for article in tk.read_corpus(options.articles)}
    gold = read_truth(options.statements, articles)
    rows = [{"who": "narrative-toolkit"} | score(gold, ask_toolkit(articles.values()))]
    rows += [
        {"who": path.stem} | score(gold, read_answers(path, articles)) for path in options.answers
    ]
    print(pd.DataFrame(rows).round(3).to_string(index=False))


def read_truth(path: Path, articles: Mapping[str, tk.Article]) -> dict[str, list[Statement]]:
    """Read the labelled statements of each article."""
    truth: dict[str, list[Statement]] = {name: [] for name in articles}
    rows = pd.read_csv(path, dtype=str, keep_default_na=False).to_dict("records")
    for number, row in enumerate(rows, start=2):
        if row["article"] not in articles:
            raise SystemExit(f"{path}:{number}: article: must be read; found {row['article']!r}")
        text = articles[row["article"]].text
        pieces = row["content"].split(" | ")
        if not all(piece in text for piece in pieces):
            raise SystemExit(f"{path}:{number}: content: must stand in the text; found none")
        starts = [text.index(piece) for piece in pieces]
        places = [
            place
            for start, piece in zip(starts, pieces, strict=True)
            for place in range(start, start + len(piece))
        ]
        names = [row["speaker"], *filter(None, row.get("names", "").split(" | "))]
        truth[row["article"]].append(Statement(frozenset(places), tuple(names)))
    return truth


def ask_toolkit(articles: Iterable[tk.Article]) -> dict[str, list[Statement]]:
    """Give what we find."""
    return {
        article.id: [
            Statement(
                frozenset(
                    place
                    for span in each.quotation.content
                    for place in range(span.start, span.end)
                ),
                (each.speaker.name,),
            )
            for each in tk.find_attributions(article)
        ]
        for article in articles
    }


def read_answers(path: Path, articles: Mapping[str, tk.Article]) -> dict[str, list[Statement]]:
    """Read the answers of a model, each put where its words stand."""
    answers = defaultdict(list)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        row = json.loads(line)
        lacking = {"article", "content", "speaker"} - row.keys()
        if lacking or row["article"] not in articles:
            found = f"no {', '.join(sorted(lacking))}" if lacking else repr(row["article"])
            raise SystemExit(
                f"{path}:{number}: must have article, content, speaker; found {found}"
            )
        places, is_verbatim = place_words(row["content"], articles[row["article"]].text)
        name = row["speaker"] or "unknown"
        answers[row["article"]].append(Statement(places, (name,), is_verbatim))
    return dict(answers)


def place_words(words: str, text: str) -> tuple[frozenset[int], bool]:
    r"""Give the characters of a text at which words stand, and whether all of them do.

    >>> sorted(place_words("will\nrise", "Rates will rise.")[0])[::8]
    [6, 14]
    >>> place_words("will certainly never ever fall", "Rates will rise.")
    (frozenset(), False)
    """
    own = [match[0] for match in WORD.finditer(words.translate(PLAIN))]
    there = [*WORD.finditer(text.translate(PLAIN))]
    matcher = SequenceMatcher(None, own, [match[0] for match in there], autojunk=False)
    longest = matcher.find_longest_match()
    if longest.size == 0:
        return frozenset(), False
    near = range(longest.b - LEAP, longest.b + longest.size + LEAP)
    runs = [
        run
        for run in matcher.get_matching_blocks()
        if run.size >= min(SHORTEST, len(own)) and run.b in near
    ]
    if 2 * sum(run.size for run in runs) < len(own):
        return frozenset(), False
    ends = [(there[run.b].start(), there[run.b + run.size - 1].end()) for run in runs]
    places = frozenset(place for start, end in ends for place in range(start, end))
    return places, longest.size == len(own)


def score(
    gold: Mapping[str, Sequence[Statement]], answers: Mapping[str, Sequence[Statement]]
) -> dict[str, float]:
    """Hold answers against the truth; shares from 0 to 1, NaN where there is nothing to share."""
    given = [answer for name in gold for answer in answers.get(name, ())]
    found, right, fitting = 0, 0, 0
    for name, statements in gold.items():
        own = answers.get(name, ())
        for statement in statements:
            best = max(own, key=lambda each: _share(statement, each), default=None)
            if best is not None and 2 * _share(statement, best) >= 1:
                found += 1
                right += is_right(best.names[0], statement.names)
        fitting += sum(any(2 * _share(answer, each) >= 1 for each in statements) for answer in own)
    wanted = sum(map(len, gold.values()))
    return {
        "answers": len(given),
        "verbatim": _divide(sum(each.is_verbatim for each in given), len(given)),
        "found": _divide(found, wanted),
        "of answers right": _divide(fitting, len(given)),
        "speaker right, of found": _divide(right, found),
        "both": _divide(2 * right, wanted + len(given)),
    }


def is_right(name: str, names: Iterable[str]) -> bool:
    """Tell whether a name has the words of one of the right ones.

    >>> is_right("Mayor Ann Lee", ["Ann Lee"]), is_right("Lee", ["Ann Lee"])
    (True, False)
    """
    return any(_list_words(name) == _list_words(each) for each in names)


def _list_words(name: str) -> list[str]:
    words = [match[0].lower() for match in WORD.finditer(name.translate(PLAIN))]
    kept = [word for word in words if word not in LITTLE and word not in read_titles()]
    return kept or words


def _share(one: Statement, other: Statement) -> float:
    return _divide(len(one.places & other.places), len(one.places)) if one.places else 0.0


def _divide(count: int, whole: int) -> float:
    return count / whole if whole else float("nan")


if __name__ == "__main__":
    main()
