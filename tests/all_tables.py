"""Every public table of two short articles, and of none, by the function that makes it."""

from datetime import date
from pkgutil import resolve_name

import pandas as pd

import toolkit as tk
from toolkit.comparison import change_table
from toolkit.tables import find_tables, locate_table

TEXT = "Ann Lee, the mayor, said rates will rise. She said Bob Day is a liar and a disgrace."
STORY = "Day leaves Rome\n\nBob Day left Rome on Monday, he said. Mr. Day praised Ann Lee."
GIVEN = {name: {"query": "rates"} for name in ("collocation_table", "concordance_table")} | {
    "dispersion_table": {"query": "rates"},
    "keyness_table": {"reference": "wordfreq"},
}
AUDITS = {"audit_table", "confusion_table", "decision_table"}
OF_NOTHING = {"role_table", "validity_table"}
NEVER_EMPTY = {"keyness_table", *AUDITS, *OF_NOTHING}  # words, checks, and what is always there


def make_article():
    return tk.Article(
        TEXT, id="a1", publisher="Post", published=date(2024, 1, 9), meta={"party": "Greens"}
    )


def make_full(folder):
    parts = (tk.Part(tk.Span(0, 15), "headline"), tk.Part(tk.Span(17, len(STORY)), "paragraph"))
    other = tk.Article(STORY, id="b", parts=parts, published=date(2024, 1, 8))
    articles = [make_article(), other]
    copies = [tk.Article(TEXT, id=name) for name in "cd"]
    plan, sheet = _check_some(folder)
    made = {}
    for name in find_tables():
        make = resolve_name(locate_table(name))
        if name in OF_NOTHING:
            made[name] = make()
        elif name in AUDITS:
            made[name] = make(plan, sheet)
        elif name == "change_table":
            made[name] = make(articles[0], {"rates": "wages"})
        else:
            given = (
                articles + copies if name in {"duplicate_table", "statement_table"} else articles
            )
            made[name] = make(given, **GIVEN.get(name, {}))
    return made


def make_empty():
    tables = {
        name: resolve_name(locate_table(name))([], **GIVEN.get(name, {}))
        for name in find_tables()
        if name not in {"change_table", *NEVER_EMPTY}
    }
    return tables | {"change_table": change_table(make_article(), {})}


def _check_some(folder):
    places = pd.DataFrame({"article": list("abcd") * 5, "angry": [n / 20 for n in range(20)]})
    plan = tk.draw_audit(places, of="angry", n=12)
    path = tk.audit.write_audit(plan, folder / "check.csv")
    pd.read_csv(path, dtype=str).assign(label="yes").to_csv(path, index=False)
    return plan, path
