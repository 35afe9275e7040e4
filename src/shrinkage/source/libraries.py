"""Tables of polars, pyarrow and DuckDB, and of whoever else speaks Arrow, as `streams.Streams`.

None of these libraries is imported here but by what is handed over, which has imported it already.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from shrinkage.source.arrow import Streamable
from shrinkage.source.digest import digest
from shrinkage.source.query import connect
from shrinkage.source.sqltypes import quote
from shrinkage.source.streams import Streams

# Types that DuckDB's reader of streams does not know, or not from polars → what they are read as.
_POLARS = {"Null": "Float64", "Int128": "Float64", "UInt128": "Float64", "Float16": "Float32"}


class PolarsColumns:
    """A polars DataFrame; columns are shared, not copied."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.names: list[str] = list(frame.columns)
        self.types = [str(dtype) for dtype in frame.dtypes]

    def stream(self, places: Sequence[int]) -> Streamable:
        return self._columns(self._frame, places)

    def none(self, places: Sequence[int]) -> Streamable:
        return self._columns(self._frame.clear(), places)

    def _columns(self, frame: Any, places: Sequence[int]) -> Any:
        return type(frame)([self._read(frame.to_series(place)).alias(f"c{k}") for k, place in enumerate(places)])

    @staticmethod
    def _read(cells: Any) -> Any:
        """A Series or an expression that has a type: of one that is read."""
        import polars

        instead = _POLARS.get(str(cells.dtype))
        return cells if instead is None else cells.cast(getattr(polars, instead))


class LazyColumns:
    """A polars LazyFrame: each pass collects the columns it needs, by batches where pyarrow can chain these."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        schema = frame.collect_schema()
        self.names: list[str] = list(schema.names())
        self.types = [str(dtype) for dtype in schema.dtypes()]

    def stream(self, places: Sequence[int]) -> Streamable:
        import polars

        chosen = self._frame.select(self._read(place).alias(f"c{k}") for k, place in enumerate(places))
        if not hasattr(chosen, "collect_batches"):
            return chosen.collect()
        try:
            import pyarrow
        except ImportError:
            return chosen.collect(engine="streaming")
        schema = polars.DataFrame(schema=chosen.collect_schema()).to_arrow().schema
        frames = chosen.collect_batches(maintain_order=True, lazy=True)
        batches = (batch for frame in frames for batch in frame.to_arrow().cast(schema).to_batches())
        return pyarrow.RecordBatchReader.from_batches(schema, batches)

    def none(self, places: Sequence[int]) -> Streamable:
        import polars

        empty = polars.DataFrame(schema=self._frame.collect_schema())
        return PolarsColumns(empty).stream(places)

    def _read(self, place: int) -> Any:
        import polars

        instead = _POLARS.get(self.types[place])
        return polars.nth(place) if instead is None else polars.nth(place).cast(getattr(polars, instead))


# What polars' plans are made of as long as rows come one by one: sources, projections, filters; then expressions.
_ROW_BY_ROW = re.compile(
    r"(simple π|SELECT|WITH_COLUMNS|FILTER|FROM|DF \[|(Parquet|CSV|IPC|NDJSON) SCAN|PROJECT|SELECTION:|ESTIMATED|\[|\])"
)
_AT_WILL = re.compile(r"shuffle|sample|python|random|opaque|rand\b", re.IGNORECASE)


def plan_is_settled(plan: str) -> bool:
    """Whether a plan, as polars writes it, is one of these only; what is unknown is not settled."""
    lines = [line.strip() for line in plan.splitlines() if line.strip()]
    return bool(lines) and all(_ROW_BY_ROW.match(line) for line in lines) and not _AT_WILL.search(plan)


class PyarrowColumns:
    """A pyarrow Table."""

    def __init__(self, table: Any) -> None:
        self._table = table
        self.names: list[str] = list(table.column_names)
        self.types = [str(field.type) for field in table.schema]

    def stream(self, places: Sequence[int]) -> Streamable:
        return self._columns(self._table, places)

    def none(self, places: Sequence[int]) -> Streamable:
        return self._columns(self._table.slice(0, 0), places)

    @staticmethod
    def _columns(table: Any, places: Sequence[int]) -> Streamable:
        chosen = table.select(list(places)).rename_columns([f"c{k}" for k in range(len(places))])
        for k, field in enumerate(chosen.schema):
            instead = _pyarrow_instead(field.type)
            if instead is not None:
                chosen = chosen.set_column(k, field.name, chosen.column(k).cast(instead))
        return chosen


class DatasetColumns:
    """A pyarrow Dataset, scanned anew by each pass."""

    def __init__(self, dataset: Any) -> None:
        self._dataset = dataset
        self.names: list[str] = list(dataset.schema.names)
        self.types = [str(field.type) for field in dataset.schema]

    def stream(self, places: Sequence[int]) -> Streamable:
        chosen = {f"c{k}": self._read(place) for k, place in enumerate(places)}
        return self._dataset.scanner(columns=chosen, batch_readahead=4, fragment_readahead=1).to_reader()

    def none(self, places: Sequence[int]) -> Streamable:
        return PyarrowColumns(self._dataset.schema.empty_table()).stream(places)

    def _read(self, place: int) -> Any:
        from pyarrow.dataset import field

        instead = _pyarrow_instead(self._dataset.schema.field(place).type)
        return field(self.names[place]) if instead is None else field(self.names[place]).cast(instead)


def _pyarrow_instead(kind: Any) -> Any:
    """What a type is read as that DuckDB's reader of streams does not know; None for the others."""
    import pyarrow

    wide = pyarrow.types.is_decimal256(kind)
    return pyarrow.float64() if wide else pyarrow.float32() if pyarrow.types.is_float16(kind) else None


