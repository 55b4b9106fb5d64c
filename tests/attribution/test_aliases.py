"""Names that a person gives to speakers, and one name for a speaker of several articles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.attribution.aliases import Known, fold_alias, join_speakers, read_aliases
from toolkit.base.errors import ReadError, ToolkitError

# ---- aliases -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "row", "told"),
    [
        ("name,alias\nB,A\n", 1, "columns must be ['alias', 'name']; found 'name,alias'"),
        ("", 1, "columns must be"),
        ("alias,name\nA,B\nC\n", 3, "must have an alias and a name; found 'C'"),
        ("alias,name\nA,B,C\n", 2, "must have an alias and a name; found 'A,B,C'"),
        ("alias,name\nA,\n", 2, "name: must not be blank; found ''"),
        ("alias,name\n ,B\n", 2, "alias: must not be blank; found ' '"),
        ("alias,name\nThe A,B\na,C\n", 3, "alias: must have one name; found 'a' for 'B' and 'C'"),
    ],
)
def test_a_bad_alias_file_is_told_with_its_row(tmp_path, content, row, told):
    path = tmp_path / "names.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ReadError) as caught:
        read_aliases(path)
    assert (caught.value.line, caught.value.path) == (row, path)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{path}, row {row}: ")


@pytest.mark.parametrize("content", [b"alias,name\n\xff,B\n", None])
def test_an_alias_file_that_cannot_be_read_is_told(tmp_path, content):
    path = tmp_path / "names.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ReadError, match=r"names\.csv: must be"):
        read_aliases(path)


def test_an_alias_may_hold_what_other_systems_end_lines_by(tmp_path):
    path = tmp_path / "aliases.csv"
    path.write_text("alias,name\nJRC\x85,Joint Rail Committee\n", "utf-8")
    assert read_aliases(path)


def test_an_alias_file_may_hold_blank_lines_capitals_and_commas_in_marks(tmp_path):
    path = tmp_path / "names.csv"
    rows = ["Alias, NAME", "", '"Bibi, the PM",Benjamin Netanyahu', "  ", "the Bank,World  Bank"]
    path.write_text("\n".join(rows), "utf-8")
    expected = {"bibi, the pm": "Benjamin Netanyahu", "bank": "World Bank"}
    assert read_aliases(path) == read_aliases(str(path)) == expected


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (7, "names: must be a mapping or the path of a CSV file; found int"),
        (["a"], "names: must be a mapping or the path of a CSV file; found list"),
        ({"a": " "}, "names: name: must not be blank; found ' '"),
        ({"a": 7}, "names: name: must not be blank; found 7"),
        ({"": "B"}, "names: alias: must not be blank; found ''"),
        ({"a": "B", "the a": "C"}, "names: alias: must have one name; found 'the a' for 'B' and"),
    ],
)
def test_names_that_are_no_names_are_refused(names, told):
    with pytest.raises(ToolkitError) as caught:
        read_aliases(names)
    assert str(caught.value).startswith(told)
    assert not isinstance(caught.value, ReadError)


def test_one_alias_may_be_given_the_same_name_twice():
    assert read_aliases({"The Bank": "World Bank", "bank": "World  Bank"}) == {
        "bank": "World Bank"
    }


def test_an_empty_mapping_has_no_aliases():
    assert dict(read_aliases(None)) == dict(read_aliases({})) == {}


def test_aliases_cannot_be_changed_once_they_are_read():
    for aliases in (read_aliases(None), read_aliases({"a": "B"})):
        with pytest.raises(TypeError):
            aliases["b"] = "C"


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("The  Kremlin", "kremlin"),
        ("a senior official", "senior official"),
        ("An Aide", "aide"),
        ("The", "the"),
        ("A", "a"),
        ("the the", "the"),
        ("Another aide", "another aide"),
        ("O’Neill", "o'neill"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("", ""),
    ],
)
def test_an_alias_is_compared_without_case_and_a_leading_article(name, folded):
    assert fold_alias(name) == folded


@given(st.text(max_size=20))
def test_a_folded_alias_folds_to_itself_or_less(words):
    folded = fold_alias(words)
    assert fold_alias(words.upper().lower()) == fold_alias(words.lower())
    assert folded == " ".join(folded.split())


# ---- several articles ----------------------------------------------------------------------

FBI = Known(0, "Federal Bureau of Investigation", "organisation")


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Known(0, "Hillary Clinton", "person"), Known(1, "Hillary Rodham Clinton", "person"), 1),
        (Known(0, "Bill Clinton", "person"), Known(1, "Hillary Clinton", "person"), 0),
        (Known(0, "Bob Day Jr.", "person"), Known(1, "Bob Day", "person"), 0),
        (Known(0, "Bob Day Jr.", "person"), Known(1, "Bob E. Day, Jr", "person"), 1),
        (Known(0, "BOB DAY", "person"), Known(1, "Bob Day", "person"), 1),
        (Known(0, "Bob Day", "person"), Known(1, "Bob E. Day", "organisation"), 0),
        (Known(0, "Day Trust", "organisation"), Known(1, "Day Old Trust", "organisation"), 0),
        (Known(0, "Bill Clinton", "person"), Known(1, "Clinton", "person"), 0),
        (
            Known(0, "Bill Clinton", "person", ("former president",)),
            Known(1, "Clinton", "person", ("former senator",)),
            0,
        ),
        (
            Known(0, "Amina Diallo", "person", ("health minister", "doctor")),
            Known(1, "Diallo", "person", ("minister of trade",)),
            1,
        ),
        (
            Known(0, "Amina Diallo", "person", ("minister",)),
            Known(1, "Amina", "person", ("minister",)),
            0,
        ),
        (
            Known(0, "Amina Diallo", "person", ("minister",)),
            Known(1, "Diallo", "organisation", ("minister",)),
            0,
        ),
        (FBI, Known(1, "FBI", "organisation"), 1),
        (FBI, Known(1, "F.B.I.", "organisation"), 1),
        (FBI, Known(1, "Fbi", "organisation"), 0),
        (FBI, Known(1, "FBI", "person"), 0),
        (FBI, Known(1, "BBC", "organisation"), 0),
        (Known(0, "Fred B. Ito", "person"), Known(1, "FBI", "organisation"), 0),
        (Known(0, "Xinhua", "organisation"), Known(1, "X", "organisation"), 0),
        (Known(0, "an official", "unnamed"), Known(1, "official", "unnamed"), 0),
    ],
)
def test_names_of_two_articles_agree_on_evidence_alone(one, other, is_same):
    for speakers in ([one, other], [other, one]):
        joined = join_speakers(speakers)
        assert (joined[0, one.name] == joined[1, other.name]) == bool(is_same)


@pytest.mark.parametrize(
    "word", ["former", "then", "mr", "mrs", "ms", "miss", "dr", "sir", "of", "the", "senior"]
)
def test_a_word_that_many_roles_hold_joins_nobody(word):
    one = Known(0, "Amina Diallo", "person", (f"{word} minister",))
    other = Known(1, "Diallo", "person", (f"{word} doctor",))
    assert join_speakers([one, other])[1, "Diallo"] == "Diallo"


def test_a_surname_of_two_people_stays_open():
    joined = join_speakers(
        [
            Known(0, "Bill Clinton", "person", ("president",)),
            Known(1, "Hillary Clinton", "person", ("secretary",)),
            Known(2, "Clinton", "person", ("president",)),
        ]
    )
    assert joined[2, "Clinton"] == "Clinton"


def test_initials_of_two_bodies_stay_open():
    bodies = [
        Known(0, "African Development Bank", "organisation"),
        Known(1, "Asian Development Bank", "organisation"),
        Known(2, "ADB", "organisation"),
    ]
    assert join_speakers(bodies)[2, "ADB"] == "ADB"
    assert join_speakers(bodies[1:])[2, "ADB"] == "Asian Development Bank"


def test_a_speaker_has_the_name_under_which_most_is_said():
    often = Known(0, "Omar Haddad", "person", quotations=3)
    seldom = [Known(n, "Omar B. Haddad", "person") for n in (1, 2)]
    for speakers in ([often, *seldom], [*seldom, often]):
        assert {*join_speakers(speakers).values()} == {"Omar Haddad"}


def test_of_two_names_under_which_as_much_is_said_the_first_is_taken():
    one, two = Known(0, "Omar Haddad", "person"), Known(1, "Omar B. Haddad", "person")
    assert {*join_speakers([one, two]).values()} == {"Omar Haddad"}
    assert {*join_speakers([two, one]).values()} == {"Omar B. Haddad"}


def test_a_surname_has_the_name_that_its_owner_has_now():
    speakers = [
        Known(0, "Omar Haddad", "person", ("mayor",)),
        Known(1, "Omar B. Haddad", "person", quotations=2),
        Known(2, "Haddad", "person", ("mayor",)),
    ]
    assert join_speakers(speakers)[2, "Haddad"] == "Omar B. Haddad"


def test_a_speaker_whose_quotations_nobody_counted_has_one():
    assert Known(0, "Omar Haddad", "person").quotations == 1
