"""Whom the label before a turn of an interview or transcript means: ``LEE:``, ``AL:``, ``A.``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.attribution.decisions import Decision
from toolkit.base import Kind, Span, read_titles, remember
from toolkit.grammar import PARTICLES
from toolkit.people import fold, has_initials
from toolkit.reader import Sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.attribution.antecedents import Scene
    from toolkit.attribution.decisions import Source
    from toolkit.base import Article

LETTERS = {"Q": "interviewer", "A": "interviewee"}
CALLING = {"chair", "host", "interviewer", "moderator", "presenter", "speaker", "unidentified"}
CAPITAL = r"(?!I\b)[^\W\d_a-z][\w'\u2019-]*"
RUN = re.compile(
    rf"(?<![\w'\u2019-]){CAPITAL}(?: (?:{CAPITAL}\.?|{'|'.join(sorted(PARTICLES))}))* {CAPITAL}\b"
)
HYPHEN = re.compile(r"[-\u2010\u2011\s]+")


def decide_label(source: Source) -> Decision | None:
    """Decide who a label is: the person with these words or initials, or who it calls."""
    scene, place = source.scene, source.quotation.source[0]
    if place not in scene.labels:
        return None
    label = place.of(scene.article.text).strip(" .")
    if label in LETTERS:
        return _decide_letter(scene, place, label, source.quotation.content)
    words = fold(label.split())
    noun = re.sub(r"\W*\d*$", "", words[-1])  # Speaker 2, Speaker #2
    if noun in CALLING or words[0] in CALLING:
        return Decision(" ".join(words), Kind.UNNAMED, (place,))
    named = _find_named(scene, words, label)
    if named is not None:
        return Decision(named[0], Kind.PERSON, (place, named[1]))
    return Decision(label, Kind.PERSON, (place,))


def _decide_letter(scene: Scene, place: Span, letter: str, content: Sequence[Span]) -> Decision:
    """Decide who asks and who answers: the person whom the text above names most."""
    first = min(span.start for span in scene.labels)
    seen = scene.seen
    chances = [0.0] * len(scene.names) if seen is None else seen.weigh(Sought.SAID, content)[:-1]
    above = [
        (sum(mention.end <= first for mention in name.mentions), chance, name)
        for name, chance in zip(scene.names, chances, strict=True)
        if name.is_person and name.mentions[0].end <= first
    ]
    if letter == "A" and above:
        name = max(above, key=lambda each: each[:2])[-1]
        return Decision(name.name, Kind.PERSON, (place, name.mentions[0]))
    return Decision(LETTERS[letter], Kind.UNNAMED, (place,))


def _find_named(scene: Scene, words: tuple[str, ...], label: str) -> tuple[str, Span] | None:
    """Find the one person whose name holds the words of a label, or begins with its letters."""
    text = scene.article.text
    persons = [(name.name, name.mentions[0]) for name in scene.names if name.is_person]
    labels = ((place.of(text).strip(" ."), place) for place in scene.labels)
    known = [*persons, *_list_runs(scene.article), *sorted(labels, key=lambda pair: pair[1])]
    own = [pair for pair in known if fold(pair[0].split()) == words]
    for fitting in (
        [pair for pair in persons if _ends(pair[0], words)],
        own if len(words) > 1 else [],
        [pair for pair in known if _ends(pair[0], words)],
        [pair for pair in known if _begins(pair[0], words)],
        [pair for pair in known if label.isupper() and _has_letters(pair[0], label)],
        own,
    ):
        if len({fold(name.split()) for name, _ in fitting}) == 1:
            return _prefer_small(fitting)
    return None


@remember
def _list_runs(article: Article) -> tuple[tuple[str, Span], ...]:
    """List runs of capitalised words: names that nobody may have seen, without titles."""
    found = []
    for match in RUN.finditer(article.text):
        words = [*re.finditer(r"\S+", match.group())]
        while len(words) > 1 and words[0].group().lower().strip(".") in read_titles():
            words.pop(0)
        start = match.start() + words[0].start()
        if len(words) > 1 and not match.group().isupper():
            found.append((article.text[start : match.end()], Span(start, match.end())))
    return tuple(found)


def _ends(name: str, words: tuple[str, ...]) -> bool:
    """Tell whether a name ends with some words, and has others before them."""
    folded = fold(name.split())
    return len(folded) > len(words) and folded[-len(words) :] == words


def _begins(name: str, words: tuple[str, ...]) -> bool:
    """Tell whether a name begins with some words, and has others behind them."""
    folded = fold(name.split())
    return len(folded) > len(words) and folded[: len(words)] == words


def _has_letters(name: str, letters: str) -> bool:
    return has_initials(filter(None, HYPHEN.split(name)), letters)


def _prefer_small(named: Iterable[tuple[str, Span]]) -> tuple[str, Span]:
    """Prefer a name in small letters: Ann Lee to ANN LEE."""
    return min(named, key=lambda pair: (pair[0].isupper(), pair[1]))
