"""Who each source is, by which rule, and through whom the words reached us."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.attribution.aliases import fold_alias, read_aliases
from toolkit.attribution.antecedents import make_scene
from toolkit.attribution.quotations import find_quotations
from toolkit.attribution.relays import find_relays
from toolkit.attribution.sources import decide_all
from toolkit.base import (
    BY_PRONOUN,
    NARRATOR,
    UNSAID,
    Attribution,
    Kind,
    Rule,
    Span,
    Speaker,
    ToolkitError,
    Voice,
    check_article,
    list_parts,
    remember,
)
from toolkit.engine import ENGLISH, bind, check_spans, get_engine, get_given

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from toolkit.base import Article, Quotation
    from toolkit.engine import Engine


@remember
def _attribute(article: Article) -> tuple[Attribution, ...]:
    if (given := get_given(article)) is not None:
        return given
    if article.corrections:
        return _correct(article, _attribute(replace(article, corrections=())))
    return _ask(article, find_quotations(article))


def _ask(article: Article, quotations: Sequence[Quotation]) -> tuple[Attribution, ...]:
    """Ask the engine of an article for the speakers of some quotations."""
    engine = get_engine(article)
    found = tuple(engine.resolver.attribute(article, quotations))
    if len(found) != len(quotations):
        raise ToolkitError(
            f"engine {engine.name!r}: resolver: must give one attribution for each quotation; "
            f"found {len(found)} for {len(quotations)}"
        )
    for attribution in found:
        check_spans(attribution.spans, article, f"engine {engine.name!r}: resolver")
    return found


def _correct(article: Article, found: Iterable[Attribution]) -> tuple[Attribution, ...]:
    """Put what a person decided in the place of what was found there."""
    attributions = {attribution.quotation.content: attribution for attribution in found}
    decided = {c.quotation.content: c for c in article.corrections if not c.is_deleted}
    kinds = {correction.speaker: correction.kind for correction in decided.values()}
    corrected = [
        Attribution(q, Speaker(c.speaker, c.kind), c.relays, Rule.PERSON, q.source, 1.0)
        if (c := decided.get(q.content))
        else attributions[q.content]
        for q in find_quotations(article)
    ]
    return tuple(
        replace(a, speaker=replace(a.speaker, kind=kinds.get(a.speaker.name, a.speaker.kind)))
        for a in _gather_mentions(corrected)
    )


def _gather_mentions(attributions: Sequence[Attribution]) -> list[Attribution]:
    """Give each speaker the places of all sources that name them."""
    mentions: dict[str, set[Span]] = {}
    for attribution in attributions:
        mentions.setdefault(attribution.speaker.name, set()).update(attribution.quotation.source)
    return [
        replace(a, speaker=replace(a.speaker, mentions=tuple(sorted(mentions[a.speaker.name]))))
        for a in attributions
    ]


def find_attributions(
    article: Article,
    *,
    names: Mapping[str, str] | Path | str | None = None,
    engine: Engine = ENGLISH,
) -> list[Attribution]:
    """Find the quotations of an article, each with its speaker and relays.

    Parameters
    ----------
    article : Article
    names : mapping or path, optional
        Which name is to stand for which others, or a CSV file of it with the columns
        ``alias`` and ``name``. An alias is a speaker's name as found without it, or the
        words of the source; where it decides, the rule is ``alias file``.
    engine : Engine, optional
        What reads the article.

    Returns
    -------
    list of Attribution
        In reading order, as `find_quotations` finds them. Each knows its article, so tables and
        pages can be made of what you keep of them.

    Raises
    ------
    ToolkitError
        If `article` is not an Article, or `names` are not what they must be.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> text = '"We won the vote," TASS quoted Ann Lee as saying. She was glad, she said.'
    >>> article = Article(text)
    >>> for found in find_attributions(article):
    ...     print(found.speaker.name, [relay.name for relay in found.relays], found.rule)
    Ann Lee ['TASS'] name at the head
    Ann Lee [] he or she
    >>> article = Article("Rates will rise, Bibi said.")
    >>> [found] = find_attributions(article, names={"Bibi": "Benjamin Netanyahu"})
    >>> found.speaker.name, str(found.rule)
    ('Benjamin Netanyahu', 'alias file')
    """
    check_article(article)
    article = bind(article, engine)
    found = list(_attribute(article))
    if names is not None:
        found = _rename(article, found, read_aliases(names))
    return [replace(attribution, article=article) for attribution in found]


def _rename(
    article: Article, found: Iterable[Attribution], aliases: Mapping[str, str]
) -> list[Attribution]:
    """Put the names that a person gave in the place of those found."""
    renamed = []
    for attribution in found:
        source = " ".join(span.of(article.text) for span in attribution.quotation.source)
        own = [attribution.speaker.name]
        if attribution.rule not in BY_PRONOUN:
            own.append(source)
        name = next((aliases[key] for word in own if (key := fold_alias(word)) in aliases), None)
        is_open = attribution.speaker.kind in {Kind.UNNAMED, Kind.PERSON, Kind.UNKNOWN}
        if name is None or name == attribution.speaker.name or attribution.rule is Rule.PERSON:
            renamed.append(attribution)
            continue
        kind = Kind.PERSON if is_open else attribution.speaker.kind
        speaker = replace(attribution.speaker, name=name, kind=kind)
        renamed.append(replace(attribution, speaker=speaker, rule=Rule.ALIAS, candidates=()))
    return _gather_mentions(renamed)


def attribute_quotations(
    article: Article, quotations: Iterable[Quotation], *, engine: Engine = ENGLISH
) -> list[Attribution]:
    """Decide who speaks in each of some quotations, whoever found them.

    Parameters
    ----------
    article : Article
    quotations : iterable of Quotation
        In reading order: a pronoun may stand for the speaker before.
    engine : Engine, optional
        What tells who the sources are.

    Returns
    -------
    list of Attribution
        One a quotation, in the order given. A quotation without a source has the
        speaker ``unknown``; no speaker is ever invented.

    Raises
    ------
    ToolkitError
        If a span lies outside the text of the article.

    Notes
    -----
    Names by rules; whom a pronoun or a description stands for by weights learned from
    annotated news (`attribution.antecedents`), and nobody where all candidates are unlikely. On
    32 articles that were not learned from, 90 % of speakers are right, given the
    quotations (benchmarks/speakers). Known to err: "they" and "it", bodies named by what
    they are, a name that the parser cuts.

    Examples
    --------
    >>> from toolkit.base.article import Article, Quotation, Span
    >>> article = Article("Ann Lee was calm. Rates will rise, she said.")
    >>> found = Quotation(content=(Span(18, 33),), source=(Span(35, 38),))
    >>> [said.speaker.name for said in attribute_quotations(article, [found])]
    ['Ann Lee']
    """
    check_article(article)
    article = bind(article, engine)
    quotations = list(quotations)
    for number, quotation in enumerate(quotations):
        spans = (*quotation.content, *quotation.cue, *quotation.source)
        check_spans(spans, article, f"quotations[{number}]")
    return [replace(found, article=article) for found in _ask(article, quotations)]


def resolve_speakers(article: Article, quotations: Sequence[Quotation]) -> list[Attribution]:
    """Decide who speaks in each of some quotations of an English article."""
    scene = make_scene(article, quotations)
    decisions = decide_all(scene, quotations)
    mentions: dict[str, list[Span]] = {}
    for quotation, decision in zip(quotations, decisions, strict=True):
        mentions.setdefault(decision.name, []).extend(quotation.source)
    return [
        Attribution(
            quotation=quotation,
            speaker=Speaker(
                decision.name, decision.kind, tuple(sorted({*mentions[decision.name]}))
            ),
            relays=tuple(
                relay for relay in find_relays(scene, quotation) if relay.name != decision.name
            ),
            rule=decision.rule,
            evidence=decision.evidence,
            confidence=quotation.confidence * decision.rating,
            candidates=decision.candidates,
        )
        for quotation, decision in zip(quotations, decisions, strict=True)
    ]


def find_speakers(
    article: Article,
    *,
    names: Mapping[str, str] | Path | str | None = None,
    engine: Engine = ENGLISH,
) -> list[Speaker]:
    """Find who speaks in an article.

    Parameters
    ----------
    article : Article
    names, engine : optional
        As `find_attributions` takes them.

    Returns
    -------
    list of Speaker
        By first statement. Statements without a source have no speaker here, and who was asked
        and did not answer, or did something and said nothing, is none.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, Ann Lee said. Lee added that jobs would follow.")
    >>> [speaker.name for speaker in find_speakers(article)]
    ['Ann Lee']
    """
    said = find_attributions(article, names=names, engine=engine)
    speakers = (a.speaker for a in said if a.quotation.act not in UNSAID)
    return list({s.name: s for s in speakers if s.kind is not Kind.UNKNOWN}.values())


def find_statements(article: Article) -> list[Attribution]:
    """Find the attributions in which somebody says, asks, urges, thinks or shows something.

    Those who were asked and did not answer (the act ``no_comment``) are left out, and so is what
    was done, voted for or touched on rather than said (``deed``).

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, Ann Lee said. Bob Clark declined to comment.")
    >>> [found.speaker.name for found in find_statements(article)]
    ['Ann Lee']
    """
    return [a for a in find_attributions(article) if a.quotation.act not in UNSAID]


def find_voices(article: Article) -> list[Voice]:
    """Cut an article into stretches of one voice each: a speaker, or the narrator.

    Returns
    -------
    list of Voice
        In reading order, without overlap. Together they cover every part but the blanks
        around a stretch. What a quotation contains is its speaker's voice, quoted or
        paraphrased; cue, source and all the rest are the narrator's.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> article = Article("Rates will rise, Ann Lee said.")
    >>> [(voice.name, voice.span.of(article.text)) for voice in find_voices(article)]
    [('Ann Lee', 'Rates will rise'), ('narrator', ', Ann Lee said.')]
    """
    said = sorted(
        (span, attribution.speaker.name)
        for attribution in find_statements(article)
        for span in attribution.quotation.content
    )
    voices: list[Voice] = []
    for part in list_parts(article):
        position = part.span.start
        for span, name in said:
            start, end = max(span.start, position), min(span.end, part.span.end)
            if start >= end:
                continue
            voices += _make_voice(article.text, position, start, NARRATOR, part.kind)
            voices += _make_voice(article.text, start, end, name, part.kind)
            position = end
        voices += _make_voice(article.text, position, part.span.end, NARRATOR, part.kind)
    return voices


def _make_voice(text: str, start: int, end: int, name: str, part: str) -> list[Voice]:
    piece = text[start:end]
    if not piece.strip():
        return []
    left = start + len(piece) - len(piece.lstrip())
    return [Voice(Span(left, left + len(piece.strip())), name, part)]
