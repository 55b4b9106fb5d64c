from math import isnan, nan

import pytest

import toolkit as tk
from toolkit.attitude import stance_passage_table
from toolkit.comparison.measures import list_measures

TEXT = (
    "Mayor praises mill\n\nBy Joe Fox\n\n"
    'Ann Lee, the mayor, praised the new mill. "The mill is a great success," Lee said. She '
    "opened it on Monday.\n\n"
    "TASS quoted Bob Day as saying the mill might fail. He attacked Lee. Experts said the "
    "disaster was terrible."
)


@pytest.fixture(scope="module")
def article():
    return tk.parse_article(TEXT, id="a1")


@pytest.fixture(scope="module")
def measures(article):
    return list_measures(article)


@pytest.fixture(scope="module")
def find(measures):
    """Give what an instrument says: value, words and what they are worth, by measure and whom."""

    def find(instrument, measure=None):
        return {
            (each.measure, each.about): (each.value, [word.span.of(TEXT) for word in each.words])
            for each in measures
            if each.instrument == instrument and measure in {None, each.measure}
        }

    return find


def test_words_are_counted_part_by_part_without_furniture(find):
    words = find("words")
    assert words["words", "headline"] == (3, ["Mayor", "praises", "mill"])
    count, found = words["words", "paragraph"]
    story = TEXT.partition("Fox\n\n")[2].replace(",", " ").replace('"', " ").replace(".", " ")
    assert found == story.split()
    assert count == len(found)
    assert len(words) == 2


def test_quotations_are_counted_by_form_and_by_who_passed_them_on(find):
    said = find("quotations")
    assert said["form", "direct"] == (1, ['"The mill is a great success,"'])
    count, words = said["found", "the article"]
    assert count == len(words) == said["form", "direct"][0] + said["form", "indirect"][0]
    assert count == sum(value for (by, _), (value, _) in said.items() if by == "kind")
    assert {whom for by, whom in said if by == "kind"} == {"person", "group"}
    assert find("relays") == {("passed on", "TASS"): (1, ["the mill might fail"])}


def test_each_speaker_has_quotations_and_words(find):
    speakers = find("speakers")
    for measure, value in (("quotations", 1), ("words", 4), ("words in quote marks", 0)):
        assert speakers[measure, "Bob Day"] == (value, ["the mill might fail"])
    assert speakers["words in quote marks", "Ann Lee"][0] == 6
    assert {whom for _, whom in speakers} == {"Ann Lee", "Bob Day", "experts"}
    assert len(speakers) == 9


def test_roles_are_told_where_their_speaker_is_first_heard(find):
    assert find("roles").keys() == {("role", "government"), ("role", "expert")}
    assert find("roles")["role", "expert"] == (1, ["the disaster was terrible"])
    value, (place,) = find("roles")["role", "government"]
    assert value == 1
    assert place == find("speakers")["words", "Ann Lee"][1][0]


def test_sentences_and_parts_of_the_headline_are_counted_with_their_words(find):
    rests = find("sourcing_table")
    relayed, unnamed = TEXT.index("TASS"), TEXT.index("Experts")
    assert rests["rests on", "relayed"] == (1, [TEXT[relayed : TEXT.index(" He attacked")]])
    assert rests["rests on", "unnamed"] == (1, [TEXT[unnamed:]])
    assert find("source_diversity_table").keys() == {("effective number", "the article")}
    parts = find("headline_table", "parts of the headline")
    assert ["praises"] in [words for _, words in parts.values()]
    assert sum(value for value, _ in parts.values()) == 2


def test_a_score_is_about_a_stretch_of_one_voice_and_rests_on_the_hits_in_it(article, measures):
    scores = [each for each in measures if (each.instrument, each.measure) == ("vader", "score")]
    stretches = tk.sentence_sentiment_table(article)
    assert [each.place for each in scores] == [*stretches["start"]]
    assert [each.value for each in scores] == pytest.approx([*stretches["vader"]], nan_ok=True)
    by_place = {each.place: each for each in scores}
    headline, quoted = by_place[0], by_place[TEXT.index('"The mill')]
    assert headline.about == "headline, narrator"
    assert [(word.span.of(TEXT), word.told) for word in headline.words] == [("praises", "+0.53")]
    assert quoted.about == "sentence 3, Ann Lee"
    assert [word.span.of(TEXT) for word in quoted.words] == ["great", "success"]
    assert all(word.told.startswith("+0.") for word in quoted.words)
    ends = dict(zip(stretches["start"], stretches["end"], strict=True))
    for each in scores:
        inside = range(each.place, ends[each.place])
        assert all(word.span.start in inside for word in each.words)


