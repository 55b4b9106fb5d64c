"""Mean scores of speakers, over the articles of an outlet."""

import pytest

import toolkit as tk
from toolkit.base.article import Article
from toolkit.tables.intervals import estimate_clustered_share


def test_a_speaker_of_an_outlet_has_the_mean_of_all_units_with_articles_as_clusters():
    words = ["a terrible mess", "a good plan", "an awful night", "a bad day", "an excellent idea"]
    articles = [
        Article(f"The plan is {said}, said the mayor, {name}.", id=said, publisher="P")
        for said, name in zip(words, ["Ann Lee", "Lee", "Lee", "Ann Lee", "Lee"], strict=True)
    ]
    single = tk.speaker_sentiment_table(articles)
    table = tk.speaker_sentiment_table(articles, by="publisher")
    assert table["speaker"].tolist() == ["Ann Lee", "narrator"]
    lee, narrator = table.to_dict("records")
    assert (lee["n"], lee["articles"], narrator["articles"]) == (5, 5, 5)
    sentences = tk.sentence_sentiment_table(articles)
    scores = sentences.loc[sentences["voice"].isin(["Ann Lee", "Lee"]), "vader"].dropna().tolist()
    share = estimate_clustered_share([(score + 1) / 2 for score in scores], [1] * 5)
    ends = [2 * end - 1 for end in share]
    found = [lee["vader_mean"], lee["vader_low"], lee["vader_high"]]
    assert found == pytest.approx(ends, abs=1e-4)
    assert table["words"].sum() == single["words"].sum()
    assert dict(tk.speaker_sentiment_table([], by="publisher").dtypes) == dict(table.dtypes)
    few = tk.speaker_sentiment_table(articles[:4], by="publisher")
    assert few[["vader_mean", "vader_low"]].isna().all(axis=None)
    with pytest.raises(tk.ToolkitError, match=r"^by: .* article, publisher, .* found 'mood'"):
        tk.speaker_sentiment_table(articles, by="mood")
