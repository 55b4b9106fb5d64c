"""Mails, and pages that a browser saved as one file."""

from datetime import UTC, datetime

import pytest

from toolkit import ReadError, read_article
from toolkit.loading.mail import read_mail

STORY = "<p>Rates will rise, the governor of the bank said.</p><p>She left it open when.</p>" * 3
PAGE = (
    f"<html><head><title>Rates rise</title></head><body><h1>Rates rise</h1>{STORY}</body></html>"
)
MAIL = """\
From: The Northport Courier <news@courier.example>
Subject: =?utf-8?q?Rates_rise_in_Z=C3=BCrich?=
Date: Wed, 3 Mar 2021 06:30:00 +0000
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="x"

--x
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Rates will rise in Z=FCrich, the governor said.

--x
Content-Type: text/html; charset="utf-8"

<html><body><p>Look at this in a browser.</p></body></html>
--x--
"""
SAVED = f"""\
From: <Saved by Blink>
Snapshot-Content-Location: https://courier.example/rates
Subject: Rates rise - The Courier
Date: Thu, 4 Mar 2021 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="y"

--y
Content-Type: text/html
Content-Location: https://courier.example/rates

{PAGE}
--y
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: https://courier.example/a.png

aGFsbG8=
--y--
"""


def save(folder, name, content):
    path = folder / name
    path.write_bytes(content.encode())
    return path


def test_a_mail_is_its_plain_text_with_subject_sender_and_date(tmp_path):
    article = read_article(save(tmp_path, "mail.eml", MAIL))
    assert article.text.strip() == "Rates will rise in Zürich, the governor said."
    assert (article.title, article.publisher) == ("Rates rise in Zürich", "The Northport Courier")
    assert article.published == datetime(2021, 3, 3, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("name", ["page.mhtml", "page.mht"])
def test_a_saved_page_is_a_page_and_the_day_of_saving_no_date_of_it(tmp_path, name):
    article = read_article(save(tmp_path, name, SAVED))
    assert article.title == "Rates rise"
    assert article.text.startswith("Rates rise\n\nRates will rise, the governor of the bank said.")
    assert article.url == "https://courier.example/rates"
    assert (article.published, article.publisher) == (None, "")


def test_a_mail_of_html_alone_is_read_as_a_page(tmp_path):
    mail = f"Subject: Rates\nContent-Type: text/html; charset=utf-8\n\n{PAGE}"
    article = read_article(save(tmp_path, "mail.eml", mail))
    assert article.title == "Rates"
    assert "Rates will rise" in article.text


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("\nWar is war.", "must be a mail or a saved page, with a head; found b'"),
        ("Subject: a\nContent-Type: image/png\n\nxx", "must hold a text; found image/png alone"),
        ("Subject: a\n\n \n", "text: must not be blank"),
    ],
)
def test_what_is_no_mail(tmp_path, content, problem):
    path = save(tmp_path, "mail.eml", content)
    with pytest.raises(ReadError) as told:
        read_article(path)
    assert str(told.value).startswith(f"{path}: {problem}")


def test_a_bare_address_stands_for_a_sender_without_a_name():
    assert read_mail(b"From: a@post.example\n\nWar.").sender == "a@post.example"
