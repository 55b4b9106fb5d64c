"""The doors for articles: a file, a text, a link, or a corpus of any of the formats of news."""

from __future__ import annotations

import hashlib
import warnings
from array import array
from dataclasses import replace
from io import BytesIO, TextIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING

from toolkit.base import (
    MAX_CHARACTERS,
    Article,
    ReadError,
    ToolkitError,
    check_language,
    is_english,
    make_id,
    name_language,
    tell_language,
)
from toolkit.corrections import Corrections, apply_corrections, correct_all
from toolkit.loading.archives import DAMAGE
from toolkit.loading.contents import LINES, MAX_BYTES, Given, Item, list_text
from toolkit.loading.dates import OpenDates
from toolkit.loading.encodings import decode_page
from toolkit.loading.formats import cut_ending, find_format, list_file, open_file
from toolkit.loading.pages import HTML, parse_page
from toolkit.loading.parts import make_article, read_blocks
from toolkit.loading.records import BLANK_TEXT, check_columns
from toolkit.loading.sources import Source, list_source, refuse_address

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

ANY_LANGUAGE = "any"
MOST_LISTED = 10  # places in a warning
FETCH_SECONDS = 30.0  # for all together: redirects, connecting, the last byte
PAGE_KINDS = ("text/html", "application/xhtml+xml")


def read_article(
    source: str | Path | IO[str] | IO[bytes],
    *,
    day_first: bool | None = None,
    language: str | None = None,
    corrections: Corrections | Path | str | None = None,
) -> Article:
    r"""Read one article from a file of text, Markdown or HTML.

    Parameters
    ----------
    source : str, Path or open file
        Its name without the ending becomes the article's id. A name that ends in ``.gz``
        is unpacked; what begins as a page of HTML is read as one, whatever its name.
    day_first : bool, optional
        How to read a date such as ``06/09/2016``. Left out, it is None, and the article's
        `notes` give both readings; ``06.09.2016`` has its day first.
    language : str, optional
        The language it is in, such as ``en``: then nothing looks. Left out, `language` is
        told from the words where that is sure. An article that is not in English can be
        read, but its analysis is refused unless it is read with ``language="en"``.
    corrections : Corrections, Path or str, optional
        What a person decided about its quotations, as `read_corrections` reads it, or the
        file. The article carries it, and everything asked of the article goes by it.

    Returns
    -------
    Article
        Mark-up is resolved: the text is what a person reads. Each part (headline,
        byline, dateline, caption, paragraph, trailer) has its span.

    Raises
    ------
    ReadError
        If there is no such file, it is no text, is longer than a million characters,
        or blank; for a page also as `fetch_article` tells. If a row of `corrections` does
        not fit the article: see `apply_corrections`.

    Notes
    -----
    A byte order mark, else UTF-8, else a guess by charset-normalizer decides the
    encoding; `notes` tells of a guess. A page of HTML is decoded as it declares, and read
    by trafilatura, in a process of its own that is ended after 20 seconds.

    Examples
    --------
    >>> from io import StringIO
    >>> read_article(StringIO("## **Rates rise**\n\nOTTAWA (AP) - Rates will rise.")).title
    'Rates rise'
    """
    check_language(language)
    name = str(source) if isinstance(source, (str, Path)) else getattr(source, "name", "")
    name = name if isinstance(name, str) else ""  # an unnamed file has a number
    given = Given(name, cut_ending(Path(name).name) if name else "", day_first=day_first)
    try:
        article = (
            _read_path(given) if isinstance(source, (str, Path)) else _read_open(source, given)
        )
        return _correct(_state_language(article, language), corrections)
    except ReadError:
        raise
    except ToolkitError as error:
        raise ReadError(Path(name) if name else "open file", str(error)) from error


