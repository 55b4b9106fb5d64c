import matplotlib.pyplot as plt
import pandas as pd
import pytest

import toolkit as tk
from toolkit.plots_words import MOST_BARS, MOST_TERMS

PLOTS = [
    (tk.plot_keywords, tk.keyword_table),
    (tk.plot_keywords, lambda seed: tk.keyword_table(seed, "phrases")),
    (tk.plot_keyness, lambda seed: tk.keyness_table(seed, "wordfreq")),
    (tk.plot_dispersion, lambda seed: tk.concordance_table(seed, ["gaps", "trust"], voices=True)),
]
ONE_ARTICLE = [plot for plot in PLOTS if plot[0] is not tk.plot_keyness]


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(("plot", "make"), PLOTS)
class TestEachPlot:
    def test_draws_where_told_and_leaves_the_table_alone(self, plot, make, seed):
        table = make(seed)
        before = table.copy()
        _, ax = plt.subplots()
        assert plot(table, ax=ax) is ax
        pd.testing.assert_frame_equal(table, before)

    def test_says_its_finding_and_can_be_drawn(self, plot, make, seed):
        ax = plot(make(seed))
        ax.figure.canvas.draw()
        assert ax.get_title("left")

    def test_draws_an_empty_table(self, plot, make, seed):
        ax = plot(make(seed).head(0))
        assert "No" in ax.get_title("left")


@pytest.mark.parametrize(("plot", "make"), ONE_ARTICLE)
def test_two_articles_in_one_plot_are_refused(plot, make, seed):
    other = tk.Article("The gaps of trust remain.", id="other")
    with pytest.raises(tk.ToolkitError, match="table: must hold one article; found 2"):
        plot(make([seed, other]))


def test_key_words_show_how_often_they_occur(seed):
    table = tk.keyword_table(seed)
    ax = tk.plot_keywords(table)
    assert len(ax.patches) == MOST_BARS
    labels = [text.get_text() for text in ax.texts]
    assert labels[0] == f"{table['occurrences'].iloc[0]} times"
    assert ax.get_title("left") == "agreement comes first: 6 times in gaps_of_trust_syria_deal"


def test_keyness_fills_only_what_stands():
    many = tk.keyness_table({"war": 500, "calm": 500}, {"war": 900, "calm": 100})
    few = tk.keyness_table({"war": 2, "calm": 1}, {"war": 1, "calm": 3})
    for table, filled in ((many, True), (few, False)):
        ax = tk.plot_keyness(table)
        marks = [line for line in ax.get_lines() if line.get_marker() in {"o", "s"}]
        assert len(marks) == min(len(table), MOST_TERMS)
        assert all((mark.get_markerfacecolor() != "none") == filled for mark in marks)
    assert ax.get_title("left").startswith("0 of 2 terms stand out: 3 words against 4")


def test_dispersion_has_a_band_for_each_stretch_but_the_narrators(seed):
    voices = tk.voice_table(seed)
    ax = tk.plot_dispersion(tk.concordance_table(seed, "gaps"), voices)
    assert len(ax.patches) == 1 + (voices["voice"] != "narrator").sum()  # 1: in the legend
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert any(label.startswith("Vladimir Putin (") for label in labels)


def test_dispersion_says_whose_words_they_are(seed):
    ax = tk.plot_dispersion(tk.concordance_table(seed, "gaps", voices=True))
    assert ax.get_title("left").startswith("gaps stands 4 times, by voice: Barack Obama 3")
