"""Records to articles: a line of JSON, or a row of a table, whose columns are named or guessed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from toolkit.base import HALF_CHARACTER, ToolkitError, suggest
from toolkit.loading.dates import leave_open, read_date
from toolkit.loading.markup import has_markup, read_markup
from toolkit.loading.parts import find_blocks, make_article

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from toolkit.base import Article, Value

# The fields of an article that a column may give, and the names that columns have for them, the
# surest first: of Common Crawl's and news-please's exports, of GDELT, Media Cloud and Kaggle's, of
# news databases, and the plain words of other languages, whose accents are left out here.
GUESSES = {
    "text": ("text", "body", "content", "article", "maintext", "article_text", "article_body",
             "full_text", "fulltext", "story", "plain_text", "body_text", "news_text",
             "volltext", "artikeltext", "inhalt", "texte", "contenu", "corps", "texto",
             "contenido", "cuerpo", "conteudo", "corpo", "testo", "contenuto", "tekst", "inhoud",
             "brodtext", "teksti", "leipateksti", "tresc", "metin", "szoveg", "текст"),
    "id": ("id", "article_id", "doc_id", "document_id", "uuid", "guid"),
    "title": ("title", "headline", "article_title", "heading", "titel", "uberschrift",
              "schlagzeile", "titre", "titulo", "titular", "titolo", "kop", "otsikko", "tytul",
              "baslik", "cim", "заголовок"),
    "published": ("published", "date", "published_at", "publish_date", "publication_date",
                  "date_publish", "date_published", "pub_date", "pubdate", "datetime",
                  "timestamp", "datum", "erscheinungsdatum", "date_de_publication", "fecha",
                  "data", "dato", "paivamaara", "tarih", "дата"),
    "byline": ("byline", "author", "authors", "by", "autor", "autorin", "verfasser", "auteur",
               "autore", "forfattare", "forfatter", "kirjoittaja", "yazar", "автор"),
    "dateline": ("dateline",),
    "publisher": ("publisher", "outlet", "publication", "publication_title", "newspaper",
                  "source", "site", "sitename", "source_domain", "source_name", "media_name",
                  "medium", "zeitung", "quelle", "journal", "media", "medio", "periodico",
                  "fuente", "fonte", "testata", "veiculo", "krant", "bron", "tidning", "avis",
                  "lehti", "lahde", "zrodlo", "gazete", "издание", "источник"),
    "section": ("section", "news_desk", "desk", "ressort", "rubrique", "seccion", "sezione",
                "secao", "sectie", "osasto"),
    "url": ("url", "link", "article_url", "web_url", "lien", "enlace"),
    "language": ("language", "lang", "sprache", "langue", "idioma", "lingua", "taal"),
}  # fmt: skip
FIELDS = tuple(GUESSES)
DOCUMENTED = {"author", "date"}  # names that `iter_corpus` promises to know, and are no guess
# What a record gives as words, and is copied as it stands.
WORDS = ("title", "byline", "dateline", "publisher", "section", "url", "language")
BLANK_TEXT = "text: must not be blank; found no"  # how the fault of a row without text begins
MISSING_COLUMN = "must be in a column"  # how it is told that a field has none
MOST_META = 10_000  # characters of another column that are kept: beyond, it is a second text
CELL = 32_767  # characters of a cell of Excel; the rest of a text is gone without a word
# A day as spreadsheets count them, where its cell has lost the look of a date: 1954 to 2064.
SERIAL = re.compile(r"[2-5]\d{4}(?:\.\d{1,12})?")
FIRST_SERIAL = date(1899, 12, 30)
ACCENT = re.compile("[\u0300-\u036f]")
BLANK = re.compile(r"[\s_-]+")


def choose_columns(names: tuple[str, ...], columns: Mapping[str, str] | None) -> dict[str, str]:
    """Choose the column of each field: the one that is given, else one with a usual name.

    Returns
    -------
    dict of str to str
        Field to column; fields without a column are left out.

    Raises
    ------
    ToolkitError
        If `columns` names a field or column that is not there, or no column holds text.

    Examples
    --------
    >>> choose_columns(("Headline", "body", "likes"), None)
    {'text': 'body', 'title': 'Headline'}
    """
    return dict(_choose(names, tuple(sorted((columns or {}).items()))))


def check_columns(columns: Mapping[str, str] | None) -> None:
    """Refuse a mapping that names no fields of an article.

    Raises
    ------
    ToolkitError
        If a key is none of `FIELDS`, or a value is no name.
    """
    if columns is None:
        return
    if not hasattr(columns, "items"):
        raise ToolkitError(
            f"columns: must be a dict of field to column; found {type(columns).__name__}"
        )
    for field, name in columns.items():
        if field not in FIELDS or not isinstance(name, str):
            raise ToolkitError(
                f"columns: must give some of {', '.join(FIELDS)} the name of a column; "
                f"found {field!r}: {name!r}"
            )


@lru_cache(maxsize=256)
def _choose(
    names: tuple[str, ...], given: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    chosen = dict(given)
    for field, name in given:
        if name not in names:
            raise ToolkitError(
                f"{field}: {MISSING_COLUMN} named {name!r}; found {_list_some(names)}"
                f"{suggest(name, names)}"
            )
    lowered = {_fold(name): name for name in reversed(names)}
    for field, guesses in GUESSES.items():
        found = next((lowered[guess] for guess in guesses if guess in lowered), None)
        if field not in chosen and found is not None and found not in chosen.values():
            chosen[field] = found
    if "text" not in chosen:
        raise ToolkitError(
            f"text: {MISSING_COLUMN}, such as 'text' or 'body'; found {_list_some(names)}. "
            f"{_tell_how(names, chosen)}"
        )
    return tuple((field, chosen[field]) for field in FIELDS if field in chosen)


def _tell_how(names: tuple[str, ...], chosen: Mapping[str, str]) -> str:
    """Give what to type, with a column that may be meant."""
    free = next((name for name in names if name not in chosen.values()), "")
    if not free and "url" in chosen:
        return f"For what is at the addresses in {chosen['url']!r}, use fetch_article for each"
    free = free or "NAME"
    return f"If it is in {free!r}, say so: columns={{'text': {free!r}}}, --column 'text={free}'"


def _fold(name: str) -> str:
    """Write a column's name without accents, capitals and differences of blanks."""
    plain = ACCENT.sub("", normalize("NFKD", name.strip().lower())).replace("\u0142", "l")
    return BLANK.sub("_", plain)


