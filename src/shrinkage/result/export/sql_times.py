"""Dates and times in SQL without a single date function, since no two databases share one.

CAST(cell AS VARCHAR) is 2020-12-31[ 23:59:59[.25]][+01[:00]] for DATE and TIMESTAMP, with or without time zone, in
every database, and SQLite keeps dates as such text anyway. From there on there is integer arithmetic only. What is
needed more than once gets a name by a nested SELECT, each of which adds some to those of the one inside it.

Day number: days from 1970-01-01 to March 1 of the year y (years begin in March, so that the leap day is their last) are
365y + ⌊y/4⌋ − ⌊y/100⌋ + ⌊y/400⌋ − 719468 (Hinnant 2013); 400 times the first four terms is 146097y − 100·(y mod 4) +
4·(y mod 100) − (y mod 400), so that one division is enough, and it comes out even.
"""

from __future__ import annotations

from shrinkage.design.formats import DateOrder
from shrinkage.result.export.formula import Calendar, TimeColumn
from shrinkage.result.export.sql_words import cell_text, number

# Days from March 1 to the first of each month, and the −719468.
_BEFORE = {3: 0, 4: 31, 5: 61, 6: 92, 7: 122, 8: 153, 9: 184, 10: 214, 11: 245, 12: 275, 1: 306, 2: 337}
_MARCH = 719_468

_ANY_MARK, _NO_DOT = "('-', '/', '.')", "('-', '/')"

_PARTS: tuple[dict[str, str], ...] = (
    {
        "_year": "CAST(SUBSTR(_text, 1, 4) AS INTEGER)",
        "_month": "CAST(SUBSTR(_text, 6, 2) AS INTEGER)",
        "_date": "CAST(SUBSTR(_text, 9, 2) AS INTEGER)",
        "_clock": "CASE WHEN SUBSTR(_text, 12) LIKE '_:%' THEN '0' ELSE '' END || SUBSTR(_text, 12)",
    },
    {
        "_march": "CASE WHEN _month <= 2 THEN _year - 1 ELSE _year END",
        "_last": "CASE WHEN _month = 2 AND _year % 4 = 0 AND (_year % 100 <> 0 OR _year % 400 = 0) THEN 29\n"
        "    WHEN _month = 2 THEN 28 WHEN _month IN (4, 6, 9, 11) THEN 30 ELSE 31 END",
        "_zone": "CASE WHEN _clock LIKE '%+__:__' OR _clock LIKE '%-__:__' THEN SUBSTR(_clock, LENGTH(_clock) - 5)\n"
        "    WHEN _clock LIKE '%+____' OR _clock LIKE '%-____' THEN SUBSTR(_clock, LENGTH(_clock) - 4)\n"
        "    WHEN _clock LIKE '%+__' OR _clock LIKE '%-__' THEN SUBSTR(_clock, LENGTH(_clock) - 2)\n"
        "    WHEN _clock LIKE '%Z' OR _clock LIKE '%z' THEN 'Z' ELSE '' END",
    },
    {
        "_hour": "CASE WHEN _clock LIKE '__:__%' THEN CAST(SUBSTR(_clock, 1, 2) AS INTEGER) ELSE 0 END",
        "_minute": "CASE WHEN _clock LIKE '__:__%' THEN CAST(SUBSTR(_clock, 4, 2) AS INTEGER) ELSE 0 END",
        "_second": "CASE WHEN _clock LIKE '__:__:__%' THEN CAST(REPLACE(TRIM(SUBSTR(_clock, 7, "
        "LENGTH(_clock) - LENGTH(_zone) - 6)), ',', '.')\n    AS DOUBLE PRECISION) ELSE 0e0 END",
        "_ahead": "CASE WHEN LENGTH(_zone) < 3 THEN 0 ELSE CAST(SUBSTR(_zone, 1, 1) || '1' AS INTEGER) * (60 * "
        "CAST(SUBSTR(_zone, 2, 2) AS INTEGER)\n    + CASE WHEN LENGTH(_zone) < 5 THEN 0 "
        "ELSE CAST(SUBSTR(_zone, LENGTH(_zone) - 1) AS INTEGER) END) END",
    },
    {
        "_local": "CASE WHEN _year >= 1 AND _month BETWEEN 1 AND 12 AND _date BETWEEN 1 AND _last "
        "AND _hour < 24 AND _minute < 60 AND _second < 61\n    THEN CAST((146097 * _march - 100 * (_march % 4) "
        "+ 4 * (_march % 100) - _march % 400) / 400 AS INTEGER)"
        f" - {_MARCH + 1} + _date\n    + CASE _month"
        + "".join(f" WHEN {month} THEN {days}" for month, days in _BEFORE.items())
        + " END END",
        "_utc": "60 * _hour + _minute - _ahead",
    },
    {"_shift": "CASE WHEN _utc < 0 THEN -1 WHEN _utc >= 1440 THEN 1 ELSE 0 END"},
    {
        "_day": "_local + _shift",
        "_minutes": "_utc - 1440 * _shift",
        "_in": "CASE WHEN _shift = -1 AND _date = 1 THEN (_month + 10) % 12 + 1\n"
        "    WHEN _shift = 1 AND _date = _last THEN _month % 12 + 1 ELSE _month END",
    },
)
_CALENDAR = {"month": "_in", "weekday": "(_day % 7 + 10) % 7", "hour": "(_minutes - _minutes % 60) / 60"}


