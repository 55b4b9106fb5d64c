"""An engine is a value whose parts are looked at when it is made."""

import pickle
from dataclasses import replace

import pytest

from toolkit import ENGLISH
from toolkit.base import ToolkitError


@pytest.mark.parametrize(
    ("part", "method"),
    [
        ("parser", "parse"),
        ("reader", "read"),
        ("resolver", "find_quotations"),
    ],
)
def test_a_part_that_cannot_do_its_work_is_refused(part, method):
    with pytest.raises(ToolkitError) as told:
        replace(ENGLISH, name="mine", **{part: "spacy"})
    assert str(told.value) == f"engine 'mine': {part}: must have a method {method}; found str"


def test_a_resolver_needs_both_of_its_methods():
    class Half:
        def find_quotations(self, article, readings):
            return []

    with pytest.raises(ToolkitError, match="resolver: must have a method attribute; found Half"):
        replace(ENGLISH, resolver=Half())


@pytest.mark.parametrize("name", ["", "  ", None, 3])
def test_an_engine_has_a_name(name):
    with pytest.raises(ToolkitError, match="engine: name: must be a string with letters; found"):
        replace(ENGLISH, name=name)


@pytest.mark.parametrize("languages", ["en", ()])
def test_an_engine_has_languages(languages):
    with pytest.raises(ToolkitError, match=r"engine 'english': languages: must be codes such as"):
        replace(ENGLISH, languages=languages)


def test_two_engines_of_the_same_parts_are_equal_and_one_of_another_version_is_not():
    assert replace(ENGLISH) == ENGLISH
    assert hash(replace(ENGLISH)) == hash(ENGLISH)
    assert replace(ENGLISH, version="of mine") != ENGLISH


def test_an_engine_goes_to_other_processes():
    assert pickle.loads(pickle.dumps(ENGLISH)) == ENGLISH


@pytest.mark.parametrize(("code", "is_read"), [("en", True), ("EN-gb", True), ("de", False)])
def test_an_engine_tells_what_it_reads(code, is_read):
    assert ENGLISH.reads(code) is is_read
