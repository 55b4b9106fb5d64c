"""What an engine is asked, once an article, and that its answers are held against the text."""

from dataclasses import replace

import pytest

from toolkit import ENGLISH, Article, find_attributions, parse_article
from toolkit.base import Quotation, Span, ToolkitError
from toolkit.engine import asking, bind, find_passages
from toolkit.reader import Reading

TEXT = "Rates will rise, Ann Lee said."
REACHING = Reading((Span(0, 15),), (), (Span(17, 900),), 0.5)


class Fixed:
    """A reader or parser that always gives the same answers."""

    def __init__(self, *answers):
        self.answers = answers

    def read(self, texts):
        return [*self.answers]

    def parse(self, texts):
        return [*self.answers]


def make_engine(**parts):
    return replace(ENGLISH, name="mine", **parts)


# ---- languages -------------------------------------------------------------------------------


def test_an_article_in_a_language_that_no_engine_reads_is_refused_with_those_there_are():
    german = Article("Die Zinsen steigen.", id="a1", language="de")
    with pytest.raises(ToolkitError) as told:
        find_passages(german)
    assert str(told.value) == (
        "article 'a1': language: must be one that an engine reads, which are English (en) by "
        "'english'; found German (de). Loaded with language='en' it is analysed all the same"
    )


def test_an_engine_of_ones_own_is_listed_beside_ours():
    swiss = make_engine(languages=("rm",))
    with pytest.raises(ToolkitError, match=r"which are rm by 'mine', English .en. by 'english'"):
        find_passages(bind(Article("Die Zinsen steigen.", language="de"), swiss))


def test_an_engine_reads_the_languages_that_it_names():
    german = make_engine(languages=("de",))
    article = bind(Article("Die Zinsen steigen.", language="de-AT"), german)
    assert [passage.doc.text for passage in find_passages(article)] == [article.text]


@pytest.mark.parametrize("language", ["", "en", "en-GB", "EN_us", "eng", "english", "und", "mul"])
def test_english_and_what_states_no_language_is_read(language):
    assert find_passages(Article(TEXT, language=language))


# ---- the parser ------------------------------------------------------------------------------


def test_an_article_is_parsed_once():
    article = Article("Rates will rise.")
    assert find_passages(article) is find_passages(Article("Rates will rise."))


def test_another_engine_parses_it_anew():
    article = Article("Rates will rise.")
    mine = bind(article, make_engine())
    assert find_passages(mine) is not find_passages(article)
    assert find_passages(mine) is find_passages(bind(article, make_engine()))


def test_a_parser_that_changes_the_text_is_told():
    [passage] = find_passages(Article("Rates will fall."))
    article = bind(Article("Rates will rise.", id="a1"), make_engine(parser=Fixed(passage.doc)))
    with pytest.raises(ToolkitError) as told:
        find_passages(article)
    assert str(told.value) == (
        "engine 'mine': parser: must keep the text, 'Rates will rise.' at 0 of article 'a1'; "
        "found 'Rates will fall.'"
    )


def test_a_parser_that_leaves_out_a_part_is_told():
    article = bind(parse_article("# Rates\n\nThey rise."), make_engine(parser=Fixed()))
    with pytest.raises(ToolkitError, match="must give one parse for each text; found 0 for 2"):
        find_passages(article)


# ---- the reader and the resolver ----------------------------------------------------------------


def test_a_reader_that_points_outside_of_the_text_is_told():
    mine = make_engine(reader=Fixed([REACHING]))
    with pytest.raises(ToolkitError) as told:
        find_attributions(Article(TEXT, id="a1"), engine=mine)
    assert str(told.value) == (
        "engine 'mine': reader: spans must lie in the 30 characters of article 'a1'; found 17, 900"
    )


def test_a_reader_that_gives_no_list_for_a_text_is_told():
    with pytest.raises(ToolkitError, match="reader: must give one list for each text; found 0"):
        find_attributions(Article(TEXT), engine=make_engine(reader=Fixed()))


class Lost(type(ENGLISH.resolver)):
    def attribute(self, article, quotations):
        return []


class Reaching(type(ENGLISH.resolver)):
    def find_quotations(self, article, readings):
        return [Quotation((Span(0, 15),), source=(Span(17, 900),))]


def test_a_resolver_that_loses_a_quotation_is_told():
    mine = make_engine(resolver=Lost())
    with pytest.raises(ToolkitError, match="one attribution for each quotation; found 0 for 1"):
        find_attributions(Article(TEXT), engine=mine)


def test_a_resolver_that_points_outside_of_the_text_is_told():
    with pytest.raises(ToolkitError, match="engine 'mine': resolver: spans must lie in the 30"):
        find_attributions(Article(TEXT), engine=make_engine(resolver=Reaching()))


def test_what_is_found_goes_by_the_engine_that_was_asked():
    article = Article(TEXT)
    nobody = make_engine(reader=Fixed([]), resolver=Silent())
    assert [said.speaker.name for said in find_attributions(article)] == ["Ann Lee"]
    assert find_attributions(article, engine=nobody) == []
    assert [said.speaker.name for said in find_attributions(article)] == ["Ann Lee"]


class Silent(type(ENGLISH.resolver)):
    def find_quotations(self, article, readings):
        return []


def test_captions_and_bylines_are_blank_for_a_reader():
    seen = []

    class Watching:
        def read(self, texts):
            seen.extend(texts)
            return [[] for _ in texts]

    article = parse_article("# Rates\n\nBy Ann Lee\n\nRates will rise.")
    assert "byline" in [part.kind for part in article.parts]
    find_attributions(article, engine=make_engine(reader=Watching()))
    [text] = seen
    assert len(text) == len(article.text)
    assert "Ann Lee" not in text
    assert "Rates will rise." in text


# ---- what is kept ------------------------------------------------------------------------------


def test_an_analysis_that_was_packed_says_the_same(monkeypatch):
    text = "Ann Lee's plan, which she'd made in Rome, failed.\n\n“It won't work,” Bob Clark said."
    article = Article(text)
    asking._find_passages.cache_clear()
    before = asking.find_passages(article)
    asking._find_passages.cache_clear()
    monkeypatch.setattr(asking, "check_language", None)  # is asked for a parse alone
    again = asking.find_passages(article)
    assert again is not before
    assert [one.part for one in again] == [one.part for one in before]
    for one, other in zip(again, before, strict=True):
        assert one.doc.text == other.doc.text
        assert [token.tag for token in one.doc] == [token.tag for token in other.doc]
