"""A table asked for with `evidence=True` has the words behind its figures, and nothing else."""

import pandas as pd
import pytest

import toolkit as tk
from toolkit.attitude import sentiment_evidence_table, stance_passage_table, tone_evidence_table

ARTICLE = tk.Article(
    "The War Council met. Ann Lee, the mayor, said Bob Day is perhaps a liar and a disgrace. "
    "Day said Lee must not fail.",
    id="a1",
)
PAIRS = [
    (tk.sentence_sentiment_table, sentiment_evidence_table),
    (tk.tone_table, tone_evidence_table),
    (tk.stance_table, stance_passage_table),
]


@pytest.mark.parametrize(("make", "explain"), PAIRS)
def test_evidence_is_the_table_of_words_or_passages(make, explain):
    table = make([ARTICLE], evidence=True)
    assert len(table)
    pd.testing.assert_frame_equal(table, explain([ARTICLE]))
    assert table.attrs["table"] == explain.__name__
    assert [*table] != [*make([ARTICLE])]


def test_evidence_goes_by_the_options_of_its_table(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text("word,category\nmayor,office\n", "utf-8")
    for (make, explain), options in zip(
        PAIRS, ({"count_names": True}, {"lexicon": path}, {"precision": 0.99}), strict=True
    ):
        table = make(ARTICLE, evidence=True, **options)
        pd.testing.assert_frame_equal(table, explain(ARTICLE, **options))
        assert not table.equals(make(ARTICLE, evidence=True)), make


@pytest.mark.parametrize("make", [tk.tone_table, tk.stance_table])
@pytest.mark.parametrize("by", ["publisher", ["publisher", "month"]])
def test_evidence_is_of_single_articles_so_groups_beside_it_are_refused(make, by):
    with pytest.raises(tk.ToolkitError, match=r"^by: must be left out where evidence=True; found"):
        make(ARTICLE, by=by, evidence=True)
