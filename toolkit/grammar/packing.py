"""Parsed texts as few bytes, from which they are made again without their parser."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields
from itertools import islice
from typing import TYPE_CHECKING, Any

from toolkit.grammar.tokens import Parse, Token

if TYPE_CHECKING:
    from collections.abc import Sequence

FACTS = [field.name for field in fields(Token) if field.init and field.name not in {"text", "idx"}]


def pack_parses(parses: Sequence[Parse]) -> bytes:
    """Write parsed texts, all but the texts themselves, as bytes."""
    tokens = [token for parse in parses for token in parse]
    places = [
        [len(parse) for parse in parses],
        [gap for parse in parses for gap in _list_gaps(parse)],
        [len(token) for token in tokens],
        [token.head.i - token.i for token in tokens],
    ]
    facts = [_number([getattr(token, fact) for token in tokens]) for fact in FACTS]
    return zlib.compress(json.dumps([*places, *facts]).encode())


def _list_gaps(parse: Parse) -> list[int]:
    """Give how far each token begins behind the end of the one before."""
    ends = [0, *(token.idx + len(token) for token in parse)]
    return [token.idx - end for token, end in zip(parse, ends, strict=False)]


def _number(values: list[object]) -> tuple[list[object], list[int]]:
    """Give the different ones of some values, and of each its number among them."""
    numbers = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return [*numbers], [numbers[value] for value in values]


def unpack_parses(packed: bytes, texts: Sequence[str]) -> list[Parse]:
    """Make the parsed texts again, each with its text."""
    lengths, gaps, sizes, steps, *facts = json.loads(zlib.decompress(packed))
    columns = [[values[number] for number in numbers] for values, numbers in facts]
    rows = zip(gaps, sizes, steps, *columns, strict=True)
    return [_make(text, [*islice(rows, n)]) for text, n in zip(texts, lengths, strict=True)]


def _make(text: str, rows: list[Any]) -> Parse:
    tokens = []
    end = 0
    for gap, size, _, *facts in rows:
        start, end = end + gap, end + gap + size
        tokens.append(Token(text[start:end], start, *facts))
    return Parse(text, tokens, [number + step for number, (_, _, step, *_) in enumerate(rows)])