def test_a_mean_rests_on_the_hits_of_its_voice(find):
    means = find("textblob", "mean")
    assert means["mean", "experts"][1] == ["terrible"]
    assert means["mean", "Bob Day"][1] == ["fail"]
    assert {whom for _, whom in means} == {"Ann Lee", "Bob Day", "experts", "narrator"}
    assert "disaster" in find("vader", "mean")["mean", "experts"][1]


def test_a_stance_is_about_the_mention_that_it_was_measured_at(article, measures):
    passages = stance_passage_table(article)
    assert len(passages) == 1
    place = TEXT.index("Lee. Experts")
    calls = {
        (each.instrument, each.measure): each
        for each in measures
        if each.instrument in {"stance", "portrayal"}
    }
    assert len(calls) == 4
    for (instrument, measure), each in calls.items():
        assert each.about == "narrator toward Ann Lee"
        assert (each.place, [word.span.of(TEXT) for word in each.words]) == (place, ["Lee"])
        column = {"stance": "", "portrayal": "portrayal_"}[instrument]
        column += {"score": "score", "call": "polarity"}[measure]
        assert each.value == passages[column][0]
        assert isnan(each.missing) == (measure == "score")


def test_rates_of_tone_rest_on_the_words_of_their_voice_and_kind(find):
    tone = find("tone_table")
    narrated = ["praises", "praised", "attacked"]
    assert tone["tone", "narrator"][1] == narrated
    assert tone["hedging", "Bob Day"] == (25.0, ["might"])
    assert tone["hedging", "the article"][1] == ["might"]
    assert tone["hedging", "narrator"] == (0.0, [])
    assert tone["reporting", "narrator"][1] == ["praises", "praised", "said", "quoted", "said"]
    assert tone["reporting favourable", "narrator"] == (0.4, ["praises", "praised"])
    assert tone["reporting neutral", "narrator"] == (0.6, ["said", "quoted", "said"])
    assert {whom for _, whom in tone} == {
        *("the article", "narrator", "Ann Lee", "Bob Day", "experts")
    }
    derived = {"charge", "balance", "tone gap", "quoted share"}
    assert derived.isdisjoint(measure for measure, _ in tone)


def test_an_act_is_what_is_done_and_not_what_is_said(find):
    acts = {
        whom: words for (by, whom), (_, words) in find("action_table").items() if by == "acts of"
    }
    assert acts["Ann Lee"] == ["opened"]
    assert acts["Bob Day"] == ["attacked"]
    assert "experts" not in acts
    made = find("action_table", "construction")
    assert "quoted" in made["construction", "active"][1]


def test_ten_key_words_have_ranks_and_each_of_their_forms(find):
    ranks = find("keyword_table")
    assert [value for value, _ in ranks.values()] == [*range(1, 11)]
    assert ranks["rank", "praises"][1] == ["praises", "praised"]
    assert [word.lower() for word in ranks["rank", "Mayor"][1]] == ["mayor", "mayor"]


def test_what_is_counted_is_none_where_it_is_missing_and_what_is_scored_is_unknown(measures):
    counted = {"words", "quotations", "speakers", "sentences", "verbs", "parts", "-1, 0, 1"}
    for each in measures:
        is_whole = each.about == "the article"
        assert isnan(each.missing) == (each.unit not in counted or is_whole), each
        assert each.is_rate == (each.instrument == "tone_table")
        # One more or less is told of what is counted, and less of a share or score.
        if each.unit in {*counted, "quotations", "rank", "flags"}:
            assert each.step < 1
        else:
            assert each.step <= 0.1


def test_an_article_that_says_nothing_has_words_and_no_speakers():
    found = list_measures(tk.Article("Nothing.", id="a2"))
    values = {(each.measure, each.about): each.value for each in found}
    assert values["words", "paragraph"] == 1
    assert values["found", "the article"] == 0
    assert values.get(("quotations", "narrator"), nan) is nan
    assert not [each for each in found if each.instrument in {"speakers", "stance", "relays"}]
