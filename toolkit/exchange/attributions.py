"""What another program found, or another person marked, as attributions of our articles."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.attribution import classify_form, guess_kind
from toolkit.base import (
    UNKNOWN,
    Act,
    Article,
    Attribution,
    Finder,
    Kind,
    Quotation,
    ReadError,
    Relay,
    Rule,
    Span,
    Speaker,
    ToolkitError,
    check_choice,
    find_quoted,
    read_lines,
    read_sheet,
    suggest,
    tell_type,
)
from toolkit.engine import check_spans
from toolkit.tables import iter_articles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from toolkit.engine import Articles

    Finds = Callable[[Path], Iterator[tuple[int, "Found"]]]

BRAT = ".ann"
LINES = {".jsonl", ".ndjson", ".json"}
NEEDED = ("article", "start", "end", "speaker")
PLACES = ("cue", "source", "relay")  # each as `cue_start`, `cue_end` ...
COLUMNS: tuple[str, ...] = (*NEEDED, "kind", "act", "confidence")
COLUMNS += tuple(f"{place}_{end}" for place in PLACES for end in ("start", "end"))
ROLE_OF = {"Reported_by": "cue", "Said_by": "source", "Heard_through": "relay"}
NAME = r'"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"'  # as JSON writes it
NAMES = re.compile(rf"{NAME}(?: through {NAME})*")
NOTED = re.compile(r"(?P<names>.*); rule [^;]*; confidence (?P<sure>[\d.]+|not measured)")


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution as a file has it, wherever it stands there.

    Parameters
    ----------
    article : str
        The id.
    content, cue, source : tuple of Span
    relays : tuple of Span
    relay_names : tuple of str
        Of the first relays, where they are not the words at their places.
    speaker : str
        Blank: the words of the source, if there are any.
    kind, act : str
        Blank: not told.
    confidence : float
    """

    article: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    relays: tuple[Span, ...] = ()
    relay_names: tuple[str, ...] = ()
    speaker: str = ""
    kind: str = ""
    act: str = ""
    confidence: float = math.nan


def read_attributions(path: Path | str, articles: Articles) -> list[Attribution]:
    r"""Read who says what from a file of another program, or of our own.

    What comes back goes into every table, plot and page in the place of articles, so that what
    a language model or another tool found gets the same tables, intervals and pages.

    Parameters
    ----------
    path : Path or str
        One of these; places count the characters of the article's text from 0, end left out.

        ``.jsonl``: an article a line, as `toolkit quotations` writes it: ``{"id",
        "attributions": [{"content": [[start, end], ...], "speaker", ...}]}``. Of an
        attribution only `content` must be there.

        ``.csv``, ``.xlsx``: an attribution a row, with the columns ``article``, ``start``,
        ``end`` (of the content) and ``speaker``; if you have them ``kind``, ``act``,
        ``confidence``, ``cue_start``, ``cue_end``, ``source_start``, ``source_end``,
        ``relay_start``, ``relay_end``.

        ``.ann``: brat's standoff as `write_brat` writes it, or a folder of such files, each
        named by the id of its article. Where no note names the speaker, the words of the
        source do.
    articles : Article or iterable of Article
        Those that the file speaks of; it need not speak of all.

    Returns
    -------
    list of Attribution
        In the order of the articles, then of their texts. Each has the rule ``given`` and knows
        its article. What the file does not tell is not made up: no confidence is NaN, and only
        the kind of a speaker is told by the article's own words. Corrections that an article
        carries are not applied.

    Raises
    ------
    ReadError
        If the file cannot be read, names an article that was not given, or points outside of
        its text; with the line or row.
    ToolkitError
        If `articles` are none, or two have one id.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> from toolkit.tables import speaker_table
    >>> article = Article("Rates will rise, Ann Lee said.", id="a1")
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "found.csv"
    ...     _ = path.write_text("article,start,end,speaker\na1,0,15,Ann Lee\n")
    ...     found = read_attributions(path, article)
    >>> speaker_table(found)[["article", "speaker", "kind", "words"]]
      article  speaker    kind  words
    0      a1  Ann Lee  person      3
    """
    if not isinstance(path, (str, Path)):
        raise ToolkitError(f"path: must name a file of attributions; found {tell_type(path)}")
    place = Path(path)
    known: dict[str, Article] = {}
    for article in iter_articles(articles):
        if article.id in known:
            raise ToolkitError(f"articles: must have an id each; found {article.id!r} twice")
        known[article.id] = article
    read: list[Attribution] = []
    for file, reader in _list_files(place):
        for line, found in reader(file):
            try:
                read.append(_make_attribution(found, known))
            except ToolkitError as error:
                raise _tell(file, line, f"{error}") from error
    order = {name: number for number, name in enumerate(known)}
    read.sort(key=lambda said: (order[_get_id(said)], said.quotation.content))
    return read


