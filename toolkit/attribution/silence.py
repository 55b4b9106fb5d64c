"""Who was asked and did not answer: "declined to comment", "could not be reached"."""

from __future__ import annotations

import re

ANSWERING = (
    r"(?:answer|comment|confirm|deny|detail|disclose|discuss|elaborate|explain|give|identify|name|"
    r"provide|release|respond|reveal|say|share|speak|specify|talk|be (?:interviewed|drawn|named|"
    r"quoted|identified))"
)
DECLINED = re.compile(
    rf"\b(?:declin|refus)\w*(?:\s+\w+){{0,2}}\s+to\s+(?:\w+ly\s+)?{ANSWERING}\b", re.IGNORECASE
)
UNANSWERED = re.compile(
    r"(?:\bnot|n['\u2019]t|\bnever|\byet to|\bwithout)\s+(?:\w+\s+){0,2}"
    r"(?:respond|repl(?:y|ied)|comment|answer|return\w*\s+(?:\w+\s+){0,4}?(?:calls?|messages?|e-?mails?))",
    re.IGNORECASE,
)
OUT_OF_REACH = re.compile(
    r"\b(?:could\s*(?:not|n['\u2019]t)|cannot)\s+(?:\w+\s+){0,2}be\s+(?:\w+\s+)?(?:reached|contacted)\b"
    r"|\b(?:not|un)\s*(?:immediately\s+)?available\s+for\s+comment\b"
    r"|\b(?:offered|had|gave|made|provided)\s+no\s+(?:immediate\s+|further\s+)?(?:comment|response|reply)\b",
    re.IGNORECASE,
)


def is_silence(words: str) -> bool:
    """Tell whether the words of a cue and its content say that somebody did not answer.

    Parameters
    ----------
    words : str
        From the first to the last of them, as they stand on the page.

    Examples
    --------
    >>> is_silence("declined to comment"), is_silence("did not respond to requests for comment")
    (True, True)
    >>> is_silence("could not immediately be reached"), is_silence("refused to resign")
    (True, False)
    >>> is_silence("did not answer whether the bridge will open"), is_silence("did not deny it")
    (True, False)
    """
    return any(pattern.search(words) for pattern in (DECLINED, UNANSWERED, OUT_OF_REACH))
