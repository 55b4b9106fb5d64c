"""Read thirty files as offices, databases and browsers write them, and list what came of each.

Usage: python benchmarks/loaders/files.py
Takes half a minute. Writes FILES.md beside this file, and ends with 1 where a file was read as
something else than it is. The texts are ours: tests/exports and tests/stub_documents.py.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(ROOT))

import toolkit as tk  # noqa: E402
from tests.stub_documents import (  # noqa: E402 - the repository is no package
    make_columns,
    make_docx,
    make_ods,
    make_pdf,
    make_rtf,
    make_xlsx,
)

EXPORTS = ROOT / "tests" / "exports"
ROWS = [
    ["id", "Titel", "Artikeltext", "Datum", "party"],
    [1, "Rates rise", "Rates will rise, the governor of the bank said.", "2021-03-03", "A"],
    [2, "Blank", None, "2021-03-04", "B"],
    [3, "Rates fall", "Rates will fall, the governor of the bank said.", "3 March 2021", "A"],
]
LEFT = ["Rates will rise again this year, the", "governor of the bank said on Mon-", "day."]
RIGHT = ["Unions said that wages had not kept", "up with prices."]
PAGE = (
    "<html><body><h1>Rates rise</h1><p>Rates will rise, the governor of the bank said.</p>"
    "<p>She would not say when.</p></body></html>"
)
MAIL = "From: The Courier <a@courier.example>\nSubject: Rates rise\n\nRates will rise, she said.\n"
SAVED = f"From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example\n\n{PAGE}".replace(
    "\n\n", "\nContent-Type: text/html\n\n", 1
)
# Of each file: how many articles, and how many faults, it must come to.
EXPECTED = {
    "nexis_uni.txt": (3, 0), "nexis_uni.docx": (3, 0), "nexis_uni.rtf": (3, 0),
    "nexis_cut_short.txt": (2, 1), "nexis_and_factiva.txt": (5, 0),
    "lexisnexis.txt": (2, 0),
    "factiva_codes.txt": (2, 0), "factiva_codes.rtf": (2, 0),
    "factiva_plain.txt": (2, 0), "factiva_plain.docx": (2, 0),
    "factiva_plain.rtf": (2, 0), "factiva_plain.pdf": (2, 0), "factiva_page.html": (0, 1),
    "proquest.txt": (2, 1), "proquest.docx": (2, 1),
    "newsbank.txt": (2, 0), "newsbank.rtf": (2, 0),
    "references.ris": (2, 1), "unknown.txt": (0, 1),
    "sheet.xlsx": (2, 1), "merged_head.xlsx": (2, 1), "sheet.ods": (2, 1), "old_sheet.xls": (1, 1),
    "protected.xlsx": (0, 1), "broken.xlsx": (0, 1), "unicode_text.txt": (2, 1),
    "meldungen.csv": (0, 1), "story.docx": (1, 0), "broken.docx": (0, 1),
    "two_columns.pdf": (1, 0), "pictures.pdf": (0, 1), "protected.pdf": (0, 1),
    "page.mhtml": (1, 0), "mail.eml": (1, 0),
}  # fmt: skip


def make_files() -> dict[str, bytes]:
    """Make the content of each file."""
    samples = {path.name: path.read_bytes() for path in sorted(EXPORTS.iterdir())}
    texts = {name: content.decode() for name, content in samples.items() if name[-3:] == "txt"}
    lines = {name.partition(".")[0]: text.split("\n") for name, text in texts.items()}
    cell = [[value if value is not None else "" for value in row] for row in ROWS]
    wide = "\n".join("\t".join(map(str, row)) for row in cell)
    plain = [(60, 800 - 12 * n, 10, line) for n, line in enumerate(lines["factiva_plain"]) if line]
    article = '<div id="article-NPCOUR0020210303eh330001x" class="article"><p>War.</p></div>'
    return samples | {
        "nexis_uni.docx": make_docx(lines["nexis_uni"]),
        "nexis_uni.rtf": make_rtf(lines["nexis_uni"]),
        "nexis_cut_short.txt": texts["nexis_uni.txt"].partition("rowed across")[0].encode(),
        "nexis_and_factiva.txt": (
            texts["nexis_uni.txt"] + "\n" + texts["factiva_codes.txt"]
        ).encode(),
        "factiva_codes.rtf": make_rtf(lines["factiva_codes"]),
        "factiva_plain.docx": make_docx(lines["factiva_plain"]),
        "factiva_plain.rtf": make_rtf(lines["factiva_plain"]),
        "factiva_plain.pdf": make_pdf([plain]),
        "factiva_page.html": f"<html><body>{article}{article}</body></html>".encode(),
        "proquest.docx": make_docx(lines["proquest"]),
        "newsbank.rtf": make_rtf(lines["newsbank"]),
        "sheet.xlsx": make_xlsx({"News": ROWS}),
        "merged_head.xlsx": make_xlsx(
            {"News": [["An export"], ["Article", None, None, "When", "Codes"], *ROWS]},
            merged=["A2:C2"],
        ),
        "sheet.ods": make_ods(cell),
        "broken.xlsx": make_xlsx({"News": ROWS})[:900],
        "unicode_text.txt": wide.encode("utf-16"),
        "meldungen.csv": b"Nr;Meldung\n1;Rates will rise.\n2;Rates will fall.\n",
        "story.docx": make_docx(["By Ann Lee", "Rates will rise, she said."], heading="Rates"),
        "broken.docx": make_docx(["War."])[:900],
        "two_columns.pdf": make_pdf([make_columns(LEFT, RIGHT, title="Rates will rise")]),
        "pictures.pdf": make_pdf([[], []]),
        "page.mhtml": SAVED.encode(),
        "mail.eml": MAIL.encode(),
    }


def main() -> None:
    """Read each file, and write what came of it."""
    rows, wrong = [], []
    with tempfile.TemporaryDirectory() as folder:
        for name, content in make_files().items():
            path = Path(folder, name)
            path.write_bytes(content)
            faults: list[tk.ReadError] = []
            articles = [*tk.iter_corpus(path, on_fault=faults.append)]
            if (len(articles), len(faults)) != EXPECTED[name]:
                wrong.append(name)
            told = "; ".join(str(fault).replace(f"{path}", name) for fault in faults)
            first = json.dumps(articles[0].title, ensure_ascii=False) if articles else ""
            rows.append(f"| {name} | {len(articles)} | {first} | {told.replace('|', '/')} |")
    report = "\n".join(
        [
            "# Thirty files, and what came of each",
            "",
            "Made by `benchmarks/loaders/files.py`. The texts are invented; the marks are those",
            "of the databases and offices.",
            "",
            f"{len(rows)} files: {len(rows) - len(wrong)} read or refused as they should be, "
            f"{len(wrong)} read as something else.",
            "",
            "| file | articles | the first one's title | what was told |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
        ]
    )
    (HERE / "FILES.md").write_text(report, "utf-8")
    print(report)
    sys.exit(f"read as something else: {', '.join(wrong)}" if wrong else 0)


if __name__ == "__main__":
    main()
