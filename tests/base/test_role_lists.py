from importlib.resources import files

from toolkit.base.errors import check_choice
from toolkit.base.role_lists import read_role_nouns, read_role_occupations, read_role_weights


def test_a_noun_may_speak_in_several_capacities():
    nouns = read_role_nouns()
    assert nouns["senator"] == ("politics",)
    assert nouns["astronomer"] == ("expert",)
    assert any(len(roles) > 1 for roles in nouns.values())
    assert all(len({*roles}) == len(roles) > 0 for roles in nouns.values())
    assert "banana" not in nouns


def test_each_role_of_a_noun_or_weight_is_one_that_is_explained():
    known = [row["role"] for row in read_role_occupations()]
    assert len({*known}) == len(known)
    for roles in (*read_role_nouns().values(), *read_role_weights().values()):
        for role in roles:
            check_choice("role", role, known)


def test_an_occupation_tells_what_it_covers():
    occupations = {row["role"]: row for row in read_role_occupations()}
    assert occupations["religion"]["gmmp"] == "religious figures"
    assert "legislators" in occupations["politics"]["covers"]


def test_a_fact_weighs_for_the_roles_that_have_a_number_in_its_row():
    text = files("toolkit").joinpath("data", "role_weights.csv").read_text("utf-8")
    head, *lines = [line.split(",") for line in text.splitlines()]
    found = read_role_weights()
    assert len(found) == len(lines)
    for fact, *weights in lines:
        row = zip(head[1:], weights, strict=True)
        assert found[fact] == {role: float(weight) for role, weight in row if weight != ""}
