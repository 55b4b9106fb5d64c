"""Texts that a field of a record holds as HTML, as interfaces of the web and exports give them."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from toolkit.loading.parts import join_pieces

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.loading.parts import Block

KINDS = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("caption", "figcaption"), "caption"),
}
BREAKS = KINDS.keys() | {
    "address", "article", "aside", "blockquote", "body", "br", "dd", "div", "dl", "dt",
    "figure", "footer", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "button", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "input", "ins", "kbd", "label", "link", "mark", "meta", "picture", "q",
    "s", "samp", "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
})  # fmt: skip
UNREAD = frozenset({
    "audio", "form", "head", "iframe", "nav", "noscript", "object", "script", "select", "style",
    "svg", "template", "textarea", "title", "video",
})  # fmt: skip
NAMES = BREAKS | INLINE | UNREAD
TAG = re.compile(r"<(?P<closing>/?)(?P<name>[a-z][a-z0-9]{0,15})(?:[\s/][^<>]{0,4000})?>", re.I)
CLOSED = re.compile(
    rf"</(?:{'|'.join(sorted(NAMES - {'data', 'label', 'source', 'time'}))})\s?>|<br\s{{0,3}}/?>",
    re.IGNORECASE,
)
BLANK_LINE = re.compile(r"\n[^\S\n]{0,99}\n")


def has_markup(text: str) -> bool:
    """Tell whether a text has tags of HTML in it: one that is closed, or a line break.

    Examples
    --------
    >>> [has_markup(text) for text in ("<p>War.</p>", "War.<br>Peace.", "a <b and c> d", "<p>")]
    [True, True, False, False]
    """
    return CLOSED.search(text) is not None


def read_markup(text: str) -> tuple[str, list[Block]]:
    r"""Give the words of a text in HTML as a person reads them, and its paragraphs.

    Nothing is left out but scripts, styles, forms and menus: a field holds the article alone,
    which `parse_page` has to look for on a page. What stands in angle brackets and is no tag of
    HTML stays.

    Examples
    --------
    >>> read_markup("<h2>Rates</h2><p>Up &amp; <b>up</b>,<br/>she said.</p>")[0]
    'Rates\n\nUp & up,\n\nshe said.'
    """
    return join_pieces(_list_pieces(text))


def _list_pieces(text: str) -> Iterator[tuple[str, str]]:
    """Give the words of each paragraph, and its kind, as its tag tells."""
    whole = _drop_comments(text)
    words: list[str] = []
    kind = unread = ""
    position = 0
    for tag in TAG.finditer(whole):
        name = tag["name"].lower()
        if name not in NAMES:
            continue
        if not unread:
            words.append(whole[position : tag.start()])
        position = tag.end()
        if unread:
            unread = "" if tag["closing"] and name == unread else unread
        elif name in UNREAD:
            unread = "" if tag["closing"] else name
        elif name in BREAKS:
            yield from ((piece, kind) for piece in _cut(words))
            words = []
            kind = "" if tag["closing"] else KINDS.get(name, "")
    if not unread:
        words.append(whole[position:])
    yield from ((piece, kind) for piece in _cut(words))


def _cut(words: list[str]) -> Iterator[str]:
    """Give what stands between blank lines, its own blanks and line breaks as single blanks."""
    for piece in BLANK_LINE.split("".join(words)):
        if plain := " ".join(unescape(piece).split()):
            yield plain


def _drop_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)
