"""Pages in HTML to articles: what trafilatura extracts, read in a process of its own."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.base import Article, ToolkitError, tell_language
from toolkit.loading.apart import answer, ask, limit_memory
from toolkit.loading.dates import read_date
from toolkit.loading.parts import join_pieces, make_article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Set

    from lxml.etree import _Element
    from lxml.html import HtmlElement

HTML = re.compile(r"\s{0,100}<(?:!doctype\s{1,9}html|html|head|body)\b", re.IGNORECASE)
MAX_PAGE_BYTES = 5_000_000  # a page of 9 MB took 24 seconds and 245 MB
PAGE_SECONDS = 20.0
# What publishers state the time of publication in, the most exact first.
DATE_FIELDS = (
    "article:published_time", "datepublished", "article.published", "parsely-pub-date",
    "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "og:published_time", "publishdate", "pubdate", "publish_date", "publication_date", "date",
)  # fmt: skip
JSON_DATE = re.compile(r"\"datePublished\"\s{0,9}:\s{0,9}\"([^\"]{4,40})\"")
EMPHASIS = frozenset({"b", "em", "i", "strong"})
INLINE = frozenset({"hi", "ref", "del", "lb", "graphic", "fw"})
HEADLINE_WITHIN = 5  # blocks
FEWEST_WORDS = 5  # of the longest paragraph: with fewer it is a menu
WEB_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page, as plain values that pass between processes.

    Parameters
    ----------
    pieces : list of list
        Each paragraph, heading or caption: its words and its kind.
    title, byline, published, publisher, url, language : str
        As the page states them; empty where it does not.
    """

    pieces: list[list[str]]
    title: str = ""
    byline: str = ""
    published: str = ""
    publisher: str = ""
    url: str = ""
    language: str = ""


def parse_page(  # noqa: PLR0913 - the fields of an article
    html: str,
    *,
    day_first: bool | None = None,
    id: str = "",  # noqa: A002 - the field's name
    origin: str = "",
    url: str = "",
    notes: tuple[str, ...] = (),
    seconds: float = PAGE_SECONDS,
) -> Article:
    r"""Make an article from a page.

    Parameters
    ----------
    html : str
    day_first, id, origin, notes
        As in `make_article`.
    url : str, optional
        Where the page was found; what it states as its own address goes before.
    seconds : float, optional
        The page is given up after them.

    Returns
    -------
    Article
        Its text is the title and what `trafilatura` takes for the article, a paragraph a
        block. Its language is what the words tell, else what the page states.

    Raises
    ------
    ToolkitError
        If the page is too large, takes too long, is nested deeper than the parser
        follows, or has no running text.

    Notes
    -----
    Pages come as the publisher made them: no script is run, so an article that a script
    fetches is not there. The date is one that the page states for machines, or in its
    byline: one that merely stands somewhere on the page is not taken.

    Examples
    --------
    >>> story = "<p>Rates will rise, the governor said.</p><p>She left.</p>" * 3
    >>> page = f"<html><body><nav>Home</nav><h1>Rates rise</h1>{story}</body></html>"
    >>> parse_page(page).text[:50]
    'Rates rise\n\nRates will rise, the governor said.\n\nS'
    """
    size = len(html.encode(errors="replace"))
    if size > MAX_PAGE_BYTES:
        raise ToolkitError(f"page: must have at most {MAX_PAGE_BYTES:,} bytes; found {size:,}")
    read = ask(open_reader, json.dumps(html).encode(), seconds, "page: ", "the HTML parser")
    page = Page(**read)
    text, blocks = join_pieces(_list_pieces_of(page))
    found = make_article(
        text,
        blocks,
        day_first=day_first,
        id=id,
        origin=origin,
        title=page.title,
        notes=notes,
    )
    found = replace(
        found,
        publisher=page.publisher,
        byline=page.byline or found.byline,
        url=page.url or url,
    )
    return _add_language(_add_date(found, page.published, day_first), page.language)


def _list_pieces_of(page: Page) -> list[tuple[str, str]]:
    """List what stands on a page, the title first, unless it stands there already."""
    pieces = [(words, kind) for words, kind in page.pieces]
    is_there = page.title in [words for words, _ in pieces[:HEADLINE_WITHIN]]
    return pieces if is_there or not page.title else [(page.title, "heading"), *pieces]


def _add_date(article: Article, stated: str, day_first: bool | None) -> Article:  # noqa: FBT001
    if not stated:
        return article
    published, note = read_date(stated, day_first)
    if published is None:
        return replace(article, notes=(*article.notes, note))
    others = tuple(note for note in article.notes if not note.startswith("date:"))
    return replace(article, published=published, notes=others)


