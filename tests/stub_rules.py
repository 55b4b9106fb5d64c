"""An engine whose reader has no register: what rules and parse decide by themselves."""

from dataclasses import dataclass, replace

from toolkit import Article
from toolkit.engine import ENGLISH, bind
from toolkit.reader import find_readings


@dataclass(frozen=True)
class PlainReader:
    """The shipped reader's quotations alone."""

    def read(self, texts):
        return find_readings(texts)


RULES = replace(ENGLISH, name="rules", reader=PlainReader())


def make_plain(text, **fields):
    """Make an article of which rules decide alone."""
    return bind(Article(text, **fields), RULES)
