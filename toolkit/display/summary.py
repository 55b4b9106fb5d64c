"""What a report says first: who speaks, in whose words, through whom, what has no source."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from toolkit.attribution import find_voices
from toolkit.base import FURNITURE, NARRATOR, UNKNOWN, Span, cut_short, find_quoted, find_words
from toolkit.display.filling import fill
from toolkit.display.telling import DOUBTFUL, isolate, join_first, tell_number
from toolkit.narrative import Sourcing
from toolkit.trust import validity_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from toolkit.base import Article

LONGEST_NAME = 90  # characters of a text that has no title
SURE = 0.7  # whose words a headline is: with less confidence it is "perhaps" theirs
LONGEST_CALL = 40  # characters of a speaker in a list
QUOTED = 110  # characters of an example
FIRST, MOST_TOLD = 3, 4  # speakers told; others
KINDS_OF_ACTS = {
    "said or shown": ("saying", "asking", "showing"),
    "asked for": ("urging",),
    "thought, hoped or planned": ("thinking",),
}
SELECTED = "NewsMTSC, dev"  # sentences that were chosen for having a stance


def name_article(article: Article) -> str:
    """Name an article by its title, or by how its text begins where it has none.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> name_article(Article("It rained all day. Nobody came.", id="0041"))
    'It rained all day. Nobody came.'
    """
    return article.title or cut_short(article.text, LONGEST_NAME)


def tell_about(article: Article) -> str:
    """Tell who wrote it, where and when, how long it is, and what could not be read for sure.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> tell_about(Article("It rained all day.", publisher="The Courier"))
    'The Courier, 4 words'
    """
    facts = [article.publisher, article.byline and f"by {article.byline}", article.dateline]
    if article.published is not None:
        facts.append(f"{article.published:%Y-%m-%d}")
    facts.append(tell_number(count_story(article), "word"))
    facts += [tell_note(note) for note in article.notes]
    return ", ".join(fact for fact in facts if fact)


def tell_note(note: str) -> str:
    """Tell what the loader left open without what only a programmer can use.

    Examples
    --------
    >>> tell_note("date: '06/09/2016' is 6 September 2016 or 9 June 2016; day_first=True or ...")
    'the date can be read in two ways: 6 September 2016 or 9 June 2016'
    """
    kind, _, text = note.partition(": ")
    if kind == "date" and " or " in text:
        readings = text.partition(";")[0].partition(" is ")[2]
        return f"the date can be read in two ways: {readings}" if readings else text
    return ""


def count_story(article: Article) -> int:
    """Count the words of headline and body, the one count of words that a report has."""
    return sum(
        len(find_words(voice.span.of(article.text)))
        for voice in find_voices(article)
        if voice.part not in FURNITURE
    )


class Tables(NamedTuple):
    """What the first screen tells of an article, from the tables of these names."""

    speakers: pd.DataFrame
    quotations: pd.DataFrame  # without those who did not answer
    sourcing: pd.DataFrame
    headline: pd.DataFrame


def write_summary(article: Article, tables: Tables) -> Markup:
    """Write what a reader wants to know first: who, in whose words, through whom, on what."""
    speakers, quotations, sourcing, headline = tables
    facts = [
        *_tell_first(article, speakers),
        *_tell_own_words(article, speakers, quotations),
        *_tell_relays(quotations),
        *_tell_unsourced(quotations, sourcing),
        *_tell_headline(article, quotations, headline),
        *_tell_kinds(quotations),
    ]
    return fill("summary.html", facts=facts)


def _call(name: str) -> str:
    """Call a speaker so that a list of several can be read."""
    return isolate(cut_short(name, LONGEST_CALL))


def _quote(words: str) -> str:
    return isolate(cut_short(words, QUOTED))


def _tell_first(article: Article, speakers: pd.DataFrame) -> list[tuple[str, str]]:
    named = speakers[speakers["speaker"] != UNKNOWN]
    total = count_story(article)
    if named.empty:
        return [("Nobody is quoted", f"by name or description in {tell_number(total, 'word')}.")]
    most, *others = named.head(FIRST).to_dict("records")
    told = f"{most['words']:,} of the story\u2019s {total:,} words"
    if others:
        rest = ", ".join(f"{_call(one['speaker'])} {one['words']:,}" for one in others)
        more = f", {tell_number(len(named) - FIRST, 'more voice')}" if len(named) > FIRST else ""
        told = f"{told}; then {rest}{more}"
    name, role = most["speaker"], most["role_evidence"]
    speaks = f"{isolate(cut_short(name[:1].upper() + name[1:], LONGEST_NAME))} speaks most"
    if most["role"] != UNKNOWN and isinstance(role, str) and role.lower() not in name.lower():
        speaks = f"{speaks}, as \u201c{_quote(role)}\u201d"
    return [(f"{speaks}:", f"{told}.")]


def _tell_own_words(
    article: Article, speakers: pd.DataFrame, quotations: pd.DataFrame
) -> list[tuple[str, str]]:
    """Tell how many of their words are in quote marks: of the first, and of who has most there."""
    named = speakers[(speakers["speaker"] != UNKNOWN)]
    if named.empty:
        return []
    quoted = named.sort_values("direct_words", ascending=False, kind="stable")
    if not quoted["direct_words"].iloc[0]:
        return [("In the reporter\u2019s words:", "nobody named stands in quote marks.")]
    shown = quoted[quoted.index.isin([*named.index[:FIRST], quoted.index[0]])]
    told = ", ".join(
        f"{_call(row['speaker'])} {row['direct_words']:,} of {row['words']:,}"
        for row in shown.to_dict("records")
    )
    direct = quotations.loc[quotations["form"] == "direct", ["start", "end"]]
    marked = find_quoted(article.text)
    has_turns = any(
        not any(Span(start, end).overlaps(span) for span in marked)
        for start, end in direct.itertuples(index=False)
    )
    rest = "the rest is retold" + (", or stands turn by turn without marks" if has_turns else "")
    return [("In their own words:", f"{told} words stand in quote marks; {rest}.")]


def _tell_relays(quotations: pd.DataFrame) -> list[tuple[str, str]]:
    relayed = quotations[quotations["relay"].notna()]
    if relayed.empty:
        if quotations.empty:
            return []
        return [("Through whom:", "nobody is quoted second-hand.")]
    pairs = relayed["speaker"].map(_call) + " through " + relayed["relay"].map(_call)
    counts = pairs.value_counts()
    told = [f"{pair} {'once' if n == 1 else f'{n} times'}" for pair, n in counts.items()]
    return [("Through whom:", f"{join_first(told, MOST_TOLD)}.")]


def _tell_unsourced(quotations: pd.DataFrame, sourcing: pd.DataFrame) -> list[tuple[str, str]]:
    facts = []
    bare = sourcing[sourcing["sourcing"] == Sourcing.NONE]
    if len(bare):
        words = _quote(bare.sort_values("words")["text"].iloc[-1])
        sentences = tell_number(len(sourcing), "sentence")
        such_as = ", such as" if len(bare) > 1 else ":"
        told = f"{len(bare)} of {sentences}{such_as} \u201c{words}\u201d"
        facts.append(("On no source:", told))
    elif len(sourcing):
        facts.append(("On no source:", f"none of {tell_number(len(sourcing), 'sentence')}."))
    orphans = quotations[quotations["kind"] == UNKNOWN]
    if len(orphans):
        words = _quote(orphans["content"].iloc[0].strip("\"'"))
        told = f"{tell_number(len(orphans), 'quotation')}: \u201c{words}\u201d"
        facts.append(("Quoted, and nobody named:", told))
    unnamed = quotations[quotations["kind"] == "unnamed"]["speaker"].drop_duplicates()
    if len(unnamed):
        facts.append(("Not named:", f"{', '.join(unnamed.head(MOST_TOLD).map(_call))}."))
    return facts


def _tell_headline(
    article: Article, quotations: pd.DataFrame, table: pd.DataFrame
) -> list[tuple[str, str]]:
    voices = [voice.name for voice in find_voices(article) if voice.part == "headline"]
    said = [name for name in dict.fromkeys(voices) if name not in {NARRATOR, UNKNOWN}]
    if not voices:
        apart = "not part of the text, and not asked whose words it is."
        none = "none was found; above stands how the text begins."
        return [("The headline:", apart if article.title else none)]
    flags = ", ".join(dict.fromkeys(table["flag"].dropna()))
    lost = table.loc[table["status"] == "absent", "text"]
    check = f"; to look at: {flags}" if flags else ""
    missing = ""
    if len(lost):
        words = _quote(", ".join(lost))
        parts = tell_number(len(table), "part")
        missing = f"; {len(lost)} of {parts} not found below (\u201c{words}\u201d)"
    whose = "the article\u2019s own words"
    if said:
        sure = quotations.loc[quotations["part"] == "headline", "confidence"].min()
        confidence = "" if pd.isna(sure) else f" (confidence {sure:.2f})"
        perhaps = "perhaps " if sure < SURE else ""
        perhaps = "unclear; possibly " if sure < DOUBTFUL else perhaps
        whose = f"{perhaps}the words of {', '.join(map(_call, said))}{confidence}"
    return [("The headline:", f"{whose}{missing}{check}.")]


def _tell_kinds(quotations: pd.DataFrame) -> list[tuple[str, str]]:
    """Tell speech and what is thought or asked for apart, and how many are doubtful."""
    if quotations.empty:
        return []
    counts = [
        (int(quotations["act"].isin(acts).sum()), what) for what, acts in KINDS_OF_ACTS.items()
    ]
    told = ", ".join(f"{n} {what}" for n, what in counts if n)
    doubtful = int((quotations["confidence"] < DOUBTFUL).sum())
    doubt = f"; {doubtful} more likely wrong than right, marked faint" if doubtful else ""
    return [(f"{tell_number(len(quotations), 'attribution')}:", f"{told}{doubt}.")]


def tell_shares(figures: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Tell for some figures how many of 100 it is in running news, as measured.

    Parameters
    ----------
    figures : mapping of str to (str, str)
        Instrument and figure of `validity_table`, by a name.

    Examples
    --------
    >>> 0 < int(tell_shares({"right": ("quotations", "share right")})["right"]) < 100
    True
    """
    table = validity_table()
    table = table[table["data"] != SELECTED]
    running = dict(
        zip(zip(table["instrument"], table["figure"], strict=True), table["value"], strict=True)
    )
    return {name: f"{100 * running[figure]:.0f}" for name, figure in figures.items()}
