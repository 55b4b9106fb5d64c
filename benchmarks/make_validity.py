"""Put the main figures of all benchmarks together, for `validity_table`.

Usage: python benchmarks/make_validity.py
Reads every benchmarks/*/results.csv (instrument, data, figure, n, value, low, high; what else
they hold is passed over) and writes toolkit/data/validity.csv. A figure gets in by having a row
in meanings.csv beside this file, which says what it means ({percent} stands for the figure);
`data` may be left empty there for any.
Run it after each benchmark. The order is that of meanings.csv.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

HERE = Path(__file__).parent
TARGET = HERE.parent / "toolkit" / "data" / "validity.csv"
MEANINGS = HERE / "meanings.csv"
COLUMNS = ("instrument", "data", "figure", "n", "value", "low", "high", "scale", "meaning")


def main() -> None:
    """Read all results and write the file."""
    results = [row for path in sorted(HERE.glob("*/results.csv")) for row in read(path)]
    chosen = [
        found | {"scale": given["scale"], "meaning": explain(given["meaning"], found["value"])}
        for given in read(MEANINGS)
        for found in results
        if all(given[name] in {"", found[name]} for name in ("instrument", "data", "figure"))
    ]
    known = {(row["instrument"], row["figure"]) for row in results}
    for given in read(MEANINGS):
        if (given["instrument"], given["figure"]) not in known:
            print(
                f"{given['instrument']}, {given['figure']}: no benchmark has it", file=sys.stderr
            )
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(chosen)
    print(f"{TARGET.name}: {len(chosen)} figures")


def explain(meaning: str, value: str) -> str:
    """Put the figure, as a whole number of hundred, where the meaning tells of it."""
    return meaning.replace("{percent}", f"{100 * float(value):.0f}")


def read(path: Path) -> list[dict[str, str]]:
    """Read a file of comma-separated values."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