class RelationColumns:
    """A DuckDB relation, run anew by each pass in the database that it belongs to."""

    def __init__(self, relation: Any) -> None:
        self._relation = relation
        self.names: list[str] = list(relation.columns)
        self.types = [str(kind) for kind in relation.types]
        self._identifiers = [str(kind.id) for kind in relation.types]

    def stream(self, places: Sequence[int]) -> Streamable:
        cells = (f"{self._cell(place)} AS c{k}" for k, place in enumerate(places))
        return self._relation.project(", ".join(cells))

    def none(self, places: Sequence[int]) -> Streamable:
        return RelationColumns(self._relation.limit(0)).stream(places)

    def _cell(self, place: int) -> str:
        name = quote(self.names[place])
        wide = self._identifiers[place] in ("hugeint", "uhugeint", "bignum", "varint")
        return f"{name}::DOUBLE" if wide else f"{name}::VARCHAR" if self._identifiers[place] == "uuid" else name


_TITLE = re.compile(r"╭─ (\w[\w ]*?) [─┴┬╮]|┌[─┴┬]+┐\n│\s+([A-Z][A-Z_ ]*?)\s+│")
_STREAMING = re.compile(r"PROJECTION|FILTER|RANGE|UNNEST|READ_.*|.*_SCAN|(STREAMING_)?LIMIT|DUMMY_SCAN")


def relation_is_settled(plan: str) -> bool:
    """Whether a plan, as DuckDB draws it, hands rows on one by one; what is unknown is not settled."""
    boxes = plan.count("╭") + plan.count("┌")
    titles = [(new or old).upper().replace(" ", "_") for new, old in _TITLE.findall(plan)]
    at_will = re.search(r"\b(random|uuid|gen_random_uuid|nextval|now|sample)\b|current_", plan, re.IGNORECASE)
    return boxes == len(titles) > 0 and all(_STREAMING.fullmatch(title) for title in titles) and not at_will


def lazy_columns(frame: Any) -> Streams:
    """A LazyFrame whose plan gives the same rows in the same order each time; else what it gives now, collected."""
    return LazyColumns(frame) if plan_is_settled(frame.explain()) else PolarsColumns(frame.collect())


def relation_columns(relation: Any) -> Streams:
    """A relation whose plan does; else a copy of its rows as they are now (compressed, on disk if memory is short)."""
    columns = RelationColumns(relation)
    if relation_is_settled(relation.explain()):
        return columns
    shown = ", ".join(f"c{k} AS {quote(name)}" for k, name in enumerate(columns.names))
    return _held(columns.stream(range(len(columns.names))), "a DuckDB relation", shown)


def arrow_columns(table: Streamable, name: str) -> Streams:
    """Whatever else offers ``__arrow_c_stream__``, perhaps only once: such a copy as well."""
    return _held(table, name, "*")


def _held(table: Streamable, name: str, shown: str) -> Streams:
    """The columns ``shown`` of ``table``, whose stream is asked for once, in a database of ours."""
    connection = connect([], None)
    try:
        connection.register("given", table.__arrow_c_stream__())
        connection.execute(f"CREATE TABLE held AS SELECT {shown} FROM given")
        connection.unregister("given")
    except Exception as error:
        raise digest(error, f"{name} cannot be read", "check the step that made it.") from None
    return RelationColumns(connection.sql("SELECT * FROM held"))