def parse_article(
    text: str,
    *,
    id: str = "",  # noqa: A002 - the field's name
    day_first: bool | None = None,
    language: str | None = None,
    corrections: Corrections | Path | str | None = None,
) -> Article:
    r"""Make an article from a text, such as one that was pasted into a notebook.

    Parameters
    ----------
    text : str
        Plain text is kept to the last character. Markdown (headings, bold, links) and a
        page of HTML are resolved to what a person reads.
    id : str, optional
        Left out, it is made from the text.
    day_first, language, corrections : optional
        As in `read_article`.

    Returns
    -------
    Article

    Raises
    ------
    ToolkitError
        If the text is blank or too long, is no string, or is the address of a page, or a row
        of `corrections` does not fit it.

    Examples
    --------
    >>> article = parse_article("Rates rise\n\nBy Ann Lee\n\nRates will rise, she said.")
    >>> [(part.kind, part.span.of(article.text)) for part in article.parts][:2]
    [('headline', 'Rates rise'), ('byline', 'By Ann Lee')]
    """
    check_language(language)
    if not isinstance(text, str):
        raise ToolkitError(f"text: must be a string; found {type(text).__name__}")
    article = _take_only(list_text(text, (), Given("", id, day_first=day_first)))
    return _correct(_state_language(article, language), corrections)


def fetch_article(
    url: str,
    *,
    day_first: bool | None = None,
    language: str | None = None,
    allow_private: bool = False,
    seconds: float = FETCH_SECONDS,
) -> Article:
    """Fetch one article from the web.

    Parameters
    ----------
    url : str
        Of http or https.
    day_first, language : optional
        As in `read_article`.
    allow_private : bool, optional
        Also reach addresses of this machine and its network, but for those where a cloud
        machine's keys are handed out. Never for an address that somebody else wrote.
    seconds : float, optional
        The most that fetching may take, redirects and all.

    Returns
    -------
    Article
        Its id is made from its text, so that the same page has the same id. `url` is
        the address that the page states as its own, `origin` the one that answered.

    Raises
    ------
    ReadError
        If the address is not of http or https or not public, also after a redirect; if the
        server cannot be reached or proves not to be the one named; if it answers with an
        error, with something else than HTML or text, with more than 5 MB, too slowly or
        with more than five redirects; if the page has no article, or holds the parser
        for more than 20 seconds.

    Notes
    -----
    Nothing else is fetched: no picture, no script. So an article that a script loads, or
    that stands behind a login, is not there; save its page and use `read_article`. Proxies
    that the environment names are not used.

    Examples
    --------
    >>> fetch_article("file:///etc/passwd")
    Traceback (most recent call last):
    toolkit.base.errors.ReadError: file:///etc/passwd: must be an address of http or https; ...
    """
    check_language(language)
    if not isinstance(url, str):
        raise ToolkitError(f"url: must be a string; found {type(url).__name__}")
    from toolkit.loading.fetch import fetch  # httpcore takes a tenth of a second

    answer = fetch(url, allow_private=allow_private, seconds=seconds)
    try:
        text, notes = decode_page(answer.content, answer.charset)
        if answer.kind in PAGE_KINDS or HTML.match(text):
            article = parse_page(
                text, day_first=day_first, origin=answer.url, url=answer.url, notes=notes
            )
        else:
            article = make_article(
                *read_blocks(text), day_first=day_first, origin=answer.url, notes=notes
            )
            article = replace(article, url=answer.url)
        return _state_language(article, language)
    except ToolkitError as error:
        raise ReadError(url, str(error)) from error


def read_corpus(  # noqa: PLR0913 - what a corpus may need to be told
    source: Source,
    *,
    on_fault: Callable[[ReadError], None] | None = None,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    language: str | None = None,
    corrections: Corrections | Path | str | None = None,
) -> list[Article]:
    """Read all articles of a corpus: files, a table, an export, a DataFrame.

    Parameters
    ----------
    source, columns, day_first, language, corrections
        As in `iter_corpus`.
    on_fault : callable, optional
        Called with each `ReadError`, and what is faulty is passed over: ``faults.append``
        keeps them in a list. Left out, the first one ends the reading, but for what has no
        text, such as a blank cell: that is passed over with one warning that lists it.

    Returns
    -------
    list of Article
        In the order of `iter_corpus`. Of dates that stay open one warning tells how many.

    Raises
    ------
    ReadError
        At the first file or row that holds no article, repeats an id, or is in another
        language than English, and at the first row of `corrections` that does not fit.

    Examples
    --------
    >>> records = [{"id": "a1", "text": "War is war.", "outlet": "The Post"}]
    >>> [(article.id, article.publisher) for article in read_corpus(records)]
    [('a1', 'The Post')]
    """
    blank: list[ReadError] = []

    def stop(error: ReadError) -> None:
        if not error.problem.startswith(BLANK_TEXT):
            raise error
        blank.append(error)

    dates = OpenDates()
    stream = iter_corpus(
        source,
        on_fault=on_fault or stop,
        columns=columns,
        day_first=day_first,
        language=language,
        corrections=corrections,
    )
    articles = [*dates.count(stream)]
    if dates.open:
        warnings.warn(dates.tell(), UserWarning, stacklevel=2)
    if blank and not articles:
        raise blank[0]
    if blank:
        places = ", ".join(error.place for error in blank[:MOST_LISTED])
        more = ", ..." if len(blank) > MOST_LISTED else ""
        warnings.warn(
            f"{len(blank):,} without text passed over: {places}{more}", UserWarning, stacklevel=2
        )
    return articles


