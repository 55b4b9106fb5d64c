"""Measure who is named: given the true quotations, end to end, and on invented passages.

    uv run python benchmarks/speakers/run.py SHARED

SHARED is the folder with data/ (speakers_dev.jsonl, speakers_train.jsonl, polnear_dev.jsonl,
polnear_train.jsonl, challenge_dev.jsonl) and tools/ (score_speakers.py, score_challenge.py),
whose rules of what counts as right are used. On the training articles the antecedents are weighed
by what the other four folds of articles teach. Prints the figures and writes results.csv beside
this file; then does what speaker_rules.py does, rule by rule. The same input gives the same
figures on every run.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
import speaker_rules
import train_speakers as training

from toolkit.attribution import antecedents
from toolkit.attribution.speakers import attribute_quotations, find_attributions
from toolkit.base.article import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

HERE = Path(__file__).parent
COLUMNS = ["instrument", "data", "figure", "n", "value", "low", "high"]
Row = dict[str, Any]  # a line of JSON, whose fields others decided
Rows = dict[str, Row]
Labels = dict[str, list[Row]]
Rules = dict[tuple[str, str], str]
Figure = tuple[Any, ...]
INSTRUMENT = "speakers"
FORMS = ("name", "pronoun", "description", "none")


def read_data(folder: Path, name: str) -> list[Row]:
    """Read a file of the shared data, or tell that it lacks."""
    path = folder / "data" / name
    if not path.is_file():
        sys.exit(f"{path}: must be a file of the shared data; found no such file")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def name_given(items: Rows, labels: Labels) -> tuple[Rows, Rules]:
    """Name the speakers of the true quotations; with them, which rule decided each."""
    predicted, rules = {}, {}
    for name in labels:
        pairs = training.list_quotations(items[name])
        article = Article(items[name]["text"], id=name)
        found = attribute_quotations(article, [quotation for _, quotation in pairs])
        ids = [made for made, _ in pairs]
        predicted[name] = {
            "id": name,
            "speakers": [
                {"attribution": made, "speaker": said.speaker.name, "kind": said.speaker.kind}
                for made, said in zip(ids, found, strict=True)
            ],
        }
        rules |= {(name, made): said.rule for made, said in zip(ids, found, strict=True)}
    return predicted, rules


def name_plain(items: Rows) -> Rows:
    """Find quotations and speakers from plain text, as `toolkit quotations` writes them."""
    predicted = {}
    for name, item in items.items():
        found = find_attributions(Article(item["text"], id=name))
        predicted[name] = {
            "id": name,
            "attributions": [
                {
                    "content": [[s.start, s.end] for s in said.quotation.content],
                    "speaker": said.speaker.name,
                    "kind": said.speaker.kind,
                    "relay_name": said.relays[0].name if said.relays else None,
                }
                for said in found
            ],
        }
    return predicted


def name_in_folds(items: Rows, labels: Labels) -> tuple[Rows, Rules]:
    """Name the speakers of each fifth of the articles by what the others teach."""
    cases = defaultdict(list)
    for case in training.collect(items, labels):
        cases[case.asked].append(case)
    predicted, rules, articles = {}, {}, sorted(labels)
    for number in range(training.FOLDS):
        held = articles[number :: training.FOLDS]
        weights = training.learn(cases, {*articles} - {*held})
        with patch.object(antecedents, "read_antecedent_weights", lambda learned=weights: learned):
            found = name_given(items, {name: labels[name] for name in held})
        predicted |= found[0]
        rules |= found[1]
    return predicted, rules


def list_rows(  # noqa: PLR0913 - all that the scorer needs
    scorer: ModuleType, data: str, labels: Labels, items: Rows, predicted: Rows, rules: Rules
) -> Iterator[Figure]:
    """List the figures of one set, over all, by form, kind and rule."""
    rows, extra = scorer.outcomes(labels, items, predicted)
    told = scorer.report(rows, extra)
    low, high = told["speaker_accuracy_interval"]
    n = told["attributions"]
    yield data, "speaker right", n, told["speaker_accuracy"], low, high
    yield data, "kind right", n, told["kind_accuracy"], "", ""
    for form in FORMS:
        share, count = told["by_source_form"][form]
        source = "no source" if form == "none" else f"source is a {form}"
        yield data, f"speaker right, {source}", count, share, "", ""
    for kind, (share, count) in told["by_kind"].items():
        yield data, f"speaker right, {kind}", count, share, "", ""
    by_rule = defaultdict(list)
    keys = [(name, one["attribution"]) for name in labels for one in labels[name]]
    for key, row in zip(keys, rows, strict=True):
        if key in rules:
            by_rule[str(rules[key])].append(row["right"])
    for rule, right in sorted(by_rule.items()):
        share = round(100 * sum(right) / len(right), 1)
        yield data, f"speaker right, rule {rule}", len(right), share, "", ""


def as_share(row: Figure) -> Iterator[object]:
    """Give a row as the file has it: percent become shares, counts stay."""
    data, figure, n, *values = row
    yield from (data, figure, n)
    is_count = figure == "traps sprung"
    for value in values:
        yield value if is_count or value == "" else f"{float(value) / 100:.3f}"


def main() -> None:
    """Measure, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder with data/ and tools/")
    folder = parser.parse_args().shared
    sys.path.insert(0, str(folder / "tools"))
    try:
        scorer = importlib.import_module("score_speakers")
        challenge = importlib.import_module("score_challenge")
    except ModuleNotFoundError as error:
        sys.exit(f"{folder / 'tools'}: must hold the scorers; found no {error.name}.py")
    found: list[Figure] = []
    for data in ("dev", "train"):
        labels = {
            one["id"]: one["speakers"] for one in read_data(folder, f"speakers_{data}.jsonl")
        }
        items = {
            one["id"]: one
            for one in read_data(folder, f"polnear_{data}.jsonl")
            if one["id"] in labels
        }
        name = name_given if data == "dev" else name_in_folds
        title = "speakers_dev" if data == "dev" else "speakers_train, five folds"
        found += list_rows(scorer, title, labels, items, *name(items, labels))
        if data == "dev":
            told = scorer.report(*scorer.outcomes(labels, items, name_plain(items)))
            low, high = told["end_to_end_f1_interval"]
            n = told["attributions"]
            found.append((title, "end to end F1", n, told["end_to_end_f1"], low, high))
    items = read_data(folder, "challenge_dev.jsonl")
    _, total = challenge.score(items, name_plain({item["id"]: item for item in items}))
    n = total["attributions"]
    for figure in ("found", "speaker_right", "relay_right"):
        share = round(100 * total[figure] / n, 1)
        found.append(("challenge_dev", figure.replace("_", " "), n, share, "", ""))
    found.append(("challenge_dev", "traps sprung", total["traps"], total["traps_sprung"], "", ""))
    with (HERE / "results.csv").open("w", encoding="utf-8", newline="") as out:
        table = csv.writer(out, lineterminator="\n")
        table.writerows([COLUMNS, *([INSTRUMENT, *as_share(row)] for row in found)])
    for row in found:
        print(*row, sep="\t")
    print("\nWhat each rule is worth:\n")
    speaker_rules.write_rows(folder)


if __name__ == "__main__":
    main()
