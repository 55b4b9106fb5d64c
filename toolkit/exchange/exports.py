"""What was found, in forms that other programs read.

Brat standoff, W3C Web Annotations and a spaCy Doc. All
offsets count code points of the article's text, as everywhere in the toolkit.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from itertools import count, pairwise
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, cast
from uuid import NAMESPACE_URL, uuid5

from toolkit.attribution import find_attributions
from toolkit.base import (
    MAKER,
    Act,
    Form,
    Kind,
    Span,
    ToolkitError,
    check_replaceable,
    list_parts,
    replace_file,
)
from toolkit.corrections import digest_text
from toolkit.engine import ENGLISH, take_article
from toolkit.grammar import load_model

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc
    from spacy.tokens import Span as Tokens

    from toolkit.base import Article, Attribution
    from toolkit.engine import Engine, OneArticle

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
GENERATOR = {"type": "Software", "name": MAKER}
MARK = re.compile(rb'"type": "Software",\s+"name": "%b"' % MAKER.encode())
SURROUNDINGS = 32  # characters before and after a quote, by which a reader finds it again
ROLES = ("content", "cue", "source", "relay")
EXTENSIONS = ("speaker", "kind", "relays", "form", "act", "rule", "confidence")
BRAT_SETTINGS = f"""\
[entities]
{chr(10).join(role.capitalize() for role in ROLES)}

[relations]
Reported_by\tArg1:Content, Arg2:Cue
Said_by\tArg1:Content, Arg2:Source
Heard_through\tArg1:Content, Arg2:Relay
<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>

[events]

