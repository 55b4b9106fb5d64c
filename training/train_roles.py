"""Learn in what role somebody speaks, from what articles say of them.

    uv run python training/train_roles.py DATA

DATA holds the sources of modern_labels_train.jsonl (see modern_data.py), polnear_train.jsonl and
speakers_train.jsonl. Learns from the roles of the speakers of both, labelled by reading
(modern_labels_train.jsonl, polnear_roles_train.jsonl), and from the invented descriptions of
role_phrases.txt: a multinomial logistic regression with a ridge penalty. Prints what five folds of
articles give for each penalty, and writes the weights learned on all of them to
toolkit/data/role_weights.csv. Takes two minutes, most of them for parsing.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import modern_data
import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from toolkit.attribution import evidence, roles
from toolkit.base import Article, Kind, Role, Span, Speaker, read_role_nouns
from toolkit.grammar import parse_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Floats = np.ndarray[Any, np.dtype[np.float64]]
HERE = Path(__file__).parent
WEIGHTS = Path(roles.__file__).parents[1] / "data" / "role_weights.csv"
PENALTIES = (0.3, 1.0, 3.0)
CHOSEN = 1.0
FOLDS = 5
RARE = 2  # cases: facts of fewer are not learned
SECOND = 0.3  # of a case that could as well be counted for another role
LEAST_WEIGHT = 0.1  # smaller ones are left out of the file
INVENTED = "invented"
NO_NAMES = {"white"}  # a White is among the persons, but the word belongs to the White House


@dataclass(frozen=True, slots=True)
class Case:
    """A speaker with the role that a reader gave them."""

    article: str
    role: Role
    also: tuple[Role, ...]
    facts: frozenset[str]


def collect(data: Path) -> list[Case]:
    """List the labelled speakers of whom an article says something, and the invented ones."""
    cases = [*collect_modern(data), *collect_polnear(data), *collect_invented()]
    return hide_names(cases, list_persons(data))


def list_persons(data: Path) -> set[str]:
    """List the words of the names of all labelled persons: who has which role is not learned."""
    rows = [a for row in read(HERE / "modern_labels_train.jsonl") for a in row["attributions"]]
    rows += [one for row in read(data / "speakers_train.jsonl") for one in row["speakers"]]
    persons = (row["speaker"] for row in rows if row["kind"] == Kind.PERSON)
    names = {word.lower() for name in persons for word in name.split() if word[0].isupper()}
    return names - {*read_role_nouns()} - NO_NAMES


def hide_names(cases: Sequence[Case], names: set[str]) -> list[Case]:
    """Take every fact away in which a person's name stands."""
    return [
        replace(case, facts=frozenset(fact for fact in case.facts if not has_name(fact, names)))
        for case in cases
    ]


def has_name(fact: str, names: set[str]) -> bool:
    """Tell whether a person's name stands in a fact."""
    words = (word.partition("\u2019")[0].partition("'")[0] for word in fact.split()[1:])
    return not names.isdisjoint(words)


def collect_modern(data: Path) -> Iterator[Case]:
    """List the speakers of the articles of today."""
    for row in modern_data.read_labels(HERE / "modern_labels_train.jsonl", data):
        article = Article(row["text"], id=f"{row['source']}-{row['id']}", language="en")
        for told in row["speakers"]:
            said = [a for a in row["attributions"] if a["speaker"] == told["speaker"]]
            if said and told["role"] in roles.LEARNED:
                places = {(start, end) for a in said for start, end in a["source"]}
                yield from make_case(article, make_speaker(said[0], places), told)


def collect_polnear(data: Path) -> Iterator[Case]:
    """List the speakers of PolNeAR's articles."""
    items = {row["id"]: row for row in read(data / "polnear_train.jsonl")}
    labels = {row["id"]: row["speakers"] for row in read(data / "speakers_train.jsonl")}
    for told in read(HERE / "polnear_roles_train.jsonl"):
        article = Article(items[told["article"]]["text"], id=told["article"], language="en")
        sources = {a["id"]: a["source"] or [] for a in items[article.id]["attributions"]}
        speakers = {row["attribution"]: row for row in labels[article.id]}
        one = speakers[told["attribution"]]
        places = {
            (start, end)
            for name, row in speakers.items()
            if row["speaker"] == one["speaker"]
            for start, end in sources[name]
        }
        yield from make_case(article, make_speaker(one, places), told)


