"""Word, RTF and PDF; tests/stub_documents.py writes them, tests/exports has protected ones."""

import io
import sys
import zipfile
from pathlib import Path

import pytest

from tests.stub_documents import make_columns, make_docx, make_pdf, make_rtf
from toolkit import ToolkitError, read_article
from toolkit.loading import documents
from toolkit.loading.documents import extract_document, read_document, refuse_protected

EXPORTS = Path(__file__).parents[1] / "exports"
LEFT = [
    "Rates will rise again this year, the",
    "governor of the bank said on Monday.",
    "She spoke of a long-term plan of the",
    "finance minis-",
    "ters, who will meet in June for a long-",
    "term agreement on what many expect to",
]
RIGHT = ["be a year of strikes.", "Unions had no comment."]
STORY = "Rates will rise again this year, the governor of the bank said on Monday."


def list_words(document):
    return [words for words, _ in document.paragraphs]


# ---- Word ------------------------------------------------------------------------------------


def test_a_heading_of_word_is_the_headline(tmp_path):
    path = tmp_path / "rates.docx"
    path.write_bytes(make_docx(["By Ann Lee", STORY, "She left."], heading="Rates rise"))
    article = read_article(path)
    assert (article.id, article.title, article.byline) == ("rates", "Rates rise", "Ann Lee")
    assert article.text == f"Rates rise\n\nBy Ann Lee\n\n{STORY}\n\nShe left."
    kinds = [part.kind for part in article.parts]
    assert kinds == ["headline", "byline", "paragraph", "paragraph"]


