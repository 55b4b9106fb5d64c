"""Measure who is who: names against GUM, he and she against GAP, and who speaks, by kind of text.

    uv run benchmarks/people/run.py SHARED [--blind]

SHARED is the folder with data/ (people/, invented/, modern_dev.jsonl, and the texts of
training/modern_labels_dev.jsonl) and tools/ (score_people.py, score_modern.py, score_marked.py,
marked_text.py), whose rules of what counts as right are used. `--blind` also has score_blind.py
judge the blind articles and adds its totals to blind.csv; nothing else of them is shown or kept.
Writes RESULTS.md and results.csv beside this file. Intervals are bootstraps over texts. Takes
about five minutes. But for times, the same input gives the same figures on every run.
"""

from __future__ import annotations

import argparse
import importlib
import json
import re
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from mentions import (
    SEED,
    Row,
    count_gap,
    count_gum,
    join,
    list_gap_figures,
    list_gum_figures,
    read_lines,
    run_tool,
    share,
)
from report import write_report

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))
import modern_data
from train_confidence import HELD_INVENTED

from toolkit.attribution import find_attributions, find_people
from toolkit.base import Act, Article
from toolkit.engine import find_passages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from types import ModuleType

    from mentions import Figure

HERE = Path(__file__).parent
DRAWS = 2000  # of the bootstrap
HELD_GUM = 8  # every so many documents were kept apart when register-v1 was learned
LENGTHS = (1_000, 5_000, 10_000, 20_000)  # words
STEPS = (0.9, 0.8, 0.7, 0.5)  # of chance
NEEDED = (
    *(
        f"tools/{name}.py"
        for name in ("score_people", "score_modern", "score_marked", "marked_text")
    ),
    *(f"data/people/{name}" for name in ("gum_people_train.jsonl", "gap-test.tsv.gz")),
    "data/invented/inv_a.txt",
    "data/modern_dev.jsonl",
)
LEARNED, READ, NOT_READ = "learned from", "read", "not read"
GENRES = {  # of modern_dev, as its field `genre` has them
    "wire": "news", "broadsheet": "news", "broadcaster": "news", "local": "news",
    "african": "world news", "asia-pacific": "world news", "sport": "sport",
    "business": "business, science", "science/health": "business, science",
}  # fmt: skip
FEATURES = "feature, interview, obituary, opinion, release"
SOURCES = {"basil": "US politics (BASIL)", "page": "news pages",
           "wikinews": "Wikinews, stories and interviews"}  # fmt: skip
FILES = {  # of the invented articles, as their README has them
    "b": "features, sport, obituaries, live blogs", "c": "interviews, transcripts, hearings",
    "j": "interviews, transcripts, hearings", "h": "local news of North America",
}  # fmt: skip


def bound(counts: pd.DataFrame, figures: Mapping[str, Figure]) -> Iterator[Row]:
    """Give each figure of the texts with its 95 % interval, a percentile bootstrap over them."""
    size = len(counts)
    weights = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), DRAWS)
    drawn = pd.DataFrame(weights @ counts.to_numpy(float), columns=counts.columns)
    whole = counts.sum().astype(float)
    for name, (total, formula) in figures.items():
        with np.errstate(all="ignore"):
            low, high = formula(drawn).quantile([0.025, 0.975])
            value = formula(whole)
        yield {"figure": name, "n": round(whole[total]), "value": value, "low": low, "high": high}


def list_rows(
    section: str, data: str, status: str, counts: pd.DataFrame, figures: Mapping[str, Figure]
) -> list[Row]:
    """Give the figures of a set, in all and by kind of text, which the column `kind` tells."""
    kinds = [*counts.groupby("kind", sort=False)]
    return [
        {"section": section, "data": data, "kind of text": kind, "texts": len(some),
         "status": status, **row}
        for kind, some in [("all", counts), *(kinds if len(kinds) > 1 else [])]
        for row in bound(some.drop(columns="kind"), figures)
    ]  # fmt: skip


# ---- who speaks ---------------------------------------------------------------------


def read_sets(shared: Path) -> Iterator[tuple[str, str, list[Row]]]:
    """Yield the labelled sets as score_modern.py takes them, with the kind of each text."""
    data = shared / "data"
    labels = modern_data.read_labels(modern_data.HERE / "modern_labels_dev.jsonl", data)
    own = [{**modern_data.to_score(row), "kind": SOURCES[row["source"]]} for row in labels]
    yield "own dev", READ, own
    modern = read_lines(data / "modern_dev.jsonl")
    yield "modern_dev", READ, [{**r, "kind": GENRES.get(r["genre"], FEATURES)} for r in modern]
    to_gold = importlib.import_module("score_marked").to_gold
    invented = []
    for path in sorted((data / "invented").glob("*.txt")):
        kind = FILES.get(path.stem.removeprefix("inv_"), "plain news of the world")
        with tempfile.TemporaryDirectory() as folder:
            run_tool(shared, "marked_text.py", path, "--json", Path(folder) / "rows.jsonl")
            rows = read_lines(Path(folder) / "rows.jsonl")
        invented += [{**to_gold(row), "kind": kind} for row in rows]
    yield "invented, kept apart", READ, invented[::HELD_INVENTED]
    rest = [row for number, row in enumerate(invented) if number % HELD_INVENTED]
    yield "invented, the rest", LEARNED, rest


def find_speakers(item: Row) -> list[Row]:
    """Find who says what, as benchmarks/modern does: without those who did not answer."""
    return [
        {
            "content": [[span.start, span.end] for span in said.quotation.content],
            "speaker": said.speaker.name,
            "relay_name": said.relays[0].name if said.relays else None,
            "confidence": said.confidence,
        }
        for said in find_attributions(Article(item["text"], id=item["id"], language="en"))
        if said.quotation.act is not Act.NO_COMMENT
    ]


