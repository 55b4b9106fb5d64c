import pandas as pd

from toolkit.base.article import Article
from toolkit.plots.shared import MOST_BARS, colour_speakers
from toolkit.plots.speakers import plot_relays, plot_speakers, plot_voices
from toolkit.tables.reading import quotation_table, speaker_table
from toolkit.words.concordance import voice_table


def list_words(ax):
    return {text.get_text() for text in ax.texts} | {
        label.get_text() for label in (*ax.get_yticklabels(), *ax.get_xticklabels())
    }


def test_bars_are_the_words_of_the_table(seed):
    table = speaker_table(seed)
    ax = plot_speakers(table)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths[: len(table)] == [*table["direct_words"]]
    assert widths[len(table) :] == [*(table["words"] - table["direct_words"])]
    assert "124 words, n = 6" in list_words(ax)


def test_bars_tell_quote_marks_by_more_than_colour(seed):
    table = speaker_table(seed)
    hatched = [bool(bar.get_hatch()) for bar in plot_speakers(table).patches]
    assert hatched == [False] * len(table) + [True] * len(table)


def test_title_is_about_speakers_with_a_name(seed):
    table = speaker_table(seed)
    titled = plot_speakers(table).get_title(loc="left").replace("\n", " ")
    assert titled == (
        "Barack Obama has most words (124 of 247), Vladimir Putin most in quote marks (71)"
    )
    nobody = plot_speakers(table[table["speaker"] == "unknown"]).get_title(loc="left")
    assert nobody == "Nobody is named for any of the 4 words quoted"


def test_many_speakers_are_cut_to_the_first(seed):
    row = speaker_table(seed)[:1]
    many = pd.concat([row.assign(speaker=f"speaker {n}") for n in range(MOST_BARS + 5)])
    assert len(plot_speakers(many).get_yticks()) == MOST_BARS


def test_relays_show_who_is_heard_through_whom(seed):
    ax = plot_relays(quotation_table(seed))
    assert {"TASS", "CNN", "no relay named", "Vladimir Putin", "3", "6"} <= list_words(ax)
    assert ax.get_title(loc="left") == (
        "Vladimir Putin is heard through TASS in 3 of 3 quotations"
    )


def test_relays_say_so_where_none_is_named(seed):
    table = quotation_table(seed)
    ax = plot_relays(table[table["relay"].isna()])
    assert ax.get_title(loc="left").startswith("No relay is named")


def test_voices_stand_where_they_speak(seed):
    table = voice_table(seed)
    ax = plot_voices(table)
    drawn = [(bar.get_x(), bar.get_width()) for bar in ax.patches]
    ends = table["words"].cumsum()
    assert drawn == [*zip(ends - table["words"], table["words"], strict=True)]
    lines = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert lines[0] == "Barack Obama, 124 words"
    assert lines[-1] == "narrator, 128 words"
    assert ax.get_title(loc="left").startswith("The voice changes 24 times; Barack Obama has")


def test_voices_beyond_the_first_share_a_line():
    said = "\n".join(f'"No rise in rates," {a}nn {b}ell said.' for a in "ABDEG" for b in "BCDEF")
    ax = plot_voices(voice_table(Article(said)))
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert len(labels) == MOST_BARS + 2
    assert labels[-1].startswith("others, ")


def test_a_speaker_has_one_colour_and_unknown_is_grey():
    names = ["Ann", "unknown", "Bob", *"abcdefgh"]
    colours = colour_speakers(names)
    assert colours["unknown"] == colours["h"] == "#808080"
    assert len({colours[name] for name in ("Ann", "Bob", *"abcdef")}) == 8
