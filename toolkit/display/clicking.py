"""What a person opens in a notebook to correct an article, or to check a sample, by clicks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audit import AuditPlan, check_plan, read_checks, write_audit
from toolkit.base import ToolkitError
from toolkit.display.checking import CheckedSample
from toolkit.display.correcting import CorrectedArticle, open_article
from toolkit.engine import ENGLISH, take_article
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from toolkit.engine import Articles, Engine, OneArticle


def correct(
    article: OneArticle,
    path: Path | str = "corrections.csv",
    *,
    coder: str = "",
    engine: Engine = ENGLISH,
) -> CorrectedArticle:
    """Show an article to correct by clicks and keys; each decision goes into a file at once.

    Parameters
    ----------
    article : Article
    path : Path or str, optional
        The file of corrections (see `write_corrections`), ``.csv`` or ``.xlsx``. What it says of
        the article already is taken up; rows of other articles stay. Written whole or not at all.
    coder : str, optional
        Who decides, for the column of that name.
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    CorrectedArticle
        Shows itself as the last line of a cell: choose a quotation, and change its speaker, kind,
        role, gender, relays, form or act; say that it is right, or no quotation; select words to
        add one, or as its content, cue, source or relay; tell the stance where somebody names a
        target. Each has a key, and all can be undone. `article` is the article as decided until
        now: every table of it follows. Where widgets are missing it is what `annotate` shows, and
        says what to install.

    Raises
    ------
    ToolkitError
        If `article` is not an Article.
    ReadError
        If the file is there and cannot be used; see `read_corrections`.

    Examples
    --------
    >>> import toolkit as tk
    >>> desk = tk.correct(tk.parse_article("Rates will rise, she said."), "no file yet.csv")
    >>> answer = desk.answer({"do": "undo"})
    >>> answer["told"]
    'Not written: undo: must have something to take back; found nothing'
    >>> tk.speaker_table(desk.article)["speaker"].tolist()
    ['unknown']
    """
    return open_article(take_article(article, engine), path, coder)


def check_audit(
    plan: AuditPlan | Path | str,
    path: Path | str,
    articles: Articles = (),
    *,
    coder: str = "",
) -> CheckedSample:
    """Show the checks of an audit one by one, to answer by clicks and keys.

    Parameters
    ----------
    plan : AuditPlan, Path or str
        From `draw_audit`, or the file that `write_audit` wrote.
    path : Path or str
        The sheet; it is written if there is none.
    articles : Article or iterable of Article, optional
        Those that the plan was drawn from, to show each check in its article. Nothing that the
        machine found is shown.
    coder : str, optional
        Who answers, for the column of that name; the day is written too.

    Returns
    -------
    CheckedSample
        Shows itself as the last line of a cell: the question, the words and where they stand, a
        key for each answer, undo, and how much is done. Answers are written at once, so one can
        stop and go on another day, here or in a spreadsheet; then call `audit_table`.

    Raises
    ------
    ToolkitError
        If an article of the plan is missing where articles are given.
    ReadError, RowError
        If plan or sheet cannot be read, or do not belong together.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> import pandas as pd
    >>> import toolkit as tk
    >>> mentions = pd.DataFrame({"article": list("abcd") * 3, "angry": [0.9, 0.1] * 6})
    >>> with TemporaryDirectory() as folder:
    ...     desk = tk.check_audit(tk.draw_audit(mentions, of="angry", n=6), f"{folder}/c.csv")
    ...     answer = desk.answer({"do": "answer", "cells": {"label": "yes"}})
    >>> answer["done"], answer["all"]
    (1, 6)
    """
    plan = check_plan(plan)
    if not Path(path).exists():
        write_audit(plan, path)
    read_checks(plan, path, is_second=True)
    known = {article.id: article for article in iter_articles(articles)}
    drawn = plan.units[plan.units["drawn"]]
    missing = {*drawn["article"]} - {*known}
    if known and missing:
        raise ToolkitError(
            f"articles: must be those of the plan; found none with the id {min(missing)!r}"
        )
    return CheckedSample(plan, Path(path), known, coder)
