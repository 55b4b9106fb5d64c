"""Files as offices and databases write them, made from plain lines; all text is invented."""

import io
import zipfile

import docx
import openpyxl


def make_docx(lines, *, heading=""):
    """Write lines as paragraphs of Word, the heading in the style of one."""
    document = docx.Document()
    if heading:
        document.add_heading(heading, level=1)
    for line in lines:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def make_rtf(lines):
    """Write lines as paragraphs of RTF, letters beyond ASCII by their code points."""
    written = []
    for line in lines:
        for mark in "\\{}":
            line = line.replace(mark, f"\\{mark}")
        written.append("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line))
    body = "\\par\n".join(written)
    head = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times;}}{\\info{\\title A file}}\n"
    return (head + body + "\\par}").encode("ascii")


def make_pdf(pages, *, title=b""):
    """Write pages, each a list of (x, y, size, words), in the order that they are given in.

    A title, as bytes of PDF, stands beside the text.
    """
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1"
               " /BaseFont /Helvetica >>"]  # fmt: skip
    kids = []
    for page in pages:
        drawn = "\n".join(
            f"BT /F1 {size} Tf {x} {y} Td ({escape(words)}) Tj ET" for x, y, size, words in page
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
    listed = " ".join(f"{kid} 0 R" for kid in kids)
    objects[1] = f"<< /Type /Pages /Kids [{listed}] /Count {len(kids)} >>"
    objects.append(f"<< /Title <{title.hex()}> >>")
    file = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n"
    end += f"startxref\n{len(file)}\n%%EOF\n"
    return file + end.encode()


def escape(words):
    for mark in "\\()":
        words = words.replace(mark, f"\\{mark}")
    return words


def make_columns(left, right, *, title="", size=10):
    """Lay lines out in two columns, drawn row by row across both, as some programmes do."""
    drawn = [(60, 780, 20, title)] if title else []
    for row in range(max(len(left), len(right))):
        y = 740 - 13 * row
        drawn += [(60, y, size, left[row])] if row < len(left) else []
        drawn += [(310, y, size, right[row])] if row < len(right) else []
    return drawn


def make_xlsx(sheets, *, merged=()):
    """Write sheets, each a list of rows, by their names."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged:
            sheet.merge_cells(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def make_ods(rows):
    """Write rows of words and numbers as a sheet of OpenDocument."""
    cells = "".join(
        "<table:table-row>" + "".join(make_ods_cell(value) for value in row) + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f'<office:body><office:spreadsheet><table:table table:name="News">{cells}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    listed = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("META-INF/manifest.xml", listed)
        archive.writestr("content.xml", content)
    return file.getvalue()


def make_ods_cell(value):
    if isinstance(value, (int, float)):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return (
        f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'
    )
