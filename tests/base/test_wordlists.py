import pytest

from toolkit.base.errors import ReadError
from toolkit.base.wordlists import WordList, read_lexicon

LIST = WordList(
    "mine",
    {
        "certain": (("sure", ""),),
        "a certain": (("doubt", "few"),),
        "a certain kind of": (("kind", ""),),
        "hop*": (("hope", ""),),
        "hopel*": (("despair", ""), ("mood", "low")),
        "hoping": (("wish", ""),),
        "don't": (("no", ""),),
        "in*": (("in", ""),),
        "i": (("me", ""),),
        "go on*": (("go", ""),),
    },
)


def find(text):
    return [(span.of(text), found[0][0]) for span, found in LIST.find_entries(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A certain man is certain.", [("A certain", "doubt"), ("certain", "sure")]),
        ("a certain kind of man", [("a certain kind of", "kind")]),
        ("a certain kind", [("a certain", "doubt")]),
        ("a\n certain man", [("a\n certain", "doubt")]),
        ("Hopes and HOPE", [("Hopes", "hope")]),  # in capitals it is an abbreviation
        ("hopeless, hoping, hop", [("hopeless", "despair"), ("hoping", "wish"), ("hop", "hope")]),
        (
            "hoping for a certain hope",
            [("hoping", "wish"), ("a certain", "doubt"), ("hope", "hope")],
        ),
        ("in a certain hope", [("in", "in"), ("a certain", "doubt"), ("hope", "hope")]),
        ("in\u2014certain", [("in", "in"), ("certain", "sure")]),
        ("Go on hoped-for ways", [("Go on", "go"), ("hoped-for", "hope")]),
        ("Go onward, go for it", [("Go onward", "go")]),
        ("I don\u2019t. I DON'T.", [("I", "me"), ("don\u2019t", "no"), ("I", "me")]),
        ("a", []),
        ("uncertain, a, kind of", []),
        ("", []),
    ],
)
def test_the_longest_entry_at_a_place_is_found(text, found):
    assert find(text) == found


def test_all_categories_of_an_entry_are_told_with_its_place():
    (span, found), *others = LIST.find_entries("So hopeless.")
    assert (span.start, span.end) == (3, 11)
    assert found == (("despair", ""), ("mood", "low"))
    assert others == []


def test_an_empty_list_finds_nothing():
    assert [*WordList("none", {}).find_entries("A certain man.")] == []


def read(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    return read_lexicon(path)


def test_a_word_may_hold_what_other_systems_end_lines_by(tmp_path):
    found = read(tmp_path, "list.csv", "word,category\nso\u2028called,doubt\nhuge,size\n")
    assert found.name == "list.csv"


def test_a_table_gives_each_word_its_categories(tmp_path):
    found = read(
        tmp_path,
        "mine.csv",
        'word, category\nHope*,good\n"a  certain, man",doubt \n\nhope*,mood\nhope*,good\n'
        "Don\u2019t,no\n",
    )
    assert found.name == "mine.csv"
    assert dict(found.entries) == {
        "hope*": (("good", ""), ("mood", "")),
        "a certain, man": (("doubt", ""),),
        "don't": (("no", ""),),
    }
    with pytest.raises(TypeError):
        found.entries["new"] = ()


def test_a_dictionary_of_liwc_gives_each_word_its_categories(tmp_path):
    found = read(
        tmp_path,
        "mine.DIC",
        "\n%\n1\tposemo\n22\tself doubt\n%\nHope*\t1\n\na certain\t22\t1 \nodd\t\t22\n",
    )
    assert dict(found.entries) == {
        "hope*": (("posemo", ""),),
        "a certain": (("self doubt", ""), ("posemo", "")),
        "odd": (("self doubt", ""),),
    }


HEAD = "word,category\n"
LIWC = "%\n1\tgood\n%\n"


@pytest.mark.parametrize(
    ("name", "content", "line", "problem"),
    [
        ("a.csv", "", 1, "columns must be ['word', 'category']; found ''"),
        ("a.csv", "category,word\n", 1, "columns must be ['word', 'category']; found"),
        ("a.csv", HEAD, None, "must have at least one word; found none"),
        ("a.csv", f"{HEAD}hope,good\nhope\n", 3, "must have a word and a category; found 'hope'"),
        ("a.csv", f"{HEAD}hope,good,bad\n", 2, "must have a word and a category; found"),
        ("a.csv", f"{HEAD},good\n", 2, "word: must be a word, with * only at its end; found ''"),
        ("a.csv", f"{HEAD}*,good\n", 2, "word: must be a word, with * only at its end; found '*'"),
        ("a.csv", f"{HEAD}ho*pe,good\n", 2, "word: must be a word, with * only at its end"),
        ("a.csv", f"{HEAD}ok,good\nhope, \n", 3, "category: must not be blank; found ' '"),
        ("a.dic", "hope\t1\n", 1, "must begin with categories between two lines %; found 0 such"),
        ("a.dic", "%\n1\tgood\n", 1, "must begin with categories between two lines %; found 1"),
        ("a.dic", f"mine\n{LIWC}hope\t1\n", 1, "must begin with categories between two lines %"),
        ("a.dic", f"{LIWC}%\nhope\t1\n", 1, "must begin with categories between two lines %"),
        ("a.dic", "%\n1\tgood\n2\n%\n", 3, "must have a number and a category; found '2'"),
        ("a.dic", "%\none\tgood\n%\n", 2, "must have a number and a category; found"),
        ("a.dic", f"{LIWC}hope\t1\nfear\n", 5, "must have a word and numbers of known categories"),
        ("a.dic", f"{LIWC}hope\t1\t2\n", 4, "must have a word and numbers of known categories"),
        ("a.dic", LIWC, None, "must have at least one word; found none"),
    ],
)
def test_what_is_no_list_is_told_with_its_line(tmp_path, name, content, line, problem):
    with pytest.raises(ReadError) as caught:
        read(tmp_path, name, content)
    place = f"{tmp_path / name}{'' if line is None else f':{line}'}"
    assert str(caught.value).startswith(f"{place}: {problem}")