def collect_invented() -> Iterator[Case]:
    """List the descriptions that we invented."""
    for line in (HERE / "role_phrases.txt").read_text("utf-8").splitlines():
        role, _, phrases = line.partition(": ")
        for words in phrases.split("; ") if role in roles.LEARNED else ():
            told = evidence.describe(*parse_texts([words]))
            phrase = evidence.Phrase(Span(0, len(words)), evidence.Sort.SOURCE, *told)
            facts = frozenset({"always", *roles.list_phrase_facts(phrase)})
            yield Case(INVENTED, Role(role), (), facts)


def make_speaker(row: dict[str, Any], places: set[tuple[int, int]]) -> Speaker:
    """Make a speaker as the toolkit would have found them."""
    mentions = tuple(Span(start, end) for start, end in sorted(places))
    return Speaker(row["speaker"], Kind(row["kind"]), mentions)


def make_case(article: Article, speaker: Speaker, told: dict[str, Any]) -> Iterator[Case]:
    """Make the case of a speaker of whom the article says something."""
    phrases = evidence.list_phrases(article, speaker)
    if phrases and speaker.kind is not Kind.DOCUMENT:
        also = tuple(Role(role) for role in told["also"] if role in roles.LEARNED)
        facts = frozenset(roles.list_facts(speaker.kind, phrases))
        yield Case(article.id, Role(told["role"]), also, facts)


def learn(cases: Sequence[Case], penalty: float) -> tuple[list[str], Floats]:
    """Learn a weight for each fact and role."""
    counts = Counter(fact for case in cases for fact in case.facts)
    names = sorted(fact for fact, n in counts.items() if n >= RARE)
    table, right = tabulate(cases, names), share_out(cases)
    penalties = np.full((len(names), 1), penalty)
    penalties[names.index("always")] = 0.01

    def lose(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(len(names), len(roles.LEARNED))
        chances = predict(table, weights)
        loss = -(right * np.log(chances + 1e-12)).sum() + (penalties * weights**2).sum() / 2
        return loss, (table.T @ (chances - right) + penalties * weights).ravel()

    start = np.zeros(len(names) * len(roles.LEARNED))
    found = minimize(lose, start, jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return names, found.x.reshape(len(names), len(roles.LEARNED))


def tabulate(cases: Sequence[Case], names: Sequence[str]) -> csr_matrix:
    """Make a row of noughts and ones for each case."""
    columns = {name: number for number, name in enumerate(names)}
    places = [
        (row, columns[fact])
        for row, case in enumerate(cases)
        for fact in sorted(case.facts)
        if fact in columns
    ]
    rows, found = zip(*places, strict=True)
    return csr_matrix((np.ones(len(rows)), (rows, found)), shape=(len(cases), len(names)))


def share_out(cases: Sequence[Case]) -> Floats:
    """Give each case to its role, and a part of it to those that a reader allowed too."""
    right = np.zeros((len(cases), len(roles.LEARNED)))
    for row, case in zip(right, cases, strict=True):
        row[roles.LEARNED.index(case.role)] = 1 - SECOND * bool(case.also)
        for role in case.also:
            row[roles.LEARNED.index(role)] += SECOND / len(case.also)
    return right


def predict(table: csr_matrix, weights: Floats) -> Floats:
    """Give the chance of each role."""
    scores = table @ weights
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)


def score_in_folds(cases: Sequence[Case], penalty: float) -> float:
    """Give the share of right roles by what the other folds of articles teach."""
    articles = sorted({case.article for case in cases} - {INVENTED})
    folds = {name: number % FOLDS for number, name in enumerate(articles)}
    n_right = 0
    for fold in range(FOLDS):
        held = [case for case in cases if folds.get(case.article) == fold]
        names, weights = learn([c for c in cases if folds.get(c.article) != fold], penalty)
        best = predict(tabulate(held, names), weights).argmax(axis=1)
        n_right += sum(
            roles.LEARNED[number] in {case.role, *case.also}
            for case, number in zip(held, best, strict=True)
        )
    return n_right / sum(case.article != INVENTED for case in cases)


def write(names: Sequence[str], weights: Floats) -> None:
    """Write the weights that are not next to nothing."""
    with WEIGHTS.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["fact", *roles.LEARNED])
        for name, row in zip(names, weights, strict=True):
            cells = [f"{w:.2f}" if abs(w) >= LEAST_WEIGHT else "" for w in row]
            if any(cells):
                writer.writerow([name, *cells])


def read(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main(arguments: Sequence[str]) -> None:
    """Learn from all labels and write the weights."""
    if len(arguments) != 1:
        sys.exit(__doc__)
    cases = collect(Path(arguments[0]))
    for penalty in PENALTIES:
        print(f"{len(cases)} cases, penalty {penalty:g}: {score_in_folds(cases, penalty):.3f}")
    write(*learn(cases, CHOSEN))


if __name__ == "__main__":
    main(sys.argv[1:])
