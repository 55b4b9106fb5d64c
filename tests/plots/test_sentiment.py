import numpy as np
import pandas as pd
import pytest

import toolkit as tk
from toolkit.plots.sentiment import UNMEASURED
from toolkit.plots.shared import MOST_BARS


@pytest.fixture
def quoted():
    words = ["terrible", "bad", "awful", "excellent", "horrible", "good"]
    said = (f'"The plan is {word}," Ann Lee said on Monday.' for word in words)
    return tk.Article("\n".join(said), id="plan")


def list_marks(ax):
    """List all marks that were drawn: place, height and filling."""
    return [
        (x, y, line.get_markerfacecolor() != "none")
        for line in ax.get_lines()
        if line.get_linestyle() == "None"
        for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)
        if not np.isnan(y)
    ]


class TestArc:
    def test_draws_the_scores_of_the_table(self, seed):
        table = tk.sentence_sentiment_table(seed)
        marks = list_marks(tk.plot_sentiment_arc(table))
        filled = {x: y for x, y, full in marks if full and y >= -1}
        hollow = {x: y for x, y, full in marks if not full}
        assert filled == table["vader"].dropna().to_dict()
        assert hollow == table["textblob"].dropna().to_dict()

    def test_marks_what_neither_instrument_measured(self, seed):
        table = tk.sentence_sentiment_table(seed)
        marks = list_marks(tk.plot_sentiment_arc(table))
        lost = table.index[table["note"] == "no words known"]
        assert sorted(x for x, y, _ in marks if y == UNMEASURED) == [*lost]

    def test_tells_how_much_nobody_measured(self):
        article = tk.Article("The war is a disaster. He came in. She slept. A candid talk began.")
        title = tk.plot_sentiment_arc(tk.sentence_sentiment_table(article)).get_title(loc="left")
        assert " ".join(title.split()) == (
            "Of 4 stretches VADER knows a word in 1, TextBlob in 1, neither of them in 2"
        )

    def test_gives_each_voice_a_shape_and_a_colour_of_its_own(self, seed):
        ax = tk.plot_sentiment_arc(tk.sentence_sentiment_table(seed))
        lines = {key.get_label(): key for key in ax.get_legend().legend_handles}
        voices = [lines[name] for name in ("narrator", "Barack Obama", "Vladimir Putin")]
        assert len({voice.get_marker() for voice in voices}) == 3
        assert len({voice.get_color() for voice in voices}) == 3


class TestSpeakers:
    def test_draws_a_mean_with_its_interval(self, quoted):
        table = tk.speaker_sentiment_table(quoted)
        row = table.set_index("speaker").loc["Ann Lee"]
        ax = tk.plot_speaker_sentiment(table)
        drawn = [tuple(line.get_xdata()) for line in ax.get_lines()]
        assert (row["vader_low"], row["vader_high"]) in drawn
        assert row["vader_mean"] in {x for x, _, _ in list_marks(ax) if not np.isnan(x)}
        assert "(-0.17, n = 6)" in ax.get_title(loc="left")

    def test_says_where_there_are_too_few(self, seed):
        ax = tk.plot_speaker_sentiment(tk.speaker_sentiment_table(seed))
        assert "VADER: 3 of 3 quotations, too few" in {text.get_text() for text in ax.texts}

    def test_names_the_article_or_group_of_each_speaker_where_there_are_several(self):
        texts = {"Post": "Ann Lee", "Bell": "Bob Clark"}
        articles = [
            tk.Article(f'"Rates will rise," {name} said.', id=paper.lower(), publisher=paper)
            for paper, name in texts.items()
        ]
        for by, groups in (("article", ["post", "bell"]), ("publisher", ["Bell", "Post"])):
            ax = tk.plot_speaker_sentiment(tk.speaker_sentiment_table(articles, by=by))
            labels = [label.get_text() for label in ax.get_yticklabels()]
            assert [label.split("\n")[1] for label in labels[::2]] == [f"({g})" for g in groups]

    def test_draws_the_first_rows_of_many(self, seed):
        table = pd.concat([tk.speaker_sentiment_table(seed)] * 4, ignore_index=True)
        assert len(tk.plot_speaker_sentiment(table).get_yticks()) == MOST_BARS


class TestTone:
    def test_draws_the_rates_of_the_table(self, seed):
        table = tk.tone_table(seed)
        drawn = {round(x, 4) for x, _, _ in list_marks(tk.plot_tone(table))}
        row = table.query("voice == 'quoted' and dimension == 'hedging'").iloc[0]
        assert row["value"] in drawn

    def test_an_unstable_rate_is_hollow(self, seed):
        table = tk.tone_table(seed).query("voice == 'Vladimir Putin'")
        assert not any(full for _, _, full in list_marks(tk.plot_tone(table)))

    def test_takes_no_overlap_for_a_likeness(self, seed):
        title = tk.plot_tone(tk.tone_table(seed)).get_title(loc="left")
        title = " ".join(title.split())
        assert title.startswith("In each rate the intervals of narrator (128 words)")
        assert title.endswith("overlap, which settles nothing")

    def test_names_the_rate_that_does(self):
        told = "It was a mild day in the town and many people came to the square. " * 10
        said = '"We must, must, must pay, and we shall," Ann Lee said. ' * 10
        title = tk.plot_tone(tk.tone_table(tk.Article(told + said))).get_title(loc="left")
        assert "obligation" in title
