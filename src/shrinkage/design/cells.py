"""Cells of a batch as arrays: the kernel's column functions, with the arrays they write into."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shrinkage import _kernel
from shrinkage.design.formats import DATE_ORDERS, DateOrder, NumberFormat
from shrinkage.problem import Floats
from shrinkage.source.protocol import Column, Kind

Mask = NDArray[np.bool_]
# How often each row counts (n,), where weights are counts; None where each counts once.
Counts = NDArray[np.int64] | None
READ, MISSING, UNREADABLE = 0, 1, 2
_NO_BYTES = np.zeros(1, dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Read:
    """A column as numbers: values (n,), NaN where there is none; missing (n,) or None for no such cell.

    unreadable: (n,) text that says something, but no number or time; these cells are among the missing.
    """

    values: Floats
    missing: Mask | None
    unreadable: Mask | None = None


def text_parts(column: Column) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Bytes and offsets of a TEXT column, as the kernel takes them."""
    assert column.data is not None
    assert column.offsets is not None
    data = column.data if column.data.size else _NO_BYTES
    return np.ascontiguousarray(data), np.ascontiguousarray(column.offsets)


def both(one: Mask | None, other: Mask | None) -> Mask | None:
    """Rows (n,) that are in two masks, where None is all of them."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def as_bytes(mask: Mask | None) -> NDArray[np.uint8] | None:
    """A mask as the kernel takes it."""
    return None if mask is None else np.ascontiguousarray(mask).view(np.uint8)


def read_numbers(column: Column, form: NumberFormat) -> Read:
    """Any column as numbers: text under ``form``, booleans as 0 and 1, a time as nothing readable."""
    if column.kind is Kind.TEXT:
        return _parse(_kernel.parse_numbers, column, form.code)
    return _unreadable(column) if column.kind is Kind.TIME else _typed(column)


def read_times(column: Column, order: DateOrder) -> Read:
    """Any column as seconds since 1970: text under ``order``, a number as nothing readable."""
    if column.kind is Kind.TEXT:
        return _parse(_kernel.parse_times, column, DATE_ORDERS.index(order))
    return _typed(column) if column.kind is Kind.TIME else _unreadable(column)


def _parse(parser: object, column: Column, way: int) -> Read:
    data, offsets = text_parts(column)
    rows = len(offsets) - 1
    values = np.empty(rows)
    status = np.empty(rows, dtype=np.uint8)
    parser(data, offsets, as_bytes(column.valid), way, values, status)  # type: ignore[operator]
    if not status.any():
        return Read(values, None)
    unreadable = status == UNREADABLE
    return Read(values, status != READ, unreadable if unreadable.any() else None)


def _typed(column: Column) -> Read:
    values = column.values
    assert values is not None
    missing = np.isnan(values)
    if column.valid is not None:
        missing |= ~column.valid
    if not missing.any():
        return Read(values, None)
    return Read(np.where(missing, np.nan, values), missing)


def _unreadable(column: Column) -> Read:
    assert column.values is not None
    known = _typed(column).missing
    there = np.ones(column.values.shape, dtype=bool) if known is None else ~known
    return Read(np.full(column.values.shape, np.nan), np.ones(column.values.shape, dtype=bool), there)


def texts_of(column: Column) -> Column:
    """A typed column as the text a person would write, for a categorical column that arrives typed."""
    if column.kind is Kind.TEXT:
        return column
    read = _typed(column)
    distinct, codes = np.unique(read.values, return_inverse=True)
    words = [_word(float(value), column.kind).encode() for value in distinct]
    lengths = np.array([len(word) for word in words], dtype=np.int64)
    offsets = np.zeros(len(codes) + 1, dtype=np.int64)
    np.cumsum(lengths[codes], out=offsets[1:])
    data = np.frombuffer(b"".join(words[code] for code in codes), dtype=np.uint8)
    return Column(Kind.TEXT, offsets=offsets, data=data, valid=None if read.missing is None else ~read.missing)


def _word(value: float, kind: Kind) -> str:
    if value != value:
        return ""
    if kind is Kind.BOOLEAN:
        return "true" if value else "false"
    if kind is Kind.TIME:
        moment = str(np.datetime64(int(value), "s")).replace("T", " ")
        return moment.removesuffix(" 00:00:00")
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
