"""Facts in a person's words, and safe on a page."""

from __future__ import annotations

import re
import unicodedata
from html import escape
from math import isnan
from typing import TYPE_CHECKING

from toolkit.base import Article, Rule, join_pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.base import Attribution

# Nothing that a page or terminal would act on: control characters, and halves of a character.
UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")

RIGHT_TO_LEFT = {"R", "AL"}  # kinds of letters, as Unicode calls them
DOUBTFUL = 0.5  # a confidence below is worth a look
CHECKED = " \u2713"  # stands after the name in what a person decided


def escape_html(text: str) -> str:
    """Turn text into HTML that shows it and does nothing else.

    Control characters and halves of characters, which no page may hold, are replaced.

    Examples
    --------
    >>> escape_html("<b>a & b</b>")
    '&lt;b&gt;a &amp; b&lt;/b&gt;'
    """
    return escape(clean(text))


def isolate(text: str) -> str:
    r"""Keep a text that is written from right to left from turning what stands around it.

    Examples
    --------
    >>> isolate("Ann Lee"), isolate("\u05d3\u05d5\u05d3").startswith("\u2068")
    ('Ann Lee', True)
    """
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return f"\u2068{text}\u2069"  # Unicode's marks for it: the text stays one in plain words
    return text


def name_voice(attribution: Attribution) -> str:
    """Name a speaker, those through whom the words reached us, and mark what a person decided.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> from toolkit.attribution.speakers import find_attributions
    >>> article = Article('"We won the vote," TASS quoted Ann Lee as saying.')
    >>> name_voice(find_attributions(article)[0])
    'Ann Lee through TASS'
    """
    names = [attribution.speaker.name, *(relay.name for relay in attribution.relays)]
    return " through ".join(names) + (CHECKED if is_checked(attribution) else "")


def tell_mean(n: int, mean: float, low: float, high: float) -> str:
    """Tell a mean with its 95 % interval, or that there are too few for one.

    Examples
    --------
    >>> tell_mean(7, 0.2, -0.1, 0.5)
    '+0.20 (-0.10 to +0.50), n = 7'
    >>> tell_mean(3, *[float("nan")] * 3)
    'too few, n = 3'
    """
    if isnan(mean):
        return f"too few, n = {n}"
    return f"{mean:+.2f} ({low:+.2f} to {high:+.2f}), n = {n}"


def tell_calls(n: int, against: int, in_favour: int) -> str:
    """Tell in how many passages a voice speaks against a target and for it.

    Examples
    --------
    >>> tell_calls(9, 3, 1)
    '3 against and 1 for of 9 passages'
    >>> tell_calls(1, 0, 0)
    'no clear stance in 1 passage'
    """
    passages = tell_number(n, "passage")
    told = [f"{k} {side}" for k, side in ((against, "against"), (in_favour, "for")) if k]
    return f"{' and '.join(told)} of {passages}" if told else f"no clear stance in {passages}"


def explain_attribution(article: Article, said: Attribution) -> str:
    """Tell kind of speaker, form, act, cue, rule with its evidence, and confidence, in a line.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> from toolkit.attribution.speakers import find_attributions
    >>> article = Article('"No," said Ann Lee. She left.')
    >>> said = find_attributions(article)[0]
    >>> explain_attribution(article, said).partition("; confidence")[0]
    'person; direct; saying; cue “said”; rule name at the head: “Ann Lee”'
    """
    found = said.quotation
    facts = [f"{said.speaker.kind}", f"{found.form}", f"{found.act}"]
    if found.cue:
        facts.append(f"cue \u201c{join_pieces(article.text, found.cue)}\u201d")
    if said.candidates:
        facts.append(f"perhaps {' or '.join(said.candidates)}")
    rule = "decided by a person" if is_checked(said) else f"rule {said.rule}"
    evidence = ", ".join(f"\u201c{span.of(article.text)}\u201d" for span in said.evidence)
    facts.append(f"{rule}: {evidence}" if evidence else rule)
    return "; ".join([*facts, tell_confidence(said)])


def join_first(told: Sequence[str], most: int) -> str:
    """Tell the first of some things, and how many more there are.

    Examples
    --------
    >>> join_first(["Ann Lee", "Bob Roe", "Cy Day"], 2), join_first(["Ann Lee"], 2)
    ('Ann Lee, Bob Roe, 1 more', 'Ann Lee')
    """
    rest = len(told) - most
    return ", ".join([*told[:most], *([f"{rest} more"] if rest > 0 else [])])


def tell_number(number: int, thing: str) -> str:
    """Tell how many there are.

    Examples
    --------
    >>> tell_number(1, "quotation"), tell_number(2000, "quotation")
    ('1 quotation', '2,000 quotations')
    """
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


def is_checked(attribution: Attribution) -> bool:
    """Tell whether a person decided on an attribution."""
    return attribution.rule is Rule.PERSON


def is_doubtful(said: Attribution) -> bool:
    """Tell whether an attribution is more likely wrong than right, as far as that is known."""
    return said.confidence < DOUBTFUL


def tell_confidence(said: Attribution) -> str:
    """Tell how sure an attribution is."""
    if isnan(said.confidence):
        return "confidence not measured"
    return f"confidence {said.confidence:.2f}"


def clean(text: str) -> str:
    """Put a sign in the place of what a page or terminal would act on."""
    return UNSEEN.sub("\ufffd", text)
