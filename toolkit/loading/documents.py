"""Word, RTF and PDF to lines of text, read in a process of its own as pages are.

Their packages are the extra ``office``; this module alone imports them.
"""

from __future__ import annotations

import io
import re
import statistics
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.base import ToolkitError
from toolkit.loading.apart import answer, ask, limit_memory
from toolkit.loading.archives import DAMAGE, list_members

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DOCUMENT_SECONDS = 120.0  # a PDF of 300 pages takes 40
MAX_DOCUMENT_BYTES = 64 << 20
INSTALL = 'install "narrative-toolkit[office]"'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old and of encrypted office files
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FEWEST_LETTERS = 20  # a page: with fewer it is a picture with a number
LARGER = 1.2  # times the usual size of letters: a heading
RUNNING = 3  # pages that have the same first or last line, which is then no text
# What a programme writes as the title of a PDF where nobody gave one: its own name, a file's, ...
NO_TITLE = re.compile(
    r"microsoft\b.*|(?:powerpoint|pdf) .*|untitled\b.*|layout\b.*|document\W*\d*|about:.*|\w+://.*|"
    r".*\.(?:docx?|odt|rtf|pdf|indd|qx[pd]|pptx?|xlsx?|html?|php|aspx?|txt|tex|dvi|ps|pages)|\S*",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"[.!?:;\u2026][\"'\u201d\u2019)]*$")


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a document, as plain values that pass between processes.

    Parameters
    ----------
    lines : list of str
        As they stand; those of PDF as the page wraps them, with blank ones between its blocks.
    paragraphs : list of list
        Each paragraph: its words and its kind, ``paragraph`` or ``heading``.
    notes : list of str, optional
        What was left open.
    problem : str, optional
        What is wrong with it unless it is an export, whose articles can be read one by one.
    title : str, optional
        That the file states beside its text.
    """

    lines: list[str]
    paragraphs: list[list[str]]
    notes: list[str]
    problem: str = ""
    title: str = ""


def read_document(content: bytes, ending: str, seconds: float = DOCUMENT_SECONDS) -> Document:
    """Read a document by the ending of its name.

    Raises
    ------
    ToolkitError
        If it is protected by a password, broken, too large, takes too long, has no text, or
        the packages that read it are not installed.
    """
    if len(content) > MAX_DOCUMENT_BYTES:
        raise ToolkitError(f"must have at most {MAX_DOCUMENT_BYTES:,} bytes; found more")
    refuse_protected(content, ending)
    question = ending.encode() + b"\n" + content
    return Document(**ask(open_reader, question, seconds, "", f"what reads {ending}"))


def refuse_protected(content: bytes, ending: str) -> None:
    """Refuse an office file that is encrypted, or of the time before .docx and .xlsx.

    Raises
    ------
    ToolkitError
        If it is one.
    """
    if not content.startswith(OLE) or ending == ".xls":
        return
    if ENCRYPTED in content:
        raise ToolkitError(
            "must be open; found that a password protects it. Save it without one first"
        )
    raise ToolkitError(f"must be {ending}, as its name says; found an office file of before 2007")


# ---- in the process that reads documents -----------------------------------------------------


def open_reader() -> Callable[[bytes], bytes]:
    """Make a process ready to read documents, and give the function that answers with one."""
    limit_memory()
    return _answer


def _answer(question: bytes) -> bytes:
    ending, _, content = question.partition(b"\n")
    return answer(lambda: extract_document(content, ending.decode()))


def extract_document(content: bytes, ending: str) -> Document:
    """Find what stands in a document, in this process and without a limit of time.

    Raises
    ------
    ToolkitError
        As `read_document`.
    """
    extract = {".docx": _extract_docx, ".rtf": _extract_rtf, ".pdf": _extract_pdf}[ending]
    try:
        return extract(content)
    except ImportError as error:
        raise ToolkitError(
            f"{ending}: must have what reads it; found {error}; {INSTALL}"
        ) from error


def _list_paragraphs(lines: Sequence[str]) -> list[list[str]]:
    return [[" ".join(line.split()), "paragraph"] for line in lines if line.strip()]


# ---- Word ------------------------------------------------------------------------------------


def _extract_docx(content: bytes) -> Document:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            list_members(archive, len(content))
        document = docx.Document(io.BytesIO(content))
    except (*DAMAGE, KeyError, ValueError, SyntaxError) as error:
        raise ToolkitError(f"must be a whole Word file; found: {str(error)[:120]}") from error
    names = {style.style_id: (style.name or "").lower() for style in document.styles}
    lines: list[str] = []
    paragraphs: list[list[str]] = []
    for words, style in _iter_docx(document.element.body):
        lines += words.split("\n")
        kind = "heading" if names.get(style, "").startswith(("heading", "title")) else "paragraph"
        paragraphs += [
            [text, kind] for line in words.split("\n") if (text := " ".join(line.split()))
        ]
    return Document(lines, paragraphs, [])


def _iter_docx(body: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - lxml's, of docx's own class
    """Give each paragraph, those of tables and text boxes among them, with its style.

    What python-docx leaves out is read as well: insertions that are tracked, and content controls.
    """
    from docx.oxml.ns import qn

    for paragraph in body.iter(qn("w:p")):
        if [*paragraph.iterancestors("{*}Fallback")]:  # a text box is there a second time
            continue
        words = ""
        for element in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr")):
            if next(element.iterancestors(qn("w:p"))) is not paragraph:
                continue
            if [*element.iterancestors(qn("w:moveFrom"), qn("w:pPr"))]:
                continue
            words += element.text or "" if element.tag == qn("w:t") else _blank(element.tag)
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        yield words, "" if style is None else style.get(qn("w:val"))


def _blank(tag: str) -> str:
    return "\t" if tag.endswith("}tab") else "\n"


# ---- RTF -------------------------------------------------------------------------------------


def _extract_rtf(content: bytes) -> Document:
    from striprtf.striprtf import rtf_to_text

    if not content.lstrip().startswith(b"{\\rtf"):
        raise ToolkitError(f"must be RTF, which begins with '{{\\rtf'; found {content[:20]!r}")
    try:
        text = rtf_to_text(content.decode("cp1252", errors="replace"), errors="replace")  # type: ignore[no-untyped-call]
    except (ValueError, LookupError, IndexError) as error:
        raise ToolkitError(f"must be whole RTF; found: {str(error)[:120]}") from error
    lines = text.replace("\r\n", "\n").replace("\xa0", " ").split("\n")
    is_whole = content.rstrip(b"\0 \r\n").endswith(b"}")
    problem = "" if is_whole else "must be whole, up to the last '}'; found that it is cut off"
    return Document(lines, _list_paragraphs(lines), [], problem)


# ---- PDF -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that stand together on a page, and the size of their letters."""

    lines: list[str]
    size: float


