"""A telling as marked text: what it kept of the fullest one, left out, added and altered."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from toolkit.base import BETWEEN, Span, join_pieces
from toolkit.comparison.pieces import clip
from toolkit.comparison.relations import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from toolkit.comparison.statements import Telling


class Stretch(NamedTuple):
    """Words that are marked alike; `edit` is None for quote marks, commas and unmarked words."""

    text: str
    edit: Edit | None


def redline(text: str, telling: Telling, full: str, fullest: Telling) -> list[Stretch]:
    """Cut a telling into stretches, with what it left out of the fullest one in its place.

    Parameters
    ----------
    text, full : str
        The texts of the two articles.
    telling, fullest : Telling
        Of one statement. A telling without changes, such as a paraphrase, is one stretch.

    Returns
    -------
    list of Stretch
        Without those that are left out, they are the content, with a sign between its pieces.

    Examples
    --------
    >>> from toolkit.base import Article
    >>> from toolkit.comparison.statements import match_statements
    >>> one = Article('"We will fix the old bridge in May," Ann Lee said.', id="a1")
    >>> two = Article('"We will fix the old bridge," Lee promised.', id="a2")
    >>> [statement] = match_statements([one, two])
    >>> fullest, cut = statement.tellings
    >>> for stretch in redline(two.text, cut, one.text, fullest):
    ...     print(repr(stretch.text), stretch.edit)
    '"' None
    'We will fix the old bridge' kept
    ' in May ' left out
    ',"' None
    """
    if not telling.changes:
        return [Stretch(join_pieces(text, telling.content), None)]
    found: list[Stretch] = []
    place = telling.content[0].start
    for change in telling.changes:
        if change.span:
            found += _cut(text, telling.content, (place, change.span.start), None)
            place = change.span.start
        if change.fullest and change.edit in {Edit.LEFT_OUT, Edit.ALTERED}:
            words = join_pieces(full, clip([change.fullest], fullest.content))
            found.append(Stretch(f" {words} ", Edit.LEFT_OUT))
        if change.span:
            found += _cut(text, telling.content, (place, change.span.end), change.edit)
            place = change.span.end
    found += _cut(text, telling.content, (place, telling.content[-1].end), None)
    return found


def _cut(
    text: str, content: Sequence[Span], place: tuple[int, int], edit: Edit | None
) -> Iterator[Stretch]:
    """Cut a place of a text where the content ends and begins anew."""
    start, end = place
    for number, piece in enumerate(content):
        if number and start < piece.start <= end:
            yield Stretch(BETWEEN, None)
        words = text[max(start, piece.start) : min(end, piece.end)]
        if words and start < piece.end:
            yield Stretch(words, edit)


def write_redline(stretches: Iterable[Stretch]) -> str:
    """Write marked words for a terminal: ``[-left out-]``, and ``{+added or altered+}``.

    Examples
    --------
    >>> write_redline([Stretch("We can", Edit.KEPT), Stretch(" win ", Edit.LEFT_OUT)])
    'We can [-win-]'
    """
    signs = {Edit.LEFT_OUT: " [-{}-] ", Edit.ADDED: "{{+{}+}}", Edit.ALTERED: "{{+{}+}}"}
    written = (
        signs[edit].format(words.strip()) if (edit in signs) else words
        for words, edit in stretches
    )
    return " ".join("".join(written).split())
