"""What every plot of a table holds to. What each draws is tested beside its module."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tk
from toolkit.display.annotation import picture
from toolkit.plots.shared import shorten_label

ANY_NUMBER = {
    "speakers": (tk.plot_speakers, tk.speaker_table),
    "relays": (tk.plot_relays, tk.quotation_table),
    "speaker sentiment": (tk.plot_speaker_sentiment, tk.speaker_sentiment_table),
    "coverage": (tk.plot_coverage, tk.coverage_table),
    "keyness": (tk.plot_keyness, lambda articles: tk.keyness_table(articles, "wordfreq")),
}
ONE_ARTICLE = {
    "voices": (tk.plot_voices, tk.voice_table),
    "arc": (tk.plot_sentiment_arc, tk.sentence_sentiment_table),
    "tone": (tk.plot_tone, tk.tone_table),
    "words": (tk.plot_keywords, tk.keyword_table),
    "phrases": (tk.plot_keywords, lambda articles: tk.keyword_table(articles, kind="phrases")),
    "dispersion": (
        tk.plot_dispersion,
        lambda articles: tk.concordance_table(articles, query=["gaps", "trust"], with_voices=True),
    ),
}
PLOTS = ANY_NUMBER | ONE_ARTICLE


@pytest.fixture(params=PLOTS.values(), ids=PLOTS)
def drawn(request, seed):
    """A plot, and the table of the seed that it draws."""
    plot, make = request.param
    return plot, make(seed)


def test_draws_where_told_and_leaves_the_table_alone(drawn):
    plot, table = drawn
    before = table.copy()
    _, ax = plt.subplots()
    assert plot(table, ax=ax) is ax
    pd.testing.assert_frame_equal(table, before)


def test_says_its_finding_and_can_be_drawn(drawn):
    plot, table = drawn
    ax = plot(table)
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left")


def test_says_that_there_is_nothing(drawn):
    plot, table = drawn
    assert plot(table[:0]).get_title(loc="left").startswith("No")


def test_names_the_maker_of_a_table_that_is_not_its_own(drawn):
    plot, _ = drawn
    with pytest.raises(tk.ToolkitError, match=r"must be one that \w+_table made; found no column"):
        plot(pd.DataFrame({"other": [1]}))


def test_a_label_of_one_long_word_is_not_empty():
    told = shorten_label("Hohenlohewaldenburg" * 4).split("\n")
    assert told[0] == ("Hohenlohewaldenburg" * 4)[:24]
    assert told[-1].endswith("\u2026")
    assert shorten_label("Ann Lee") == "Ann Lee"


def test_shows_odd_names_as_they_are():
    article = tk.Article("A$AP <b> and Ke$ha <b> Co. said that the plan is good. Gaps remain.")
    for plot, make in PLOTS.values():
        ax = plot(make(article))
        assert "<b>" not in picture(ax).svg
        ax.figure.canvas.draw()


@pytest.mark.parametrize(("plot", "make"), ONE_ARTICLE.values(), ids=ONE_ARTICLE)
def test_two_articles_in_one_plot_are_refused(plot, make, seed):
    other = tk.Article('"The gaps of trust remain," Ann Lee said.', id="other")
    with pytest.raises(tk.ToolkitError, match="table: must hold one article; found 2"):
        plot(make([seed, other]))


@pytest.mark.parametrize("plot", [tk.plot_tone, tk.plot_stance], ids=["tone", "stance"])
def test_articles_put_together_are_refused_where_one_is_drawn(plot, seed):
    make = {tk.plot_tone: tk.tone_table, tk.plot_stance: tk.stance_table}[plot]
    with pytest.raises(tk.ToolkitError, match="found several put together, by `by`"):
        plot(make(seed, by="publisher"))