def _extract_pdf(content: bytes) -> Document:
    pages = _list_pages(content)
    bare = [
        number
        for number, page in enumerate(pages, start=1)
        if sum(len(line) for block in page for line in block.lines) < FEWEST_LETTERS
    ]
    if len(bare) == len(pages):
        raise ToolkitError(
            f"must have a text layer; found none in its {len(pages)} pages, as where they are "
            "pictures. Recognise their text first, as ocrmypdf does"
        )
    notes = [f"pages: {', '.join(map(str, bare))} have no text layer"] if bare else []
    running = _find_running(pages)
    blocks = [
        _Block(kept, block.size)
        for page in pages
        for block in page
        if (kept := [line for line in block.lines if _mask(line) not in running])
    ] or [block for page in pages for block in page]
    lines = [line for block in blocks for line in (*block.lines, "")]
    return Document(lines, _join_blocks(blocks), notes, title=_find_title(content))


def _find_title(content: bytes) -> str:
    """Find the title that a PDF states beside its text; blank where it is no words of a person."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    stated = ""
    for info in PDFDocument(PDFParser(io.BytesIO(content))).info:
        found = resolve1(info.get("Title"))
        stated = decode_text(found) if isinstance(found, bytes) else stated
    title = " ".join(stated.replace("\0", " ").split())
    return "" if NO_TITLE.fullmatch(title) else title


def _list_pages(content: bytes) -> list[list[_Block]]:
    from pdfminer.high_level import extract_pages
    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    pages = []
    try:
        for page in extract_pages(io.BytesIO(content), laparams=LAParams()):
            boxes = [box for box in page if isinstance(box, LTTextBox)]
            pages.append([_read_box(box) for box in boxes if box.get_text().strip()])
    except PDFPasswordIncorrect as error:
        raise ToolkitError(
            "must be open; found that a password protects it. Save it without one first"
        ) from error
    except (PDFException, PSException, ValueError, KeyError, TypeError, IndexError) as error:
        told = str(error)[:120] or type(error).__name__
        raise ToolkitError(f"must be a whole PDF; found: {told}") from error
    if not pages:
        raise ToolkitError("must be a whole PDF; found no page")
    return pages


def _read_box(box: Any) -> _Block:  # noqa: ANN401 - pdfminer's
    lines = [" ".join(line.get_text().split()) for line in box]
    sizes = [round(line.height, 1) for line in box]
    return _Block([line for line in lines if line], statistics.median(sizes))


def _mask(line: str) -> str:
    return re.sub(r"\d+", "#", line)


def _find_running(pages: Sequence[Sequence[_Block]]) -> set[str]:
    """Find the lines that head or foot several pages, but for their number."""
    edges: Counter[str] = Counter()
    for page in pages:
        lines = [line for block in page for line in block.lines]
        edges.update({_mask(line) for line in (*lines[:1], *lines[-1:])})
    return {line for line, count in edges.items() if count >= RUNNING}


def _join_blocks(blocks: Sequence[_Block]) -> list[list[str]]:
    """Join lines to paragraphs, also where a column or page ends in the middle of one."""
    text = " ".join(line for block in blocks for line in block.lines).lower()
    usual = statistics.median([block.size for block in blocks for _ in block.lines])
    paragraphs: list[list[str]] = []
    for block in blocks:
        kind = "heading" if block.size >= LARGER * usual else "paragraph"
        words = ""
        for line in block.lines:
            words = _append(words, line, text)
        is_open = bool(paragraphs) and not SENTENCE_END.search(paragraphs[-1][0])
        if is_open and paragraphs[-1][1] == kind == "paragraph" and words[:1].islower():
            paragraphs[-1][0] = _append(paragraphs[-1][0], words, text)
        else:
            paragraphs.append([words, kind])
    return paragraphs


def _append(words: str, line: str, text: str) -> str:
    """Append a line; a word that a hyphen parts at the end is put together again.

    The hyphen stays where the document has the word with it elsewhere.
    """
    parted = re.search(r"(\w+)-$", words)
    following = re.match(r"[a-z]+", line)
    if not parted or not following:
        return f"{words} {line}".strip()
    if f"{parted[1]}-{following[0]}".lower() in text:
        return words + line
    return words[:-1] + line
