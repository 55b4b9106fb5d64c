"""The template for collections runs on whatever a person puts in, from first cell to last."""

import json
from pathlib import Path

import pandas as pd
import pytest

TEMPLATE = Path(__file__).parent.parent / "notebooks" / "your_own_collection.ipynb"
GIVEN = "data/corpus.jsonl"
TEXTS = [
    "Rates will rise, said Mayor Ann Lee. She said taxes will fall.",
    "Bob Day, a truck driver, said he would not pay. An official said he must.",
    "It rained.",
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    cells = json.loads(TEMPLATE.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    monkeypatch.chdir(tmp_path)

    def run(source, **settings):
        values = {}
        assert GIVEN in code[0]
        exec(code[0].replace(GIVEN, f"{source}"), values)  # noqa: S102 - our own notebook
        values |= settings
        for cell in code[1:]:
            exec(cell, values)  # noqa: S102
        return values, pd.read_excel("who_gets_to_speak.xlsx", sheet_name=None, engine="openpyxl")

    return run


def test_a_folder_without_outlets_and_dates(run, tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for number, text in enumerate(TEXTS):
        (folder / f"{number}.txt").write_text(text, "utf-8")
    values, book = run(folder)
    assert len(book["articles"]) == len(TEXTS)
    assert set(book["roles"]["publisher"]) == {"not given"}
    assert book["gender by month"].empty
    assert values["women"].set_index("category").loc["woman", "quotations"] == 2


def test_a_table_of_many_outlets_with_names_of_its_own(run, tmp_path):
    rows = [
        {"nr": n, "Meldung": TEXTS[n % 2], "Gruppe": f"Z{n % 8}", "Welle": n, "Datum": day}
        for n, day in enumerate(pd.date_range("2024-01-01", periods=16, freq="9D").astype("str"))
    ]
    rows.append({**rows[0], "nr": 99, "Meldung": ""})
    rows[2]["Datum"] = "soon"
    pd.DataFrame(rows).to_csv(tmp_path / "news.csv", index=False)
    values, book = run(
        "news.csv", columns={"text": "Meldung", "id": "nr"}, by="Gruppe", period="quarter"
    )
    assert len(book["articles"]) == 16
    assert book["articles"]["Welle"].tolist() == [*range(16)]
    assert set(book["roles"]["Gruppe"]) == {f"Z{n}" for n in range(8)}
    assert values["drawn"]["Gruppe"].nunique() == 6  # as many as a plot tells apart
    assert set(book["gender by quarter"]["period"]) == {"2024Q1", "2024Q2"}
    assert len(values["faults"]) == 1
    told = values["told"]  # what one row has stands above what all of them have
    assert told["articles"].tolist() == [1, 1, 16]
    assert "not understood; found 'soon'" in told.index[1]
    assert set(values["plan"].units["group"]) == set(book["roles"]["Gruppe"])