def _list_some(names: tuple[str, ...]) -> str:
    return f"{', '.join(map(repr, names))[:200]}" if names else "none"


def make_record_article(
    record: Mapping[str, object],
    *,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    order: Callable[[], bool | None] = leave_open,
    origin: str = "",
) -> Article:
    """Make an article from a record; its text is kept to the last character, unless it is HTML.

    Parameters
    ----------
    record : mapping of str to object
        Column to value. None and, but for the text, an empty string stand for nothing.
    columns, day_first
        As in `iter_corpus`.
    order : callable, optional
        As in `read_date`.
    origin : str, optional

    Returns
    -------
    Article
        Its `notes` tell which columns were guessed.

    Raises
    ------
    ToolkitError
        If there is no text, or a value is not what its field holds.

    Examples
    --------
    >>> article = make_record_article({"body": "War is war.", "headline": "War"})
    >>> article.title, article.notes
    ('War', ("columns: text from 'body', title from 'headline'",))
    """
    guessed = _list_guessed(chosen := choose_columns(tuple(record), columns), columns or {})
    given = {
        field: value
        for field, name in chosen.items()
        if (value := record[name]) is not None
        and (value != "" or field == "text")
        and (field not in guessed or _is_usable(field, value))
    }
    words = {field: _read_words(field, given.get(field, "")) for field in WORDS}
    text = given.get("text")
    if text is None or (isinstance(text, str) and not text.strip()):
        raise ToolkitError(f"{BLANK_TEXT}ne in this row")
    if not isinstance(text, str):
        raise ToolkitError(f"text: must be a string; found {text!r:.40}")
    is_marked = has_markup(text)
    read, blocks = read_markup(text) if is_marked else (text, find_blocks(text))
    if not blocks:
        raise ToolkitError(f"{BLANK_TEXT} words between the tags of HTML in this row")
    found = make_article(
        read,
        blocks,
        day_first=day_first,
        id=_read_id(given.get("id", "")),
        title=words["title"],
        origin=origin,
    )
    stated: dict[str, Any] = {field: value for field, value in words.items() if value}
    notes = (
        [f"columns: {', '.join(f'{f} from {chosen[f]!r}' for f in guessed)}"] if guessed else []
    )
    if is_marked:
        notes.append("text: was HTML, and is read without its tags")
    if _fills_cell(text):
        notes.append(f"text: cut? It has {CELL:,} characters, the most that a cell of Excel holds")
    notes += [n for n in found.notes if "published" not in given or not n.startswith("date:")]
    if "published" in given:
        stated["published"], note = _read_published(given["published"], day_first, order)
        notes += [note] if note else []
    # An id that is a number stays beside the text that it becomes, to be merged by.
    used = {chosen[field] for field in given if not isinstance(given[field], (int, float))}
    meta, left_out = _read_meta({k: v for k, v in record.items() if k not in used})
    notes += left_out
    return replace(found, **stated, notes=tuple(notes), meta=meta)