def rewrite(content, old, new):
    """Change the XML of a Word file's text."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as read, zipfile.ZipFile(file, "w") as written:
        for name in read.namelist():
            held = read.read(name)
            changed = held.replace(old, new) if name == "word/document.xml" else held
            written.writestr(name, changed)
    return file.getvalue()


def wrap(kind, words):
    return f'<w:{kind} w:id="1" w:author="x"><w:r><w:t>{words}</w:t></w:r></w:{kind}>'.encode()


@pytest.mark.parametrize(
    ("new", "found"),
    [
        (wrap("ins", "not "), "Rates will not rise."),
        (wrap("del", "").replace(b"w:t>", b"w:delText>"), "Rates will rise."),
        (wrap("moveFrom", "never "), "Rates will rise."),
        (b"<w:sdt><w:sdtContent><w:r><w:t>not </w:t></w:r></w:sdtContent></w:sdt>",
         "Rates will not rise."),
        (b"<w:r><w:tab/></w:r>", "Rates will rise."),
    ],
)  # fmt: skip
def test_changes_that_word_tracks_are_read_as_accepted(new, found):
    content = make_docx(["Rates will |rise."])
    parted = b"</w:t></w:r>" + new + b"<w:r><w:t>"
    document = extract_document(rewrite(content, b"|", parted), ".docx")
    assert list_words(document) == [found]


def test_a_text_box_is_read_once():
    box = b"<w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent>"
    mc = b'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    both = (
        b"</w:t></w:r><w:r><mc:AlternateContent " + mc + b"><mc:Choice>" + box + b"</mc:Choice>"
        b"<mc:Fallback>" + box + b"</mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>"
    )
    document = extract_document(rewrite(make_docx(["Rates rise.|"]), b"|", both), ".docx")
    assert list_words(document) == ["Rates rise.", "In a box."]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (make_docx(["War."])[:900], "must be a whole Word file; found: File is not a zip file"),
        (b"", "must be a whole Word file; found: File is not a zip file"),
        ((EXPORTS / "protected.xlsx").read_bytes(),
         "must be open; found that a password protects it. Save it without one first"),
        ((EXPORTS / "old_sheet.xls").read_bytes(),
         "must be .docx, as its name says; found an office file of before 2007"),
    ],
    ids=["broken", "empty", "protected", "old"],
)  # fmt: skip
def test_a_word_file_that_cannot_be_read(tmp_path, content, problem):
    path = tmp_path / "news.docx"
    path.write_bytes(content)
    with pytest.raises(ToolkitError) as told:
        read_article(path)
    assert str(told.value) == f"{path}: {problem}"


def test_an_old_sheet_is_no_protected_one():
    assert refuse_protected((EXPORTS / "old_sheet.xls").read_bytes(), ".xls") is None


# ---- RTF -------------------------------------------------------------------------------------


def test_paragraphs_and_letters_of_rtf(tmp_path):
    path = tmp_path / "rates.rtf"
    path.write_bytes(make_rtf(["Rates rise", "By Ann Lee", "“Zürich — soon {maybe},” she said."]))
    article = read_article(path)
    assert article.text == "Rates rise\n\nBy Ann Lee\n\n“Zürich — soon {maybe},” she said."
    assert (article.title, article.byline) == ("Rates rise", "Ann Lee")


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (
            make_rtf(["War is war."])[:-2],
            "must be whole, up to the last '}'; found that it is cut",
        ),
        (b"War is war.", r"must be RTF, which begins with '{\\rtf'; found b'War is war.'"),
        (make_rtf([" "]), "text: must not be blank; found no words"),
    ],
)
def test_what_is_wrong_with_rtf(tmp_path, content, problem):
    path = tmp_path / "news.rtf"
    path.write_bytes(content)
    with pytest.raises(ToolkitError) as told:
        read_article(path)
    assert problem.replace("\\\\", "\\") in str(told.value)


# ---- PDF -------------------------------------------------------------------------------------


def test_columns_are_read_one_after_the_other_and_parted_words_put_together():
    document = extract_document(
        make_pdf([make_columns(LEFT, RIGHT, title="Rates will rise")]), ".pdf"
    )
    assert document.paragraphs == [
        ["Rates will rise", "heading"],
        [
            f"{STORY} She spoke of a long-term plan of the finance ministers, who will meet in "
            "June for a long-term agreement on what many expect to be a year of strikes. Unions "
            "had no comment.",
            "paragraph",
        ],
    ]


BODY = [(60, 600 - 20 * n, 10, f"{STORY} Unions spoke of {n + 2} strikes.") for n in range(4)]


def read_pdf(tmp_path, *head, title=b""):
    lines = [(60, 780 - 40 * n, size, words) for n, (size, words) in enumerate(head)]
    (path := tmp_path / "news.pdf").write_bytes(make_pdf([lines + BODY], title=title))
    article = read_article(path)
    return article.title, [p.span.of(article.text) for p in article.parts if p.kind == "headline"]


UTF_16 = b"\xfe\xff" + "Z\u00fcrich \u2013 rates will rise".encode("utf-16-be")


@pytest.mark.parametrize(
    ("head", "title", "found", "headline"),
    [
        ([(20, "Rates to rise")], b"", "Rates to rise", ["Rates to rise"]),
        ([(20, "Rates to rise")], b"Budget plan 2019", "Rates to rise", ["Rates to rise"]),
        ([(30, "The Courier"), (20, "Rates to rise")], b"Rates to rise", "Rates to rise",
         ["Rates to rise"]),
        ([(10, "THE COURIER"), (10, "Rates to rise")], b"RATES TO RISE | The Courier",
         "Rates to rise", ["Rates to rise"]),
        ([(20, "Rates to rise - again")], b"Rates to rise - again - The Courier",
         "Rates to rise - again", ["Rates to rise - again"]),
        ([], b"Rates to rise", "Rates to rise", []),
        ([], b"  Rates \n to rise ", "Rates to rise", []),
        ([], UTF_16, "Z\u00fcrich \u2013 rates will rise", []),
    ],
)  # fmt: skip
def test_a_pdf_has_its_heading_or_what_it_states_as_title(tmp_path, head, title, found, headline):
    assert read_pdf(tmp_path, *head, title=title) == (found, headline)


@pytest.mark.parametrize(
    "title",
    [
        "Microsoft Word - draft3.docx", "Microsoft Word - Rates to rise", "untitled",
        "Untitled document 2", "Layout 1", "PowerPoint Presentation", "Document1", "12_front.indd",
        "rates to rise.pdf", "about:blank", "https://news.example/a b", "P01_0512", "", "   ",
    ],
)  # fmt: skip
def test_what_a_programme_writes_is_no_title(tmp_path, title):
    assert read_pdf(tmp_path, title=title.encode()) == ("", [])


def make_page(number, words):
    foot = (60, 30, 8, f"The Northport Courier, page {number}")
    return [(60, 780, 10, line) for line in [words]] + [foot]


def test_lines_that_run_along_all_pages_are_no_text():
    towns = ["Northport", "Southmere", "Eastham"]
    pages = [make_page(n, f"Rates will rise in {town}.") for n, town in enumerate(towns, 1)]
    document = extract_document(make_pdf(pages), ".pdf")
    assert len(document.paragraphs) == 3
    assert all("Courier" not in words for words in list_words(document))
    two = extract_document(make_pdf(pages[:2]), ".pdf")
    assert sum("Courier" in words for words in list_words(two)) == 2


def test_a_paragraph_goes_on_over_the_page():
    pages = [[(60, 780, 10, "Rates will rise, she said, and")], [(60, 780, 10, "then they fall.")]]
    assert list_words(extract_document(make_pdf(pages), ".pdf")) == [
        "Rates will rise, she said, and then they fall."
    ]
    pages[1] = [(60, 780, 10, "Then they fall again.")]
    assert len(extract_document(make_pdf(pages), ".pdf").paragraphs) == 2


def test_pages_that_are_pictures_are_told():
    with pytest.raises(ToolkitError, match=r"^must have a text layer; found none in its 2 pages,"):
        extract_document(make_pdf([[], [(60, 30, 8, "2")]]), ".pdf")
    mixed = extract_document(make_pdf([[(60, 780, 10, STORY)], [], []]), ".pdf")
    assert mixed.notes == ["pages: 2, 3 have no text layer"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ((EXPORTS / "protected.pdf").read_bytes(), "must be open; found that a password protects"),
        (make_pdf([[(60, 780, 10, STORY)]])[:80], "must be a whole PDF; found: "),
        (b"War is war.", "must be a whole PDF; found"),
    ],
    ids=["protected", "broken", "text"],
)
def test_what_is_wrong_with_a_pdf(content, problem):
    with pytest.raises(ToolkitError, match=f"^{problem}"):
        read_document(content, ".pdf")


# ---- all -------------------------------------------------------------------------------------


def test_what_takes_too_long_or_is_too_large_is_given_up(monkeypatch):
    many = make_pdf([[(60, 780, 10, STORY)]] * 2_000)
    with pytest.raises(ToolkitError, match=r"must be read in 0\.1 seconds; found it takes longer"):
        read_document(many, ".pdf", seconds=0.1)
    monkeypatch.setattr(documents, "MAX_DOCUMENT_BYTES", 9)
    with pytest.raises(ToolkitError, match="must have at most 9 bytes; found more"):
        read_document(make_rtf(["War."]), ".rtf")


@pytest.mark.parametrize(
    ("ending", "package"), [(".docx", "docx"), (".rtf", "striprtf.striprtf"), (".pdf", "pdfminer")]
)
def test_what_to_install_is_told(monkeypatch, ending, package):
    monkeypatch.setitem(sys.modules, package, None)
    for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
        monkeypatch.delitem(sys.modules, name)
    content = {".docx": make_docx, ".rtf": make_rtf}.get(ending, lambda _: b"%PDF")(["War."])
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ToolkitError, match=r'; install "narrative-toolkit\[office\]"$'):
        extract_document(content, ending)