def _add_language(article: Article, stated: str) -> Article:
    told = tell_language(article.text)
    notes = article.notes
    if told and stated and told != stated.lower()[: len(told)]:
        notes = (*notes, f"language: the page states {stated}, the words are {told}")
    return replace(article, language=told or stated, notes=notes)


# ---- in the process that reads pages ---------------------------------------------------------


def open_reader() -> Callable[[bytes], bytes]:
    """Make a process ready to read pages, and give the function that answers with one."""
    limit_memory()
    extract_page("<html><body><p>A page that loads what the others need.</p></body></html>")
    return _answer


def _answer(question: bytes) -> bytes:
    return answer(lambda: extract_page(json.loads(question)))


def extract_page(html: str) -> Page:
    """Find what stands on a page, in this process and without a limit of time.

    Raises
    ------
    ToolkitError
        As `parse_page`.
    """
    from trafilatura import bare_extraction

    tree = _parse(html)
    captions = {_clean(found.text_content()) for found in tree.iter("figcaption")}
    questions = {_clean(found.text_content()) for found in tree.iter("p") if _is_question(found)}
    published, language = _find_date(tree), _find_language(tree)
    heading = next((_clean(found.text_content()) for found in tree.iter("h1")), "")
    document: Any = bare_extraction(
        tree, fast=True, include_comments=False, include_tables=False, with_metadata=True
    )
    pieces = [
        [words, _tell_kind(words, kind, captions, questions)]
        for words, kind in (_list_pieces(document.body) if document else ())
    ]
    if not any(len(words.split()) >= FEWEST_WORDS for words, _ in pieces):
        raise ToolkitError("page: must hold an article; found no running text")
    starts = [words for words, _ in pieces[:HEADLINE_WITHIN]]
    title = heading if heading in starts else _clean(document.title or heading)
    address = document.url or ""
    return Page(
        pieces=pieces,
        title=title,
        byline=_clean(document.author or "").replace(";", ","),
        published=published,
        publisher=_clean(document.sitename or ""),
        url=address if WEB_ADDRESS.match(address) else "",
        language=language,
    )


def _tell_kind(words: str, kind: str, captions: Set[str], questions: Set[str]) -> str:
    if words in captions:
        return "caption"
    return "heading" if words in questions else kind


def _is_question(paragraph: _Element) -> bool:
    """Tell whether a paragraph is a question set in bold or italics, as in interviews."""
    words = _clean("".join(paragraph.itertext()))
    if not words.endswith("?"):
        return False
    set_off = (part for part in paragraph if part.tag in EMPHASIS)
    return words in {_clean("".join(part.itertext())) for part in set_off}


def _parse(html: str) -> HtmlElement:
    from lxml.etree import LxmlError, XMLSyntaxError
    from lxml.html import HTMLParser, fromstring

    # huge_tree: down to 2,048 levels instead of 256. What is cut below is told in the log alone.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = fromstring(html.encode(errors="replace"), parser=parser)
    except (LxmlError, XMLSyntaxError, ValueError) as error:
        raise ToolkitError(f"page: must be HTML; found {str(error)[:80]!r}") from error
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            raise ToolkitError(
                "page: must be nested at most 2,048 levels deep, as far as the parser follows; "
                f"found more in line {entry.line}"
            )
    return tree


def _list_pieces(body: _Element) -> Iterator[tuple[str, str]]:
    """Give each paragraph, item or heading of trafilatura's result; a line break parts two."""
    from lxml.etree import iterwalk

    words: list[str] = []
    kind = "paragraph"
    for event, element in iterwalk(body, events=("start", "end")):
        if element.tag not in INLINE:
            yield from ((line, kind) for line in map(_clean, "".join(words).split("\n")) if line)
            words = []
            kind = "heading" if event == "start" and element.tag == "head" else "paragraph"
        if element.tag == "lb" and event == "start":
            words.append("\n")
        given = element.text if event == "start" else element.tail
        words.append((given or "").replace("\n", " "))


def _find_date(tree: HtmlElement) -> str:
    stated: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        stated.setdefault(name.strip().lower(), (meta.get("content") or "").strip())
    for field in DATE_FIELDS:
        if value := stated.get(field, ""):
            return value[:80]
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "") and (
            date := JSON_DATE.search(script.text or "")
        ):
            return date[1]
    for found in tree.iter("time"):
        if found.get("pubdate") is not None or found.get("itemprop") == "datePublished":
            return str(found.get("datetime") or found.text_content())[:80]
    times: list[str] = [found.get("datetime") or "" for found in tree.iter("time")]
    return times[0][:80] if len({*times}) == 1 else ""


def _find_language(tree: HtmlElement) -> str:
    root = tree.getroottree().getroot()
    stated: str = root.get("lang") or root.get("xml:lang") or ""
    return stated.strip()[:10]


def _clean(words: str) -> str:
    return " ".join(words.split())
