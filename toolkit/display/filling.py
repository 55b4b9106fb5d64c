"""Pages and drawings are templates, in the folder beside this; here they are filled with values.

All that is put into a template is escaped, unless it came out of one.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream
from markupsafe import Markup

from toolkit.base import cut_short
from toolkit.display.telling import DOUBTFUL, escape_html, tell_number
from toolkit.plots import AGAINST, FOR, GREY

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE_TAGS = re.compile(r"(?:\A|(?<=>))\s*\n\s*|\s*\n\s*(?=<|\Z)")
BETWEEN_WORDS = re.compile(r"\s*\n\s*")


def fill(name: str, /, **values: object) -> Markup:
    """Fill a template with values.

    Parameters
    ----------
    name : str
        Of a file in the folder of templates. In one that ends in ``.html`` or ``.svg`` lines end
        where they are read best: beside a tag or braces the end of a line is nothing, and
        between two words it is a blank. Style sheets keep their lines.
    **values
        What the template names, each of its names.

    Examples
    --------
    >>> str(fill("picture.html", alt="<b>", data=""))
    '<img alt="&lt;b&gt;" style="max-width:100%;height:auto" src="data:image/svg+xml;base64,">'
    """
    return Markup(_load_templates().get_template(name).render(values))  # noqa: S704 - escaped


class ReadableLines(Extension):
    """Leaves out the ends of lines; see `fill`."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Give the parts of a template; Jinja calls it."""
        is_page = not f"{stream.name}".endswith(".css")
        for token in stream:
            if is_page and token.type == "data":
                joined = BETWEEN_WORDS.sub(" ", BESIDE_TAGS.sub("", token.value))
                yield Token(token.lineno, token.type, joined)
            else:
                yield token


@cache
def _load_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("toolkit.display"),
        autoescape=True,
        auto_reload=False,
        finalize=_escape,
        undefined=StrictUndefined,
        extensions=[ReadableLines],
    )
    environment.globals |= {
        "AGAINST": AGAINST,
        "DOUBTFUL": DOUBTFUL,
        "FOR": FOR,
        "GREY": GREY,
        "tell_number": tell_number,
    }
    environment.filters |= {"cut_short": cut_short, "percent": "{:.2f}%".format}
    return environment


def _escape(value: object) -> str:
    """Escape a value as all pages do, which leaves out more than what HTML needs."""
    if isinstance(value, Markup):
        return value
    text = f"{value}"
    escaped = escape_html(text)
    # Most have nothing to escape. Jinja takes such a text more quickly than marked-up one.
    return text if escaped == text else Markup(escaped)  # noqa: S704