def count_speakers(scorer: ModuleType, items: Iterable[Row]) -> pd.DataFrame:
    """Count what score_modern.py judges, a row a text."""
    table = []
    for item in items:
        rows, alarms, total = scorer.score([item], {item["id"]: find_speakers(item)})
        core = [row for row in rows if "o" not in row[1]["flags"]]
        verdicts = pd.Series([row[3] for row in core], dtype=str)
        relays = [row[4] for row in core if scorer.needs_relay(row[1])]
        table.append({
            "kind": item["kind"], "attributions": len(core), "predicted": total,
            "true": total - len(alarms), "found": sum(verdicts != "missed"),
            **{name: sum(verdicts == name) for name in ("right", "wrong", "short", "unknown")},
            "relays": len(relays), "relays right": sum(relays),
            **count_sure(core),
        })  # fmt: skip
    return pd.DataFrame(table)


def count_sure(core: Iterable[tuple[Any, ...]]) -> dict[str, int]:
    """Count whom we name with a chance from each step on, and how many of these are wrong."""
    named = [
        (row[2]["confidence"], row[3]) for row in core if row[2] and row[2]["speaker"] != "unknown"
    ]
    counts = {}
    for step in STEPS:
        verdicts = [verdict for chance, verdict in named if chance >= step]
        counts |= {f"named {step}": len(verdicts), f"wrong {step}": verdicts.count("wrong")}
    return counts


SPEAKERS: dict[str, Any] = {
    "found": share("found", "attributions"),
    "right": share("right", "attributions"),
    "wrong, of found": share("wrong", "found"),
    "unknown, of found": share("unknown", "found"),
    "precision": share("true", "predicted"),
}
SPEAKERS["F1"] = join(SPEAKERS["precision"], SPEAKERS["right"])
RELAYS = {"relays right": share("relays right", "relays")}
SURE = {
    **{f"wrong, of {step} and above": share(f"wrong {step}", f"named {step}") for step in STEPS},
    **{f"named at {step} and above": share(f"named {step}", "attributions") for step in STEPS},
}


def score_blind(shared: Path) -> None:
    """Have the blind articles scored; print the totals and add them to blind.csv."""
    with tempfile.TemporaryDirectory() as folder:
        out, texts = Path(folder) / "ours.jsonl", shared / "blind" / "texts.jsonl"
        command = [sys.executable, "-m", "toolkit", "quotations", texts, "--out", out]
        subprocess.run(command, check=True)
        told = run_tool(shared, "score_blind.py", out)
    print(told)
    cells = {
        name: (" to " if "%" in name else " of ").join(map(str, np.atleast_1d(value)))
        for name, value in json.loads(told).items()
    }
    path = HERE / "blind.csv"
    row = pd.DataFrame([{"date": str(datetime.now(tz=UTC).date()), **cells}])
    row.to_csv(path, mode="a", header=not path.exists(), index=False, lineterminator="\n")


# ---- time and report ---------------------------------------------------------------------


def time_people(texts: Sequence[str]) -> pd.DataFrame:
    """Time `find_people` beside the parse, which it needs, in seconds of processor time."""
    words = [word for text in texts for word in re.findall(r"\S+\s*", text + "\n\n")]
    find_people(Article("".join(words[:200]), language="en"))  # models are loaded
    table = []
    for length in LENGTHS:
        article = Article("".join(words[:length]), id=str(length), language="en")
        begun = time.process_time()
        find_passages(article)
        parsed = time.process_time()
        people = find_people(article)
        ended = time.process_time()
        table.append({"words": length, "who is who": len(people), "parse": parsed - begun,
                      "find_people": ended - parsed})  # fmt: skip
    return pd.DataFrame(table)


def main() -> None:
    """Measure, print and write the results."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shared", type=Path, help="the folder with data/ and tools/")
    parser.add_argument("--blind", action="store_true", help="score the blind articles, too")
    options = parser.parse_args()
    shared = options.shared
    for name in NEEDED:
        if not (shared / name).is_file():
            sys.exit(f"{shared / name}: must be a file of the shared folder; found no such file")
    sys.path.insert(0, str(shared / "tools"))
    rows = measure(shared)
    if options.blind:
        score_blind(shared)
    frame = pd.DataFrame(rows)
    names = frame.pop("section").isin(["names", "he and she"])
    frame.insert(0, "instrument", np.where(names, "find_people", "find_attributions"))
    frame.to_csv(HERE / "results.csv", index=False, float_format="%.3f", lineterminator="\n")
    gum = read_lines(shared / "data" / "people" / "gum_people_train.jsonl")
    text = write_report(rows, time_people([row["text"] for row in gum]), HERE / "blind.csv")
    print(text)
    (HERE / "RESULTS.md").write_text(text, "utf-8")


def measure(shared: Path) -> list[Row]:
    """Measure all but the blind articles and the time."""
    gum, names, pronouns = count_gum(shared), list_gum_figures(), list_gap_figures()
    rows = list_rows("names", "GUM", LEARNED, gum, names)
    rows += list_rows(
        "names", "GUM, kept apart", NOT_READ, gum[::HELD_GUM].assign(kind="all"), names
    )
    for method, counts in count_gap(shared).items():
        rows += list_rows("he and she", f"GAP test, {method}", NOT_READ, counts, pronouns)
    scorer = importlib.import_module("score_modern")
    for data, status, items in read_sets(shared):
        counts = count_speakers(scorer, items)
        for section, figures in (("speakers", SPEAKERS), ("relays", RELAYS)):
            rows += list_rows(section, data, status, counts, figures)
        rows += list_rows("chances", data, status, counts.assign(kind="all"), SURE)
    return rows


if __name__ == "__main__":
    main()