def parse_json(text: str | bytes) -> object:
    """Parse JSON, and say what is wrong with it in one line.

    Raises
    ------
    ToolkitError
        If it is not JSON, or not in UTF-8.

    Examples
    --------
    >>> parse_json('{"text": "War."}')
    {'text': 'War.'}
    """
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(words.rstrip())
    except UnicodeDecodeError as error:
        raise ToolkitError(
            f"must be UTF-8; found byte {error.object[error.start]:#04x}"
        ) from error
    except json.JSONDecodeError as error:
        raise ToolkitError(
            f"column {error.colno}: not JSON; found {words.strip()[:40]!r}"
        ) from error
    except RecursionError as error:
        raise ToolkitError("must be a flat JSON object; found one nested too deep") from error
    except ValueError as error:
        raise ToolkitError("must be JSON; found a number of too many digits") from error


def _read_words(field: str, value: object) -> str:
    if field == "byline" and isinstance(value, (list, tuple)):
        value = ", ".join(map(str, value))
    if not isinstance(value, str):
        raise ToolkitError(f"{field}: must be a string; found {value!r:.40}")
    return value.strip()  # 'The Post ' is no other outlet than 'The Post'


def _read_meta(others: Mapping[str, object]) -> tuple[dict[str, Value], list[str]]:
    """Give what else a record states, and a note of what is too long to be carried along."""
    meta: dict[str, Value] = {}
    notes = []
    for name, value in others.items():
        if value is None or value == "":
            continue
        kept = _make_plain(value)
        if isinstance(kept, str) and len(kept) > MOST_META:
            notes.append(f"meta: {name!r} has more than {MOST_META:,} characters and is left out")
        else:
            meta[HALF_CHARACTER.sub("\ufffd", name)] = kept
    return meta, notes


def _make_plain(value: object) -> Value:
    if isinstance(value, (bool, int, float, date)):
        return value
    words = value if isinstance(value, str) else json.dumps(value, default=str)
    return HALF_CHARACTER.sub("\ufffd", words)


def _read_id(value: object) -> str:
    if isinstance(value, (int, float)) and _is_whole(value):
        return str(int(value))
    if not isinstance(value, str):
        raise ToolkitError(f"id: must be a string or whole number; found {value!r:.40}")
    return value


def _is_whole(value: object) -> bool:
    """Tell whether a value is a whole number, as a table with gaps has it too: 17.0."""
    return type(value) is int or (type(value) is float and value.is_integer())


def _fills_cell(text: str) -> bool:
    """Tell whether a text is as long as a cell of Excel may be, which counts as UTF-16 does."""
    return CELL // 2 <= len(text) <= CELL and len(text.encode("utf-16-le", "replace")) == 2 * CELL


def find_stamp(record: Mapping[str, object], columns: Mapping[str, str] | None) -> str:
    """Find what a record states as its date; blank where it states none, or has no text."""
    try:
        column = choose_columns(tuple(record), columns).get("published")
    except ToolkitError:
        return ""
    return "" if column is None else _write_stamp(record[column])


def _write_stamp(value: object) -> str:
    return f"{value.isoformat() if hasattr(value, 'isoformat') else value}"


def _read_published(
    value: object,
    day_first: bool | None,  # noqa: FBT001
    order: Callable[[], bool | None],
) -> tuple[date | None, str]:
    stamp = _write_stamp(value)
    if not SERIAL.fullmatch(stamp.strip()):
        return read_date(stamp, day_first, order)
    day = FIRST_SERIAL + timedelta(days=int(float(stamp)))
    return day, f"date: {stamp.strip()} read as the number that a spreadsheet has for {day}"


def _list_guessed(chosen: Mapping[str, str], columns: Mapping[str, str]) -> list[str]:
    """List the fields whose column has neither the field's own name nor one that was given."""
    return [
        field
        for field, name in chosen.items()
        if field not in columns and name != field and name not in DOCUMENTED
    ]


def _is_usable(field: str, value: object) -> bool:
    """Tell whether the value of a guessed column can be what the guess says."""
    if field == "id":
        return isinstance(value, str) or _is_whole(value)
    return isinstance(value, str) or field in {"text", "published", "byline"}
