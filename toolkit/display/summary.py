"""What a report says first: the findings of an article in short."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pandas as pd

from toolkit.attitude import INSTRUMENTS, speaker_sentiment_table
from toolkit.attribution import Rule, find_voices
from toolkit.base import FURNITURE, NARRATOR, UNKNOWN, find_words
from toolkit.display.telling import escape_html, tell_number
from toolkit.narrative import UNSOURCED
from toolkit.tables import speaker_table
from toolkit.trust import validity_table

if TYPE_CHECKING:
    from toolkit.base import Article

SELECTED = "NewsMTSC, dev"  # sentences that were chosen for having a stance


def write_summary(
    article: Article, quotations: pd.DataFrame, sourcing: pd.DataFrame, headline: pd.DataFrame
) -> str:
    """Say what the tables show, in sentences."""
    facts = [
        *_tell_voices(article, quotations),
        *_tell_first(speaker_table(article)),
        *_tell_sources(quotations, sourcing),
        *_tell_headline(headline),
        *_tell_sound(article),
    ]
    return f"<ul>{''.join(f'<li>{escape_html(fact)}</li>' for fact in facts)}</ul>"


def _tell_voices(article: Article, quotations: pd.DataFrame) -> list[str]:
    counts: Counter[bool] = Counter()
    for voice in find_voices(article):
        if voice.part in FURNITURE:
            continue
        counts[voice.name == NARRATOR] += len(find_words(voice.span.of(article.text)))
    share = counts[False] / max(counts.total(), 1)
    return [
        f"{tell_number(len(quotations), 'quotation')} found. Of the story\u2019s "
        f"{counts.total():,} words, {counts[False]:,} ({share:.0%}) are somebody\u2019s, "
        f"{counts[True]:,} the narrator\u2019s."
    ]


def _tell_first(speakers: pd.DataFrame) -> list[str]:
    named = speakers[speakers["speaker"] != UNKNOWN]
    return [
        f"{row['speaker']} has most words: {row['words']:,} in "
        f"{tell_number(row['quotations'], 'quotation')}, {row['direct_share']:.0%} of them in "
        "quote marks."
        for row in named.head(1).to_dict("records")
    ]


def _tell_sources(quotations: pd.DataFrame, sourcing: pd.DataFrame) -> list[str]:
    facts = []
    relayed = quotations["relay"].dropna()
    if len(relayed):
        names = ", ".join(f"{name} ({n})" for name, n in relayed.value_counts().items())
        facts.append(
            f"{tell_number(len(relayed), 'quotation')} reached us through others: {names}."
        )
    for kind, what in (("unnamed", "a source who is not named"), (UNKNOWN, "no source at all")):
        if number := int((quotations["kind"] == kind).sum()):
            facts.append(f"{tell_number(number, 'quotation')} with {what}.")
    bare = int(sourcing["sourcing"].isin(UNSOURCED).sum())
    if bare:
        facts.append(
            f"{bare} of {tell_number(len(sourcing), 'sentence')} of the body name no source. "
            "Background often has none, and a source may stand a sentence before."
        )
    return facts


def _tell_headline(headline: pd.DataFrame) -> list[str]:
    if headline.empty:
        return []
    found = int((headline["status"] != "absent").sum())
    parts = tell_number(len(headline), "part")
    fact = f"{found} of {parts} of the headline have their match below it"
    flags = headline["flag"].dropna()
    if flags.empty:
        return [f"{fact}; no part was flagged."]
    return [f"{fact}; to look at: {', '.join(dict.fromkeys(flags))}."]


def _tell_sound(article: Article) -> list[str]:
    table = speaker_sentiment_table(article)
    measured = int(table[[f"{name}_mean" for name in INSTRUMENTS]].notna().any(axis=1).sum())
    if measured:
        return [
            f"{measured} of {tell_number(len(table), 'voice')} say enough for a mean of how their "
            "words sound; the others are too short to average."
        ]
    return ["No voice says enough for a mean of how its words sound: read the sentences."]


def write_trust(quotations: pd.DataFrame) -> str:
    """Write how far the quotations can be trusted, and who checked them."""
    checked = int((quotations["rule"] == Rule.PERSON).sum())
    by_whom = (
        f"A person decided {checked} of them; nobody has checked the rest."
        if checked
        else "Nobody has checked it."
    )
    found, right = (tell_share("quotations", f"share {name}") for name in ("found", "right"))
    return (
        '<p class="note"><b>How far to trust this page.</b> A program found the quotations, '
        f"decided who speaks, and counted. {by_whom} It reads the words on the page and knows "
        "nothing else, and it errs. On 84 other news articles, of every 100 quotations (of all "
        f"kinds, beliefs and plans among them) it found {found}, and {right} of 100 that it "
        f"gave were right; {tell_share('sources', 'share right')} of 100 of those had the right "
        "source. Given the "
        f"source, {tell_share('speakers', 'speaker right')} of 100 speakers were named rightly. "
        "Each number below can be checked in the marked text, and should be before it is "
        "printed.</p>"
    )


def tell_share(instrument: str, figure: str) -> str:
    """Tell how many of 100 in running news, as measured; see `validity_table`."""
    table = validity_table()
    rows = table[(table["instrument"] == instrument) & (table["figure"] == figure)]
    running = rows[rows["data"] != SELECTED]
    return f"{100 * running['value'].item():.0f}"
