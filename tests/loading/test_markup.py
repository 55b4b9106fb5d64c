"""Texts in HTML in a field of a record; whole pages are read in test_pages.py."""

from time import process_time

import pytest

from toolkit import ToolkitError, quotation_table, read_corpus
from toolkit.loading.markup import has_markup, read_markup
from toolkit.loading.records import make_record_article


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<p>War is <b>war</b>.</p>\n<p>She\n left.</p>", ["War is war.", "She left."]),
        ("One.<br>Two.<BR />Three.", ["One.", "Two.", "Three."]),
        ("<div class='a>b'>One.</div>", ["b'>One."]),  # a sign that ends the tag, as it is taken
        ("<p>&ldquo;We can&rsquo;t&nbsp;go&rdquo; &amp; so</p>", ["“We can’t go” & so"]),
        ("<style>p{}</style><p>One.<script>if (a<b) x='<p>no</p>'</script></p>", ["One."]),
        ("<p>One.</p><!-- <p>no</p> --><p>Two.</p><!-- never closed", ["One.", "Two."]),
        ("Loose\n\nlines,</p>more", ["Loose", "lines,", "more"]),
        ("<ul><li>One.</li><li>Two.</li></ul>", ["One.", "Two."]),
        ("<p>Write to <ann@example.org> or <Reuters>.</p>",
         ["Write to <ann@example.org> or <Reuters>."]),
        ("<p>One.</p><script>never closed <p>no</p>", ["One."]),
        ("<p> &nbsp; </p>", []),
    ],
)  # fmt: skip
def test_the_words_are_read_without_the_tags(text, read):
    found, blocks = read_markup(text)
    assert [block.span.of(found) for block in blocks] == read


@pytest.mark.parametrize("text", ["a < b > c", "<Reuters> War.", "<p> is a tag.", "1 </ 2", ""])
def test_what_is_no_html_is_left_alone(text):
    assert not has_markup(text)
    if text:
        assert make_record_article({"text": text}).text == text


def test_headings_and_captions_are_told_by_their_tags():
    text = "<p>It rose.</p><h2>What now</h2><p>Wait.</p><figure><figcaption>Ann Lee.</figcaption>"
    parts = make_record_article({"text": text}).parts
    assert [part.kind for part in parts] == ["paragraph", "subheading", "paragraph", "caption"]


def test_a_cell_in_html_has_speakers_not_tags_and_says_what_was_done():
    said = "<p>&ldquo;We can&rsquo;t,&rdquo; he said.</p>"
    body = f"<p>Ferries will run, <b>Tom Reed</b> said.</p>{said}"
    [article] = read_corpus([{"text": body}])
    assert article.text == "Ferries will run, Tom Reed said.\n\n“We can’t,” he said."
    assert article.notes == ("text: was HTML, and is read without its tags",)
    assert quotation_table(article)["speaker"].tolist() == ["Tom Reed", "Tom Reed"]


def test_tags_alone_are_a_blank_text():
    with pytest.raises(ToolkitError, match="text: must not be blank; found no words between"):
        make_record_article({"text": "<p></p>"})


@pytest.mark.parametrize(
    "piece", ["<p ", "<!--", "</p", "<p>", "\n \n", "&amp", "<script>", "<br"]
)
def test_no_text_takes_long(piece):
    started = process_time()
    text = piece * (400_000 // len(piece)) + "</p>"
    has_markup(text)
    read_markup(text)
    assert process_time() - started < 5