def iter_corpus(  # noqa: PLR0913 - what a corpus may need to be told
    source: Source,
    *,
    on_fault: Callable[[ReadError], None] | None = None,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    language: str | None = None,
    corrections: Corrections | Path | str | None = None,
) -> Iterator[Article]:
    """Stream the articles of a corpus, one at a time; a faulty one does not end the run.

    Parameters
    ----------
    source : str, Path, DataFrame, iterable of dict, Path or lines of JSON
        A file, a folder with all below it, or a pattern such as ``news/2016-*.jsonl``; or
        what a program holds. One article a file: text, Markdown, HTML, MHTML, mail, and with
        the extra ``narrative-toolkit[office]`` Word (.docx), RTF, and PDF with a text layer.
        Many: JSONL, JSON, CSV, TSV, Excel's "Unicode text", Parquet, RIS, with ``office``
        Excel and OpenDocument sheets, with ``warc`` web archives, and zip archives of all these.
        A text, Word, RTF or PDF file that Nexis Uni, Lexis Advance, LexisNexis, Factiva,
        ProQuest or NewsBank has exported is cut into its articles. docs/formats.md tells more.
    on_fault : callable, optional
        Called with each `ReadError`; ``faults.append`` keeps them in a list. Left out,
        the run goes on to the end and then raises one error that lists them all.
    columns : mapping of str to str, optional
        The column of a field, as in ``{"text": "lead_and_body"}``. Other columns are
        known by usual names (``body``, ``headline``, ``pub_date``, ``Titel``...); the
        article's `notes` tell which were guessed, and its `meta` has all others.
    day_first : bool, optional
        As in `read_article`; but a column of a table decides for itself, if one of its
        dates shows the order, as ``27/08/2024`` does, and none the other.
    language : str, optional
        Left out, an article that is sure not to be in English is a fault. ``any`` lets
        it come as well, with its `language`. A code such as ``en`` says what all are in.
    corrections : Corrections, Path or str, optional
        As in `read_article`; only some of the articles need have rows. An article that
        its rows do not fit is a fault, and at the end one whose rows nothing was read for.

    Yields
    ------
    Article
        Files by name; those of a folder before those below it. A record needs ``text`` and
        may have ``id``, ``title``, ``published`` (or ``date``), ``byline`` (or ``author``),
        ``dateline``, ``publisher``, ``section``, ``url``, ``language``. Its text is kept to
        the last character, or is read without the tags if it is HTML. The id of a file is
        its path in the folder or archive without the ending, with a number for each article
        of an export that gives none; that of a record without one is made from its text.

    Raises
    ------
    ReadError
        If there is nothing at `source`; at the end if there were faults and no
        `on_fault`. Its `line` is the number of the row in Parquet, of the record in WARC
        and in an array of JSON; its `row` that of a table as a spreadsheet numbers it.
    ToolkitError
        If `source` is nothing that holds articles.

    Notes
    -----
    One article is held at a time, whatever the size of the corpus, and 16 to 32 bytes for
    each id: ids are compared by hashes of 8 bytes, so that of 10 million articles one is
    refused wrongly with a chance of 1 in 370,000. Refused are also archives that unpack to
    more than 200 times their size, archives in archives, and paths that lead out of one.

    Examples
    --------
    >>> faults = []
    >>> lines = ['{"text": ""}', '{"id": "a2", "text": "War is war."}']
    >>> [article.id for article in iter_corpus(lines, on_fault=faults.append)]
    ['a2']
    >>> print(faults[0])
    lines:1: text: must not be blank; found none in this row
    """
    check_language(language)
    check_columns(columns)
    items = list_source(source, Given(LINES, columns=columns, day_first=day_first))
    faults: list[ReadError] = []
    report = faults.append if on_fault is None else on_fault
    articles = _iter_articles(items, report, language)
    if corrections is not None:
        articles = correct_all(articles, corrections, report)
    return _end_with(articles, faults)