[attributes]
Form\tArg:Content, Value:{"|".join(Form)}
Act\tArg:Content, Value:{"|".join(Act)}
Kind\tArg:Content, Value:{"|".join(Kind)}
"""
RELATIONS = {"cue": "Reported_by", "source": "Said_by", "relay": "Heard_through"}


@dataclass(frozen=True, slots=True)
class _Piece:
    """Content, cue, source or relay of the quotation with this number, counted from 1."""

    number: int
    role: str
    spans: tuple[Span, ...]


def write_brat(
    article: OneArticle, path: Path | str, *, engine: Engine = ENGLISH, overwrite: bool = False
) -> Path:
    r"""Write an article's quotations as brat standoff: text beside annotations.

    Parameters
    ----------
    article : Article
    path : Path or str
        The annotations, a name that ends in ``.ann``. The text goes beside it under the
        same name with ``.txt``, and ``annotation.conf``, the types for brat, into the
        same folder unless one is there.
    engine : Engine, optional
        What reads the articles.
    overwrite : bool, optional
        Replace annotations that are there and differ, such as those that somebody made or
        changed in brat.

    Returns
    -------
    Path
        The annotations. Content, Cue, Source and Relay are text-bound; ``Reported_by``,
        ``Said_by`` and ``Heard_through`` lead from the content to them; its form, act and
        kind of speaker are attributes, and a note names speaker, rule and confidence.

    Raises
    ------
    ToolkitError
        If `path` does not end in ``.ann``, the text's file is there with other words, other
        annotations are there, or a file cannot be written.

    Notes
    -----
    An annotation cannot hold a line end, so one that runs over it stands in fragments
    ("discontinuous"). Carriage returns are written as blanks or line feeds, one for one:
    some versions of brat would drop them, and every offset after them would be wrong.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from toolkit.base.article import Article
    >>> with TemporaryDirectory() as folder:
    ...     path = write_brat(Article("Rates will rise, Ann Lee said."), f"{folder}/a1.ann")
    ...     path.read_text("utf-8").splitlines()[0]
    'T1\tContent 0 15\tRates will rise'
    """
    article = take_article(article, engine)
    place = Path(path)
    if place.suffix != ".ann":
        raise ToolkitError(f"path: must end in .ann; found {place.name!r}")
    words = place.with_suffix(".txt")
    text = article.text.replace("\r\n", " \n").replace("\r", "\n")
    lines = _list_brat(text, find_attributions(article))
    settings = place.with_name("annotation.conf")
    files = {words: text, place: "".join(f"{line}\n" for line in lines)}
    if not settings.exists():
        files[settings] = BRAT_SETTINGS
    if words.exists() and not _holds(words, text):
        raise ToolkitError(
            f"{words}: must not be there, or hold the article's text; found another, such as the "
            "file that it was read from. Write into another folder"
        )
    new = {name: content for name, content in files.items() if not _holds(name, content)}
    for name in new:
        check_replaceable(name, overwrite=overwrite)
    for name, content in new.items():
        with replace_file(name, overwrite=overwrite) as file:
            file.write(content.encode())
    return place


def _holds(path: Path, content: str) -> bool:
    return path.exists() and path.read_bytes() == content.encode()


def write_web_annotations(
    article: OneArticle, path: Path | str, *, engine: Engine = ENGLISH, overwrite: bool = False
) -> Path:
    """Write an article's quotations as W3C Web Annotations, in JSON-LD.

    Parameters
    ----------
    article : Article
    path : Path or str
        The file to write.
    engine : Engine, optional
        What reads the articles.
    overwrite : bool, optional
        Replace also a file that the toolkit did not write.

    Returns
    -------
    Path
        One AnnotationCollection with one page. The annotation of a content identifies its
        speaker and is tagged with ``content``, form, act, kind of speaker and rule; those
        of its cue, source and relays are tagged so and link to it. Each piece is a target
        with two selectors: TextPositionSelector, and TextQuoteSelector with the words
        around. The source of the text is the article's `url`, or a name made from its text.

    Raises
    ------
    ToolkitError
        If a file of somebody else's is there, or `path` cannot be written.

    Notes
    -----
    W3C Web Annotation Data Model, Recommendation of 23 February 2017. The same article
    gives the same file to the last character; there is no date in it.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from toolkit.base.article import Article
    >>> with TemporaryDirectory() as folder:
    ...     path = write_web_annotations(Article("Rates will rise, she said."), f"{folder}/a.json")
    ...     page = json.loads(path.read_bytes())["first"]
    >>> page["items"][0]["target"][0]["selector"][1]["exact"]
    'Rates will rise'
    """
    article = take_article(article, engine)
    name = _make_name(article, "quotations")
    items = [*_list_web_annotations(article)]
    collection = {
        "@context": CONTEXT,
        "id": name,
        "type": "AnnotationCollection",
        "generator": GENERATOR,
        "label": f"Quotations of {article.title or article.id}",
        "total": len(items),
        "first": {
            "id": _make_name(article, "quotations", "page"),
            "type": "AnnotationPage",
            "partOf": name,
            "startIndex": 0,
            "items": items,
        },
    }
    with replace_file(path, MARK, overwrite=overwrite) as file:
        file.write(json.dumps(collection, ensure_ascii=False, indent=1).encode() + b"\n")
    return Path(path)


def to_doc(article: OneArticle, *, engine: Engine = ENGLISH) -> Doc:
    """Make a spaCy Doc of an article, with its quotations as spans.

    Parameters
    ----------
    article : Article
    engine : Engine, optional
        What reads the articles.

    Returns
    -------
    spacy.tokens.Doc
        Its text is the article's, so that all offsets agree. ``doc.spans["quotations"]``
        holds the contents, one span a piece; ``doc.spans["cues"]``, ``["sources"]`` and
        ``["relays"]`` the rest. The label of a span tells its role, and its `id_` the
        quotation's number from 1, the same for all that belongs together. Of every span,
        ``span._.speaker``, ``kind``, ``relays``, ``form``, ``act``, ``rule`` and
        ``confidence`` tell what was found; they are plain values, which a DocBin keeps.

    Notes
    -----
    A word is cut where a span begins or ends inside it. Tags, parse and names are those of
    the English model; no sentence runs over two parts of the article.

    Examples
    --------
    >>> from toolkit.base.article import Article
    >>> doc = to_doc(Article("Rates will rise, Ann Lee said."))
    >>> [(span.text, span._.speaker) for span in doc.spans["quotations"]]
    [('Rates will rise', 'Ann Lee')]
    """
    article = take_article(article, engine)
    attributions = find_attributions(article)
    places = [span for piece in _list_pieces(attributions) for span in piece.spans]
    return mark_doc(load_model()(_cut_words(article, places)), attributions)


def mark_doc(doc: Doc, attributions: Sequence[Attribution]) -> Doc:
    """Add the quotations of a text to a spaCy Doc of it, as `to_doc` describes them.

    A span that begins or ends inside a token takes in the whole of it.
    """
    from spacy.tokens import Span as Tokens

    for name in EXTENSIONS:
        if not Tokens.has_extension(name):
            Tokens.set_extension(name, default=None)
    groups: dict[str, list[Tokens]] = {role: [] for role in ROLES}
    for piece in _list_pieces(attributions):
        for span in piece.spans:
            found = doc.char_span(
                span.start,
                span.end,
                label=piece.role,
                span_id=f"{piece.number}",
                alignment_mode="expand",
            )
            tokens = cast("Tokens", found)  # never None where tokens are expanded
            _tell(tokens, attributions[piece.number - 1])
            groups[piece.role].append(tokens)
    for role, key in zip(ROLES, ("quotations", "cues", "sources", "relays"), strict=True):
        doc.spans[key] = groups[role]
    return doc


# ---- what all other forms hold -------------------------------------------------------------


def _list_pieces(attributions: Sequence[Attribution]) -> Iterator[_Piece]:
    """List the contents, cues, sources and relays of some quotations that there are."""
    for number, said in enumerate(attributions, start=1):
        found = said.quotation
        for role, spans in zip(ROLES[:3], (found.content, found.cue, found.source), strict=True):
            if spans:
                yield _Piece(number, role, spans)
        for relay in said.relays:
            yield _Piece(number, "relay", (relay.span,))


def _tell_facts(said: Attribution) -> str:
    """Tell in a line who speaks, through whom, and what decided.

    Each name stands between quote marks as JSON writes it, so that it may hold any words.
    """
    names = (said.speaker.name, *(relay.name for relay in said.relays))
    through = " through ".join(json.dumps(" ".join(n.split()), ensure_ascii=False) for n in names)
    sure = "not measured" if isnan(said.confidence) else f"{said.confidence:.2f}"
    return f"{through}; rule {said.rule}; confidence {sure}"


# ---- brat ----------------------------------------------------------------------------------


def _list_brat(text: str, attributions: Sequence[Attribution]) -> Iterator[str]:
    relations, attributes, notes = count(1), count(1), count(1)
    content = ""
    for number, piece in enumerate(_list_pieces(attributions), start=1):
        said = attributions[piece.number - 1]
        name = f"T{number}"
        fragments = [cut for span in piece.spans for cut in _cut_lines(text, span)]
        if not fragments:  # nothing but blanks, which brat cannot mark
            continue
        places = ";".join(f"{cut.start} {cut.end}" for cut in fragments)
        words = " ".join(cut.of(text) for cut in fragments)
        yield f"{name}\t{piece.role.capitalize()} {places}\t{words}"
        if piece.role == "content":
            content = name
            facts = (("Form", said.quotation.form), ("Act", said.quotation.act))
            for attribute, value in (*facts, ("Kind", said.speaker.kind)):
                yield f"A{next(attributes)}\t{attribute} {name} {value}"
            yield f"#{next(notes)}\tAnnotatorNotes {name}\t{_tell_facts(said)}"
        else:
            relation = RELATIONS[piece.role]
            yield f"R{next(relations)}\t{relation} Arg1:{content} Arg2:{name}"


def _cut_lines(text: str, span: Span) -> Iterator[Span]:
    """Cut a place at its line ends, of whatever kind, and leave out the blanks around them."""
    position = span.start
    for line in span.of(text).splitlines(keepends=True):
        if line.strip():
            start = position + len(line) - len(line.lstrip())
            yield Span(start, position + len(line.rstrip()))
        position += len(line)


# ---- Web Annotations -----------------------------------------------------------------------


def _list_web_annotations(article: Article) -> Iterator[dict[str, object]]:
    attributions = find_attributions(article)
    content = ""
    for number, piece in enumerate(_list_pieces(attributions), start=1):
        said = attributions[piece.number - 1]
        name = _make_name(article, "annotation", f"{number}")
        tags: list[str] = [piece.role]
        if piece.role == "content":
            content = name
            tags += [said.quotation.form, said.quotation.act, said.speaker.kind, said.rule]
            bodies = [
                _make_body("identifying", said.speaker.name),
                _make_body("describing", _tell_facts(said)),
            ]
        else:
            bodies = [{"type": "SpecificResource", "source": content, "purpose": "linking"}]
        yield {
            "id": name,
            "type": "Annotation",
            "motivation": "identifying" if piece.role == "content" else "linking",
            "body": bodies + [_make_body("tagging", tag) for tag in tags],
            "target": [_make_target(article, span) for span in piece.spans],
        }


def _make_body(purpose: str, value: str) -> dict[str, object]:
    return {"type": "TextualBody", "value": value, "format": "text/plain", "purpose": purpose}


def _make_target(article: Article, span: Span) -> dict[str, object]:
    text = article.text
    return {
        "type": "SpecificResource",
        "source": article.url or _make_name(article, "text"),
        "selector": [
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
            {
                "type": "TextQuoteSelector",
                "exact": span.of(text),
                "prefix": text[max(0, span.start - SURROUNDINGS) : span.start],
                "suffix": text[span.end : span.end + SURROUNDINGS],
            },
        ],
    }


def _make_name(article: Article, *things: str) -> str:
    """Make a name (URN) that the same article and thing always get."""
    return uuid5(NAMESPACE_URL, "/".join((digest_text(article.text), article.id, *things))).urn


# ---- spaCy ---------------------------------------------------------------------------------


def _cut_words(article: Article, spans: Sequence[Span]) -> Doc:
    """Cut an article into words, as spaCy does, and where one of some places begins or ends."""
    from spacy.tokens import Doc

    parts = {part.span.start for part in list_parts(article)}
    starts, ends = {span.start for span in spans}, {span.end for span in spans}
    cuts = parts | starts | ends
    places: list[tuple[int, int]] = []
    spaces: list[bool] = []
    for token in load_model().make_doc(article.text):
        first, last = token.idx, token.idx + len(token)
        inner = [place for place in range(first + 1, last) if place in cuts]
        pieces = [*pairwise([first, *inner, last])]
        is_apart = bool(token.whitespace_) and (last in starts or last + 1 in ends)
        if is_apart:  # a place that begins or ends with a blank
            pieces.append((last, last + 1))
        places += pieces
        spaces += [False] * len(pieces)
        spaces[-1] = bool(token.whitespace_) and not is_apart
    return Doc(
        load_model().vocab,
        words=[article.text[start:end] for start, end in places],
        spaces=spaces,
        sent_starts=[True if start in parts else None for start, _ in places],
    )


def _tell(tokens: Tokens, said: Attribution) -> None:
    values = (
        said.speaker.name,
        str(said.speaker.kind),
        [relay.name for relay in said.relays],
        str(said.quotation.form),
        str(said.quotation.act),
        str(said.rule),
        said.confidence,
    )
    for name, value in zip(EXTENSIONS, values, strict=True):
        tokens._.set(name, value)
