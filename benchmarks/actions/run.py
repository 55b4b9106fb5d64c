"""Measure `action_table` from plain text against the hand-made syntax of UD English-PUD.

Usage: python benchmarks/actions/run.py DATA_FOLDER
Takes a minute on one core. Writes RESULTS.md, for people, and results.csv, one row a
figure, beside this file. Of the data, only figures are kept.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.attribution.speakers import find_voices
from toolkit.base.article import Article
from toolkit.base.errors import ToolkitError
from toolkit.engine import find_passages
from toolkit.narrative.actions import action_table

HERE = Path(__file__).parent
TREES = "ud_pud_news_dev.conllu"
ROUNDS = 2000  # of the bootstrap
SEED = 20261124
STATED = {"stated", "relative"}  # what basic dependencies hold, with "who" put for its noun
# Clauses whose doer the enhanced trees do not tell: "Leaving, ...", "a plan to leave".
UNTOLD = {"acl", "advcl", "csubj"}
REFERENCE = {"passives": 0.97, "by-agents": 0.82, "verb-subject": 0.89, "verb-object": 0.89}

BE_COUNTED = "verb-subject, be counted"
FIGURES = (
    "passives",
    "by-agents",
    "verb-subject",
    "verb-object",
    BE_COUNTED,
    "inferred subject",
    "inferred object",
)

Pairs = set[tuple[int, ...]]


@dataclass
class Word:
    """A word of a tree, with its place in the sentence."""

    start: int
    end: int
    form: str
    lemma: str
    upos: str
    xpos: str
    head: int  # number in the sentence from 0; -1 for the root
    deprel: str
    deps: list[tuple[int, str]] = field(default_factory=list)  # enhanced


def main(data: Path) -> None:
    """Measure and write."""
    if not (data / TREES).is_file():
        raise ToolkitError(f"{data}: must hold {TREES}; found no such file")
    sentences = read_trees(data / TREES)
    articles = [Article(text, id=name) for name, text, _ in sentences]
    table = action_table(articles)
    rows = dict(iter(table.groupby("article")))
    counts: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for name, _, words in sentences:
        ours = read_rows(rows.get(name, table[:0]), words)
        for figure, gold in read_gold(words).items():
            found = ours[figure]
            counts[figure].append((len(gold & found), len(found - gold), len(gold - found)))
    results = pd.DataFrame(
        [row for figure, numbers in counts.items() for row in summarise(figure, np.array(numbers))]
    )
    results.to_csv(HERE / "results.csv", index=False, float_format="%.4f", lineterminator="\n")
    report = write_report(results, len(sentences), measure_speed(articles))
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


# ---- the trees -----------------------------------------------------------------------------


def read_trees(path: Path) -> list[tuple[str, str, list[Word]]]:
    """Read each sentence: its name, its text, and its words where they stand in the text."""
    sentences = []
    for block in path.read_text("utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        notes = dict(
            line[2:].split(" = ", 1) for line in lines if " = " in line and line[0] == "#"
        )
        text = notes["text"]
        words: list[Word] = []
        position = 0
        for line in lines:
            fields = line.split("\t")
            if not fields[0].isdigit():
                continue
            start = text.index(fields[1], position)
            position = start + len(fields[1])
            deps = [edge.split(":", 1) for edge in fields[8].split("|")]
            words.append(
                Word(
                    start,
                    position,
                    fields[1],
                    fields[2],
                    fields[3],
                    fields[4],
                    int(fields[6]) - 1,
                    fields[7],
                    [(int(head) - 1, kind) for head, kind in deps if head.isdigit()],
                )
            )
        sentences.append((notes["sent_id"], text, words))
    return sentences


def read_gold(words: list[Word]) -> dict[str, Pairs]:
    """Read what a person's syntax says: passives, agents, and pairs of verb and noun."""
    refers = {n: head for n, word in enumerate(words) for head, kind in word.deps if kind == "ref"}
    gold: dict[str, Pairs] = {name: set() for name in FIGURES}
    gold["passives"] = {(n,) for n in range(len(words)) if is_passive(words, n)}
    nominals = [n for n, word in enumerate(words) if is_nominal(word)]
    for number in nominals:
        for figure in list_basic(words, number):
            gold[figure].add((words[number].head, refers.get(number, number)))
    for number in (n for n in nominals if n not in refers):
        for head, kind in words[number].deps:
            figure = name_enhanced(words, head, kind)
            if figure and (head, number) not in gold["verb-subject"] | gold["verb-object"]:
                gold[figure].add((head, number))
    return gold