def _end_with(articles: Iterator[Article], faults: list[ReadError]) -> Iterator[Article]:
    """Raise, after the last article, one error for all faults that came by."""
    yield from articles
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise ReadError("corpus", f"{len(faults)} could not be read; found\n{listed}")


def _correct(article: Article, corrections: Corrections | Path | str | None) -> Article:
    return article if corrections is None else apply_corrections(article, corrections)


def _iter_articles(
    items: Iterator[Item], report: Callable[[ReadError], None], language: str | None
) -> Iterator[Article]:
    seen = _Seen()
    for item in items:
        try:
            article = _state_language(item.make(), language)
            if language is None and not is_english(article.language):
                raise ToolkitError(
                    "language: must be English, for which the analyses are made; found "
                    f"{name_language(article.language)}. language='en' reads it all the same"
                )
            if not seen.add(article.id):
                raise ToolkitError(_tell_twice(article))
        except ReadError as error:
            report(error)
        except ToolkitError as error:
            report(ReadError(item.place, str(error), item.line, item.row))
        else:
            yield article


def _tell_twice(article: Article) -> str:
    if article.id == make_id(article.text):
        return "text: must differ where there is no id to tell articles apart; found it before"
    return f"id: must be unique; found {article.id!r} a second time"


class _Seen:
    """The ids that came by, as a table of 8-byte hashes that is at most half full."""

    def __init__(self) -> None:
        self._table = array("Q", bytes(8 * 1024))
        self._count = 0

    def add(self, article_id: str) -> bool:
        """Tell whether an id is new, and remember it."""
        digest = hashlib.blake2b(article_id.encode(errors="surrogatepass"), digest_size=8)
        if not self._put(int.from_bytes(digest.digest(), "little") or 1):
            return False
        self._count += 1
        if 2 * self._count > len(self._table):
            old, self._table = self._table, array("Q", bytes(16 * len(self._table)))
            for code in filter(None, old):
                self._put(code)
        return True

    def _put(self, code: int) -> bool:
        size = len(self._table)
        place = code % size
        while self._table[place]:
            if self._table[place] == code:
                return False
            place = (place + 1) % size
        self._table[place] = code
        return True


def _state_language(article: Article, stated: str | None) -> Article:
    """Give the article its language: the one stated, else its own, else what its words tell."""
    if stated not in {None, ANY_LANGUAGE}:
        return replace(article, language=stated)
    if article.language:
        return article
    return replace(article, language=tell_language(article.text))


def _take_only(items: Iterable[Item]) -> Article:
    """Make the one article that a file or text holds."""
    listed = [*items]
    if len(listed) != 1:
        raise ToolkitError(f"must hold one article; found {len(listed)}. Use read_corpus")
    return listed[0].make()


def _read_open(source: IO[str] | IO[bytes], given: Given) -> Article:
    if not hasattr(source, "read"):
        raise ToolkitError(f"source: must be a path or open file; found {type(source).__name__}")
    most = MAX_CHARACTERS if isinstance(source, TextIOBase) else MAX_BYTES
    content = source.read(most + 1)
    if isinstance(content, str):
        return _take_only(list_text(content, (), given))
    return _take_only(list_file(BytesIO(content), given))


def _read_path(given: Given) -> Article:
    refuse_address(str(given.place))
    path = Path(given.place)
    with open_file(path) as file:
        if find_format(path.name).gives != "article":
            raise ToolkitError(
                f"must hold one article; found {given.ending}, which may hold many. "
                "Use read_corpus"
            )
        try:
            items = [*list_file(file, given)]
        except DAMAGE as error:
            raise ReadError(path, f"must be whole; found: {error}") from error
        return _take_only(items)
