"""Saved mails, and pages that a browser saved as one file: what they hold and say of it."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import TYPE_CHECKING

from toolkit.base import ToolkitError
from toolkit.loading.encodings import decode_page, unify_newlines

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail or a saved page holds.

    Parameters
    ----------
    text : str
    is_page : bool
        Whether the text is HTML.
    title, sender, url : str
    published : datetime or None
    notes : tuple of str
        What was guessed in decoding it.
    """

    text: str
    is_page: bool
    title: str
    sender: str
    url: str
    published: datetime | None
    notes: tuple[str, ...] = ()


def read_mail(content: bytes) -> Mail:
    r"""Read a mail, or a page that was saved as MHTML, which is one by its form.

    Raises
    ------
    ToolkitError
        If it has no head, or no text.

    Examples
    --------
    >>> mail = read_mail(b"Subject: Rates\nFrom: Ann Lee <a@post.example>\n\nRates rise.")
    >>> mail.title, mail.sender, mail.text
    ('Rates', 'Ann Lee', 'Rates rise.')
    """
    message = message_from_bytes(content, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise ToolkitError(f"must be a mail or a saved page, with a head; found {content[:40]!r}")
    is_saved = "snapshot-content-location" in message or "saved by" in str(message["from"]).lower()
    body = message.get_body(("html", "plain") if is_saved else ("plain", "html"))
    if body is None:
        body = next(
            (part for part in message.walk() if part.get_content_type() == "text/html"), None
        )
    if body is None:
        raise ToolkitError(f"must hold a text; found {message.get_content_type()} alone")
    words = body.get_payload(decode=True)
    raw = words if isinstance(words, bytes) else b""
    text, notes = decode_page(raw, body.get_content_charset() or "")
    url = str(message["snapshot-content-location"] or body["content-location"] or "")
    name, address = parseaddr(str(message["from"] or ""))
    return Mail(
        unify_newlines(text),
        body.get_content_type() == "text/html",
        title="" if is_saved else " ".join(str(message["subject"] or "").split()),
        sender="" if is_saved else name or address,
        url=url if url.startswith("http") else "",
        published=None if is_saved else _read_date(message),
        notes=notes,
    )


def _read_date(message: EmailMessage) -> datetime | None:
    stated = message["date"]
    found: datetime | None = getattr(stated, "datetime", None)
    return found