def list_basic(words: list[Word], number: int) -> list[str]:
    """List the figures for which a word's basic dependency counts."""
    word = words[number]
    if word.head < 0 or words[word.head].upos != "VERB":
        return []
    is_subject = word.deprel in {"nsubj", "nsubj:pass"}
    if not is_verb(words[word.head]):
        return [BE_COUNTED] if is_subject else []
    has_object = any(w.head == word.head and w.deprel == "obj" for w in words)
    by = any(w.head == number and w.form.lower() == "by" for w in words)
    is_agent = word.deprel == "obl" and by and words[word.head].xpos == "VBN"
    holds = {
        "verb-subject": is_subject,
        BE_COUNTED: is_subject,
        "verb-object": word.deprel == "obj" or (word.deprel == "iobj" and not has_object),
        "by-agents": is_agent and word.form.isalpha(),  # no date
    }
    return [figure for figure, is_true in holds.items() if is_true]


def name_enhanced(words: list[Word], head: int, kind: str) -> str:
    """Name the figure for which an enhanced dependency counts, if it is not a basic one."""
    if head < 0 or not is_verb(words[head]):
        return ""
    if kind.startswith("nsubj") and words[head].deprel not in UNTOLD:
        return "inferred subject"
    return "inferred object" if kind == "obj" else ""


def is_verb(word: Word) -> bool:
    """Tell whether a word is a verb, *be* apart."""
    return word.upos == "VERB" and word.lemma != "be"


def is_passive(words: list[Word], verb: int) -> bool:
    """Tell whether a verb has an auxiliary or subject of the passive."""
    marks = {"nsubj:pass", "aux:pass", "csubj:pass"}
    return is_verb(words[verb]) and any(w.head == verb and w.deprel in marks for w in words)


def is_nominal(word: Word) -> bool:
    """Tell whether a word may be a doer: no clause, and no "what"."""
    return word.upos not in {"VERB", "AUX"} and word.form.lower() not in {"what", "whatever"}


# ---- our table -----------------------------------------------------------------------------


def read_rows(table: pd.DataFrame, words: list[Word]) -> dict[str, Pairs]:
    """Read the same from the table, with each place as the number of its head in the tree."""
    ours: dict[str, Pairs] = {name: set() for name in FIGURES}
    for row in table[table["construction"] != "nominalised"].to_dict("records"):
        verb = find_word(words, row["verb_start"])
        if verb is None:
            continue
        # Trees do not tell a participle without auxiliary ("hit by floods") from an active one.
        is_told = words[verb].deprel.split(":")[-1] not in {"acl", "advcl", "amod", "conj"}
        if row["construction"] != "active" and (is_told or is_passive(words, verb)):
            ours["passives"].add((verb,))
        for side in ("doer", "target"):
            noun = find_head(words, row, side)
            for figure in list_figures(words, row, side, noun, verb) if noun is not None else ():
                ours[figure].add((verb, noun))
    return ours


def list_figures(words: list[Word], row: dict, side: str, noun: int, verb: int) -> list[str]:
    """List the figures for which a doer or target counts."""
    passive = row["construction"] != "active"
    if passive and side == "doer":
        return ["by-agents"]
    # Basic trees link the first of coordinated nouns only.
    is_stated = row[f"{side}_link"] in STATED and words[noun].deprel != "conj"
    if passive or side == "doer":
        if is_stated:
            return ["verb-subject", BE_COUNTED]
        return [] if words[verb].deprel in UNTOLD else ["inferred subject"]
    if row["target_link"] == "preposition":
        return []
    return ["verb-object" if is_stated else "inferred object"]


def find_word(words: list[Word], start: int) -> int | None:
    """Find the word that begins at a place."""
    return next((n for n, word in enumerate(words) if word.start <= start < word.end), None)


def find_head(words: list[Word], row: dict, side: str) -> int | None:
    """Find the word of a place on which all others in it depend, by the person's tree."""
    if pd.isna(row[f"{side}_start"]):
        return None
    start, end = row[f"{side}_start"], row[f"{side}_end"]
    inside = {n for n, word in enumerate(words) if start <= word.start and word.end <= end}
    tops = [n for n in sorted(inside) if words[n].head not in inside and words[n].upos != "PUNCT"]
    return tops[0] if tops else None


# ---- figures -------------------------------------------------------------------------------


