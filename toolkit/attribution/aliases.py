"""One name for one speaker: the names that a person gives, and names over several articles."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from toolkit.base import Kind, RowError, ToolkitError, read_lines
from toolkit.people import SUFFIXES, fold, has_initials

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

COLUMNS = ["alias", "name"]
NO_EVIDENCE = {"former", "then", "mr", "mrs", "ms", "miss", "dr", "sir", "of", "the", "senior"}


@dataclass(frozen=True, slots=True)
class Known:
    """A speaker of one article, with what the article says of it.

    Parameters
    ----------
    article : int
        Number of the article among those compared.
    name, kind : str
        As `toolkit.attribution.speakers` gives them.
    roles : tuple of str
        What the article calls the person: ``russian president``.
    quotations : int
        How many it has there.
    """

    article: int
    name: str
    kind: str
    roles: tuple[str, ...] = ()
    quotations: int = 1


def read_aliases(names: Mapping[str, str] | Path | str | None) -> Mapping[str, str]:
    """Read which name is to stand for which others.

    Parameters
    ----------
    names : mapping, path or None
        Alias to name, or a UTF-8 CSV file with the columns ``alias`` and ``name``.

    Returns
    -------
    mapping of str to str
        By the alias as it is compared: without case and a leading article.

    Raises
    ------
    ToolkitError
        If an alias or name is blank or no string, or an alias has two names.
    ReadError
        The same, or anything else that is wrong, in a file; with the row where there is one.

    Examples
    --------
    >>> read_aliases({"The Iron Lady": "Margaret Thatcher"})["iron lady"]
    'Margaret Thatcher'
    """
    if names is None:
        return MappingProxyType({})
    if isinstance(names, Mapping):
        return _gather(enumerate(names.items(), start=1), None)
    if not isinstance(names, (str, Path)):
        raise ToolkitError(
            f"names: must be a mapping or the path of a CSV file; found {type(names).__name__}"
        )
    path = Path(names)
    return _gather(_read_rows(path), path)


def fold_alias(name: str) -> str:
    """Give a name as aliases are compared: without case and a leading article.

    Examples
    --------
    >>> fold_alias("The  Kremlin")
    'kremlin'
    """
    words = name.replace("\u2019", "'").casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) and words[1:] else words)


def _read_rows(path: Path) -> Iterable[tuple[int, tuple[str, str]]]:
    lines = read_lines(path)
    header, *rows = lines or [""]
    if [column.strip().casefold() for column in header.split(",")] != COLUMNS:
        raise RowError(path, f"columns must be {COLUMNS}; found {header!r}", 1)
    for number, row in enumerate(rows, start=2):
        fields = next(csv.reader([row]), [])
        if not row.strip():
            continue
        if len(fields) != len(COLUMNS):
            raise RowError(path, f"must have an alias and a name; found {row!r}", number)
        yield number, (fields[0], fields[1])


def _gather(rows: Iterable[tuple[int, tuple[str, str]]], path: Path | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for number, (alias, name) in rows:
        for column, cell in zip(COLUMNS, (alias, name), strict=True):
            if not isinstance(cell, str) or not cell.strip():
                raise _fault(path, number, f"{column}: must not be blank; found {cell!r}")
        name = " ".join(name.split())
        other = found.setdefault(fold_alias(alias), name)
        if other != name:
            problem = f"alias: must have one name; found {alias!r} for {other!r} and {name!r}"
            raise _fault(path, number, problem)
    return MappingProxyType(found)


def _fault(path: Path | None, number: int, problem: str) -> ToolkitError:
    return RowError(path, problem, number) if path else ToolkitError(f"names: {problem}")


def join_speakers(speakers: Iterable[Known]) -> Mapping[tuple[int, str], str]:
    """Find one name for each speaker over several articles.

    Parameters
    ----------
    speakers : iterable of Known

    Returns
    -------
    mapping of (article, name) to str
        The name to use. It is another than the article's own only where the names agree:

        - two full names of persons with the same first and last word ("Hillary Rodham
          Clinton"), unless their suffixes (Jr.) differ;
        - a surname alone and the one full name that ends in it, if both articles give the
          person the same role ("President Putin"; "the Russian president, Vladimir Putin");
        - initials and the one body whose name has them.

        Nobody is joined on a surname alone, and no description with another.

    Examples
    --------
    >>> joined = join_speakers([
    ...     Known(0, "Vladimir Putin", "person", ("russian president",)),
    ...     Known(1, "Putin", "person", ("president",)),
    ...     Known(2, "Putin", "person"),
    ... ])
    >>> joined[1, "Putin"], joined[2, "Putin"]
    ('Vladimir Putin', 'Putin')
    """
    speakers = list(speakers)
    joined = {(known.article, known.name): known.name for known in speakers}
    groups = _group_full_names(speakers)
    for members in groups.values():
        name = _choose_name(members)
        joined |= {(member.article, member.name): name for member in members}
    for known in speakers:
        if known.kind == Kind.PERSON and len(known.name.split()) == 1:
            owner = _find_owner(known, groups)
        elif known.kind == Kind.ORGANISATION and known.name.isupper():
            owner = _find_body(known, speakers)
        else:
            owner = None
        if owner is not None:
            joined[known.article, known.name] = joined[owner.article, owner.name]
    return joined


_Groups = Mapping[tuple[str, ...], "list[Known]"]


def _group_full_names(speakers: Sequence[Known]) -> _Groups:
    groups: dict[tuple[str, ...], list[Known]] = defaultdict(list)
    for known in speakers:
        words = known.name.split()
        if known.kind == Kind.PERSON and len(words) > 1:
            folded = fold(words)
            last = words[-1].casefold().strip(".,")
            suffix = last if last in SUFFIXES else ""
            groups[folded[0], folded[-1], suffix].append(known)
    return groups


def _choose_name(members: Sequence[Known]) -> str:
    """Choose the name under which most is said; of equal ones the first."""
    said: dict[str, int] = defaultdict(int)
    for member in members:
        said[member.name] += member.quotations
    return max(said, key=said.__getitem__)


def _find_owner(known: Known, groups: _Groups) -> Known | None:
    """Find the one person with this surname who has the same role elsewhere."""
    [word] = fold([known.name])
    fitting = [members for key, members in groups.items() if key[1] == word]
    if len(fitting) != 1:
        return None
    mine = _list_evidence([known])
    return fitting[0][0] if mine & _list_evidence(fitting[0]) else None


def _list_evidence(members: Iterable[Known]) -> set[str]:
    words = {word for known in members for role in known.roles for word in role.split()}
    return words - NO_EVIDENCE


def _find_body(known: Known, speakers: Iterable[Known]) -> Known | None:
    """Find the one body whose name has these initials."""
    fitting = {
        other.name: other
        for other in speakers
        if other.kind == Kind.ORGANISATION and has_initials(other.name.split(), known.name)
    }
    return next(iter(fitting.values())) if len(fitting) == 1 else None