def time_term(column: TimeColumn, cell: str) -> str:
    """What a column of times is worth, in parentheses."""
    worth = " +\n    ".join(_trend(column) + [_part(part) for part in column.calendar]) or "0e0"
    filled = number(column.coefficient * column.mean + column.missing)
    inner = f"SELECT {cell_text(cell)} AS _text"
    stages = [*_as_iso(column.dates), *_PARTS]
    for depth, stage in enumerate(stages):
        inner = _select(stage, inner, depth)
    return f"(SELECT CASE WHEN _day IS NULL THEN {filled} ELSE\n    {worth} END\nFROM ({inner}) AS _times LIMIT 1)"


def _select(stage: dict[str, str], inner: str, depth: int) -> str:
    """``inner`` with the names of one stage more; a stage of ``_text`` alone replaces it.

    LIMIT keeps SQLite and PostgreSQL from merging the stages into one by writing each name out wherever it is used,
    again and again: without it PostgreSQL filled 19 GB with the plan of one column.
    """
    kept = [] if "_text" in stage else ["*"]
    named = ",\n  ".join(kept + [f"{expression} AS {name}" for name, expression in stage.items()])
    return f"SELECT {named}\nFROM ({inner}) AS _stage{depth}\nLIMIT 1"


def _trend(column: TimeColumn) -> list[str]:
    if not column.coefficient:
        return []
    days, seconds = divmod(column.first, 86_400.0)
    since = f"_day - ({int(days)}) + (60 * _minutes + _second - {number(seconds)}) / 86400e0"
    return [f"{number(column.coefficient)} * ({since})"]


def _part(calendar: Calendar) -> str:
    values = "".join(f" WHEN {value} THEN {number(worth)}" for value, worth in calendar.values.items())
    value = _CALENDAR[calendar.part]
    return f"CASE {value}{values} ELSE {number(calendar.other)} END" if values else number(calendar.other)


def _as_iso(order: DateOrder) -> list[dict[str, str]]:
    """Stages that make YYYY-MM-DD of what a date may look like, and NULL of what is none."""
    return [*([] if order == "iso" else _turned(order)), *_padded(), _shaped()]


def _turned(order: DateOrder) -> list[dict[str, str]]:
    """01/02/2020 or 1/2/2020 as year, month, day. Dots are never month first."""
    marks = _ANY_MARK if order == "day first" else _NO_DOT
    day, month = ("1, 2", "4, 2") if order == "day first" else ("4, 2", "1, 2")
    return [
        {"_text": f"CASE WHEN SUBSTR(_text, 2, 1) IN {marks} THEN '0' ELSE '' END || _text"},
        {
            "_text": f"CASE WHEN SUBSTR(_text, 3, 1) IN {marks} AND SUBSTR(_text, 5, 1) IN {marks}\n"
            "    THEN SUBSTR(_text, 1, 3) || '0' || SUBSTR(_text, 4) ELSE _text END"
        },
        {
            "_text": f"CASE WHEN SUBSTR(_text, 3, 1) IN {marks} AND SUBSTR(_text, 6, 1) = SUBSTR(_text, 3, 1)\n"
            f"    THEN SUBSTR(_text, 7, 4) || '-' || SUBSTR(_text, {month}) || '-' || SUBSTR(_text, {day}) "
            "|| SUBSTR(_text, 11)\n    ELSE _text END"
        },
    ]


def _padded() -> list[dict[str, str]]:
    """2020-1-2 with two digits for month and day."""
    return [
        {
            "_text": f"CASE WHEN SUBSTR(_text, 7, 1) IN {_ANY_MARK} "
            "THEN SUBSTR(_text, 1, 5) || '0' || SUBSTR(_text, 6) ELSE _text END"
        },
        {
            "_text": "CASE WHEN SUBSTR(_text, 10, 1) IN ('', ' ', 'T', 't') "
            "THEN SUBSTR(_text, 1, 8) || '0' || SUBSTR(_text, 9) ELSE _text END"
        },
    ]


def _shaped() -> dict[str, str]:
    return {
        "_text": f"CASE WHEN SUBSTR(_text, 5, 1) IN {_ANY_MARK} AND SUBSTR(_text, 8, 1) = SUBSTR(_text, 5, 1) "
        "THEN _text END"
    }