def summarise(figure: str, counts: np.ndarray) -> list[dict]:
    """Give precision, recall and F1 with 95 % intervals; sentences are drawn."""
    rng = np.random.default_rng(SEED)
    drawn = counts[rng.integers(len(counts), size=(ROUNDS, len(counts)))].sum(axis=1)
    rows = []
    for name in ("precision", "recall", "F1"):
        values = measure(name, drawn)
        low, high = np.nanpercentile(values, [2.5, 97.5])
        rows.append(
            {
                "instrument": "action_table",
                "data": "UD English-PUD news, first half",
                "figure": f"{name}, {figure}",
                "n": int(counts[:, 0].sum() + counts[:, 2].sum()),
                "value": float(measure(name, counts.sum(axis=0)[None])[0]),
                "low": low,
                "high": high,
            }
        )
    return rows


def measure(name: str, counts: np.ndarray) -> np.ndarray:
    """Compute a figure from counts of right, wrong and missed, one row a draw."""
    right, wrong, missed = counts.T.astype(float)
    with np.errstate(invalid="ignore"):
        return {
            "precision": right / (right + wrong),
            "recall": right / (right + missed),
            "F1": 2 * right / (2 * right + wrong + missed),
        }[name]


def measure_speed(articles: list[Article]) -> str:
    """Time the table on articles of some 500 words, after what other tables need was done."""
    texts = [article.text for article in articles]
    long = [Article("\n\n".join(texts[start : start + 25])) for start in range(0, len(texts), 25)]
    words = Counter()
    spent = 0.0
    for article in long:
        find_passages(article)
        find_voices(article)
        begun = time.process_time()
        words["rows"] += len(action_table(article))
        spent += time.process_time() - begun
        words["words"] += len(article.text.split())
    return (
        f"{1000 * spent / len(long):.0f} ms an article of {words['words'] // len(long)} words and "
        f"{words['rows'] // len(long)} rows"
    )


def write_report(results: pd.DataFrame, sentences: int, speed: str) -> str:
    """Write the figures as a page."""
    lines = [
        INTRODUCTION.format(sentences=sentences, date=datetime.now(tz=UTC).date(), speed=speed)
    ]
    lines += ["| figure | n | precision | recall | F1 | 95 % | spaCy, gold tokens |"]
    lines += ["|---|---|---|---|---|---|---|"]
    values = results.set_index("figure")
    for figure in FIGURES:
        names = (f"{name}, {figure}" for name in ("precision", "recall", "F1"))
        precision, recall, f1 = (values.loc[name] for name in names)
        reference = REFERENCE.get(figure)
        lines.append(
            f"| {figure} | {f1.n} | {precision.value:.3f} | {recall.value:.3f} | {f1.value:.3f} "
            f"| {f1.low:.3f} to {f1.high:.3f} | {reference or ''} |"
        )
    return "\n".join(lines) + "\n"


INTRODUCTION = """\
# Who does what to whom, against hand-made syntax

Made by `python benchmarks/actions/run.py DATA_FOLDER` on {date}: {sentences} news sentences of UD
English-PUD (CC BY-SA 3.0; not passed on), every second one. `action_table` gets their plain text;
a place counts as right if the word that heads it in the hand-made tree is the noun that the tree
gives the verb. Intervals: bootstrap over sentences, percentiles. Rules were mended on errors in
these sentences, so the figures are somewhat too high for others; the other half was not read.

- *Stated* subjects and objects are the trees' basic ones, with "who" and "which" replaced by their
  noun. *be* is left out on both sides, as the table leaves it out; one line counts it as missed.
- *Inferred* ones are those that the trees' enhanced layer adds: shared by coordinated verbs, by
  control ("urged crews to leave"), and second and later coordinated nouns. Where that layer is
  silent ("Leaving, she ...", "a plan to leave"), nothing is counted. Of 40 such doers and targets,
  drawn at random and read by one reader, 29 were right.
- Passives need an auxiliary here: trees do not mark participles such as "hit by floods".
- The last column is what was measured for spaCy's small model on the trees' own tokens, over all
  500 sentences, before this was written: another set, so no strict comparison.

Processor time of one core, with parse and quotations already remembered:
{speed}.

Known faults: "who" behind two names stands for the second or first alone; a verb behind "and"
after a clause may be given the clause's subject; headlines with a noun that could be a verb
("Syria deal"); the direct object of a passive ("was offered a post") is not a target; "they"
and "it" of things.
"""

if __name__ == "__main__":
    main(Path(sys.argv[1]))