def _get_id(said: Attribution) -> str:
    return said.article.id if said.article else ""


def _list_files(place: Path) -> Iterator[tuple[Path, Finds]]:
    if place.is_dir():
        files = sorted(place.glob(f"*{BRAT}"))
        if not files:
            raise ReadError(place, f"must hold files that end in {BRAT}; found none")
        for file in files:
            yield file, _read_brat
    elif place.suffix.lower() == BRAT:
        yield place, _read_brat
    elif place.suffix.lower() in LINES:
        yield place, _read_lines
    else:
        yield place, _read_rows


def _tell(file: Path, line: int, problem: str) -> ReadError:
    if file.suffix.lower() == BRAT or file.suffix.lower() in LINES:
        return ReadError(file, problem, line=line)
    return ReadError(file, problem, row=line)


def _make_attribution(found: Found, known: Mapping[str, Article]) -> Attribution:
    article = known.get(found.article)
    if article is None:
        raise ToolkitError(
            f"article: must be one of the {len(known)} that were given; "
            f"found {found.article!r}{suggest(found.article, known)}"
        )
    spans = (*found.content, *found.cue, *found.source, *found.relays)
    check_spans(spans, article, "places")
    if found.act:
        check_choice("act", found.act, tuple(Act))
    if found.kind:
        check_choice("kind", found.kind, tuple(Kind))
    if not (math.isnan(found.confidence) or 0 <= found.confidence <= 1):
        raise ToolkitError(f"confidence: must lie between 0 and 1; found {found.confidence}")
    quotation = Quotation(
        found.content,
        found.cue,
        found.source,
        form=classify_form(found.content, find_quoted(article.text), article.text),
        act=Act(found.act or Act.SAYING),
        confidence=found.confidence,
        finder=Finder.GIVEN,
    )
    words = " ".join(span.of(article.text) for span in found.source)
    name = found.speaker.strip() or " ".join(words.split()) or UNKNOWN
    kind = Kind(found.kind) if found.kind else guess_kind(article, name)
    names = [span.of(article.text) for span in found.relays]
    names[: len(found.relay_names)] = found.relay_names
    relays = tuple(Relay(name, span) for name, span in zip(names, found.relays, strict=False))
    return Attribution(
        quotation,
        Speaker(name, kind, found.source),
        relays,
        Rule.GIVEN,
        found.source,
        found.confidence,
        article,
    )


# ---- JSON lines ----------------------------------------------------------------------------


