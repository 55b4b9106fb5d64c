import re

import toolkit as tk
from toolkit.plots.shared import MOST_BARS
from toolkit.plots.words import MOST_TERMS


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


def test_keyness_draws_what_stands_first_and_leaves_none_of_it_out():
    rare = {f"rare{number}": 4 for number in range(MOST_TERMS)}
    table = tk.keyness_table({"war": 30, "calm": 400, **rare}, {"war": 5, "calm": 9000})
    ax = tk.plot_keyness(table)
    marks = [line for line in ax.get_lines() if line.get_marker() in {"o", "s"}]
    filled = [mark.get_markerfacecolor() != "none" for mark in marks]
    assert filled == [True, True, *[False] * (MOST_TERMS - 2)]
    assert [label.get_text() for label in ax.get_yticklabels()[:2]] == ["war", "calm"]
    assert ax.get_title("left").startswith("2 of 22 terms stand out (war, calm): 510 words")


def test_dispersion_has_a_band_for_each_stretch_but_the_narrators(seed):
    voices = tk.voice_table(seed)
    ax = tk.plot_dispersion(tk.concordance_table(seed, query="gaps"), voices=voices)
    assert len(ax.patches) == 2 * (voices["voice"] != "narrator").sum()  # a tint and a hatch
    assert len({band.get_hatch() for band in ax.patches}) == voices["voice"].nunique()
    assert re.findall(r'<pattern[^>]*>\s*<rect[^>]*fill="(\w+)"', tk.picture(ax).svg) == 4 * [
        "none"
    ]
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert any(label.startswith("Vladimir Putin (") for label in labels)


def test_dispersion_over_voices_counts_in_paragraphs(seed):
    lines, voices = tk.concordance_table(seed, query="gaps"), tk.voice_table(seed)
    ax = tk.plot_dispersion(lines, voices=voices)
    labels = {label.get_text(): label.get_position()[0] for label in ax.get_xticklabels()}
    assert [*labels] == [*map(str, range(1, 11)), "H"]
    second = voices[voices["paragraph"] == 2]
    assert second["start"].iloc[0] < labels["2"] < second["end"].iloc[-1]
    assert "characters" in tk.plot_dispersion(lines).get_xlabel()


def test_of_many_paragraphs_some_have_their_number():
    article = tk.Article("\n\n".join(["Gaps remain."] * 60))
    lines, voices = tk.concordance_table(article, query="gaps"), tk.voice_table(article)
    ax = tk.plot_dispersion(lines, voices=voices)
    assert [label.get_text() for label in ax.get_xticklabels()][:3] == ["3", "6", "9"]
    assert ax.get_xlabel() == "paragraph"


def test_dispersion_says_whose_words_they_are(seed):
    ax = tk.plot_dispersion(tk.concordance_table(seed, query="gaps", with_voices=True))
    assert ax.get_title("left").startswith("gaps stands 4 times, by voice: Barack Obama 3")