def _read_lines(file: Path) -> Iterator[tuple[int, Found]]:
    for number, line in enumerate(read_lines(file), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise ReadError(
                file, f"must be JSON, an article a line; found {error.msg}", number
            ) from None
        said = record.get("attributions") if isinstance(record, dict) else None
        if not isinstance(said, list):
            raise ReadError(file, f"must have a list `attributions`; found {line[:40]!r}", number)
        for each in said:
            try:
                yield number, _read_record(f"{record.get('id', '')}", each)
            except ToolkitError as error:
                raise ReadError(file, f"{error}", number) from error


def _read_record(article: str, record: Any) -> Found:  # noqa: ANN401 - looked at here
    if not isinstance(record, dict):
        raise ToolkitError(f"attributions: must be objects; found {record!r:.40}")
    content, cue, source, relays = (
        _read_spans(name, record.get(name)) for name in ("content", "cue", "source", "relay")
    )
    sure = record.get("confidence")
    if sure is not None and not isinstance(sure, (int, float)):
        raise ToolkitError(f"confidence: must be a number or null; found {sure!r:.40}")
    return Found(
        article,
        content,
        cue,
        source,
        relays,
        relay_names=(f"{record['relay_name']}",) if record.get("relay_name") else (),
        speaker=f"{record.get('speaker') or ''}",
        kind=f"{record.get('kind') or ''}",
        act=f"{record.get('act') or ''}",
        confidence=math.nan if sure is None else float(sure),
    )


def _read_spans(name: str, given: object) -> tuple[Span, ...]:
    pairs = [] if given is None else given
    if not isinstance(pairs, list):
        raise ToolkitError(f"{name}: must be a list of [start, end]; found {given!r:.40}")
    spans = []
    for pair in pairs:
        if not isinstance(pair, list) or [type(end) for end in pair] != [int, int]:
            raise ToolkitError(f"{name}: must be a list of [start, end]; found {pair!r:.40}")
        spans.append(Span(*pair))
    return tuple(spans)


# ---- a table -------------------------------------------------------------------------------


def _read_rows(file: Path) -> Iterator[tuple[int, Found]]:
    for number, row in read_sheet(file, COLUMNS, NEEDED):
        try:
            places = {name: _read_place(row, name) for name in PLACES}
            yield (
                number,
                Found(
                    row["article"],
                    (Span(_read_number(row, "start"), _read_number(row, "end")),),
                    places["cue"],
                    places["source"],
                    places["relay"],
                    speaker=row["speaker"],
                    kind=row["kind"],
                    act=row["act"],
                    confidence=_read_chance(row["confidence"]),
                ),
            )
        except ToolkitError as error:
            raise ReadError(file, f"{error}", row=number) from error


def _read_place(row: Mapping[str, str], name: str) -> tuple[Span, ...]:
    start, end = f"{name}_start", f"{name}_end"
    if not row[start] and not row[end]:
        return ()
    return (Span(_read_number(row, start), _read_number(row, end)),)


def _read_number(row: Mapping[str, str], name: str) -> int:
    if not row[name].isdecimal():
        raise ToolkitError(f"{name}: must be a number of characters; found {row[name]!r}")
    return int(row[name])


def _read_chance(cell: str) -> float:
    try:
        return float(cell) if cell else math.nan
    except ValueError:
        raise ToolkitError(f"confidence: must be a number; found {cell!r}") from None


# ---- brat ----------------------------------------------------------------------------------


def _read_brat(file: Path) -> Iterator[tuple[int, Found]]:
    """Read the contents of a file in brat's standoff, each with what its relations lead to."""
    texts: dict[str, tuple[int, str, tuple[Span, ...]]] = {}
    facts: dict[str, dict[str, Any]] = {}
    for number, line in enumerate(read_lines(file), start=1):
        try:
            _read_annotation(number, line, texts, facts)
        except (ValueError, IndexError) as error:
            told = f"{error}" if isinstance(error, ToolkitError) else f"{line!r:.60}"
            raise ReadError(
                file, f"must be an annotation of brat; found {told}", number
            ) from error
    for name, (number, role, spans) in texts.items():
        if role != "content":
            continue
        own = facts.get(name, {})
        parts = {
            part: [texts[each][2] for each in own.get(part, ()) if each in texts]
            for part in PLACES
        }
        speaker, *relays = _split_names(own.get("names", ""), len(parts["relay"]))
        yield (
            number,
            Found(
                file.stem,
                spans,
                tuple(chain.from_iterable(parts["cue"])),
                tuple(chain.from_iterable(parts["source"])),
                tuple(Span(spans[0].start, spans[-1].end) for spans in parts["relay"]),
                relay_names=tuple(relays),
                speaker=speaker,
                kind=own.get("kind", ""),
                act=own.get("act", ""),
                confidence=own.get("confidence", math.nan),
            ),
        )


def _split_names(told: str, relays: int) -> list[str]:
    """Split the names of a speaker and of so many relays, as a note of `write_brat` has them.

    Up to 0.2 names stood without quote marks; then the relays tell how many there are.
    """
    if NAMES.fullmatch(told):
        return [json.loads(name) for name in re.findall(NAME, told)]
    return told.rsplit(" through ", relays)


def _read_annotation(
    number: int,
    line: str,
    texts: dict[str, tuple[int, str, tuple[Span, ...]]],
    facts: dict[str, dict[str, Any]],
) -> None:
    """Take in one line: a place (T), a relation (R), an attribute (A) or a note (#)."""
    name, _, rest = line.partition("\t")
    if name[:1] == "T":
        head = rest.partition("\t")[0]
        role, _, places = head.partition(" ")
        spans = (place.split() for place in places.split(";"))
        texts[name] = number, role.lower(), tuple(Span(int(a), int(b)) for a, b in spans)
    elif name[:1] == "R":
        relation, one, other = rest.split()[:3]
        if relation in ROLE_OF:
            own = facts.setdefault(one.removeprefix("Arg1:"), {})
            own.setdefault(ROLE_OF[relation], []).append(other.removeprefix("Arg2:"))
    elif name[:1] == "A":
        attribute, of, value = rest.split()[:3]
        facts.setdefault(of, {})[attribute.lower()] = value
    elif name[:1] == "#" and rest.startswith("AnnotatorNotes "):
        head, _, note = rest.partition("\t")
        if told := NOTED.fullmatch(note):
            own = facts.setdefault(head.split()[1], {})
            own["names"] = told["names"]
            if told["sure"] != "not measured":
                own["confidence"] = float(told["sure"])
