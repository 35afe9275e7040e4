"""The code of an exported Python file: `python_file.py` copies the sections that a model needs, word for word.

Standard library only, and only what Python 3.8 has. It is this package's third reading of cells, beside the kernel's
and SQL's; tests hold the three together.
"""

# --- imports ----------------------------------------------------------------------------------------------------------

import argparse
import csv
import datetime
import itertools
import math
import os
import re
import sys

# --- model ------------------------------------------------------------------------------------------------------------

TARGET = ""
INTERCEPT = 0.0
COLUMNS = []

# --- cells ------------------------------------------------------------------------------------------------------------

SPACE = "".join(map(chr, range(33)))
MISSING = {
    "",
    "-",
    "?",
    ".",
    "na",
    "--",
    "n/a",
    "nan",
    "nat",
    "null",
    "#n/a",
    "<na>",
    "#ref!",
    "#num!",
    "missing",
    "#div/0!",
    "#value!",
}
READ = {}  # role of a column → what reads it


def trimmed(text):
    """A cell's text without what surrounds it, or None where it says that there is no value."""
    text = text.strip(SPACE)
    return None if text.lower() in MISSING else text


def number_of(cell):
    """A cell that is no text as a number, or None."""
    if cell is None or isinstance(cell, datetime.date):
        return None
    try:
        return float(cell)
    except OverflowError:
        return None


class Filled(list):
    """What a cell without a value is worth."""


def worth(column, value):
    """What a number is worth: its mean stands in for one that is missing or infinite."""
    if value is None or not math.isfinite(value):
        return Filled([column["coefficient"] * column["mean"], column["missing"]])
    return [column["coefficient"] * value]


# --- numeric ----------------------------------------------------------------------------------------------------------

PLAIN = r"[+-]?(?:[0-9]+{point}?[0-9]*|{point}[0-9]+)(?:[eE][+-]?[0-9]+)?"
GROUPED = r"[+-]?[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+(?:{point}[0-9]*)?"
GROUPS = {"": "(?!)", ",": ",", ".": r"\.", " ": "[ \u00a0\u202f]", "'": "['\u2019]"}


def read_number(text, decimal, thousands):
    """The number that a text says, or None (so too where it says that it is infinite)."""
    text = trimmed(text)
    if text is None:
        return None
    point, group = re.escape(decimal), GROUPS[thousands]
    if re.fullmatch(GROUPED.format(point=point, group=group), text):
        text = re.sub(group, "", text)
    elif not re.fullmatch(PLAIN.format(point=point), text):
        return None
    return float(text.replace(decimal, "."))


def numeric(column, cell):
    """A column of numbers."""
    if isinstance(cell, str):
        return worth(column, read_number(cell, column["decimal"], column["thousands"]))
    return worth(column, number_of(cell))


READ["numeric"] = numeric


# --- boolean ----------------------------------------------------------------------------------------------------------


def boolean(column, cell):
    """A column of false and true, as 0 and 1; column["words"] say them in text."""
    if not isinstance(cell, str):
        return worth(column, number_of(cell))
    text = trimmed(cell)
    words = column["words"]
    return worth(column, words.index(text.lower()) if text and text.lower() in words else None)


READ["boolean"] = boolean


# --- datetime ---------------------------------------------------------------------------------------------------------

DATE = {
    "iso": r"(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\2(?P<day>[0-9]{1,2})",
    "day first": r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})",
    "month first": r"(?P<month>[0-9]{1,2})([-/])(?P<day>[0-9]{1,2})\2(?P<year>[0-9]{4})",
}
CLOCK = (
    r"(?:[ Tt](?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]*))?)? ?"
    r"(?:[Zz]|(?P<sign>[+-])(?P<hours>[0-9]{2}):?(?P<minutes>[0-9]{2})?)?)?"
)
DAY = 86400.0


def read_time(text, order):
    """Seconds since 1970-01-01 UTC that a text says, or None."""
    text = trimmed(text)
    match = re.fullmatch(DATE[order] + CLOCK, text) if text is not None and len(text) >= 8 else None
    if match is None:
        return None
    part = {name: int(found or 0) for name, found in match.groupdict().items() if name not in ("fraction", "sign")}
    if part["hour"] > 23 or part["minute"] > 59 or part["second"] > 60 or part["hours"] > 23 or part["minutes"] > 59:
        return None
    try:
        days = datetime.date(part["year"], part["month"], part["day"]).toordinal() - 719163
    except ValueError:
        return None
    offset = (3600 * part["hours"] + 60 * part["minutes"]) * (-1 if match["sign"] == "-" else 1)
    fraction = float("0." + (match["fraction"] or "0")[:9])
    return DAY * days + (3600 * part["hour"] + 60 * part["minute"] + part["second"] + fraction - offset)


def seconds_of(cell):
    """Seconds since 1970-01-01 UTC of a date or time; one without a time zone is in UTC."""
    if isinstance(cell, datetime.datetime):
        zone = datetime.timezone.utc
        cell = cell.replace(tzinfo=zone) if cell.tzinfo is None else cell
        since = cell - datetime.datetime(1970, 1, 1, tzinfo=zone)
        return DAY * since.days + since.seconds + since.microseconds / 1e6
    if isinstance(cell, datetime.date):
        return DAY * (cell.toordinal() - 719163)
    return None


def time(column, cell):
    """A column of times: days since column["first"], and parts of the calendar."""
    seconds = read_time(cell, column["dates"]) if isinstance(cell, str) else seconds_of(cell)
    if seconds is None:
        return worth(column, None)
    days, second = divmod(seconds, DAY)
    parts = {  # the calendar repeats itself every 146,097 days
        "month": lambda: datetime.date.fromordinal(int(days + 719162) % 146097 + 1).month,
        "weekday": lambda: int(days + 3) % 7,
        "hour": lambda: int(second // 3600),
    }
    calendar = [values.get(parts[part](), other) for part, values, other in column["calendar"]]
    return worth(column, (seconds - column["first"]) / DAY) + calendar


READ["datetime"] = time


# --- categorical ------------------------------------------------------------------------------------------------------


def text_of(cell):
    """A cell that is no text as the text a person would write."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.datetime):
        if cell.tzinfo is not None:
            cell = cell.astimezone(datetime.timezone.utc)
        text = cell.strftime("%Y-%m-%d %H:%M:%S").rjust(19, "0")
        return text[:-9] if text.endswith(" 00:00:00") else text
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    value = float(cell)
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)


def categorical(column, cell):
    """A column of texts: column["levels"], and what any other text and a missing cell are worth."""
    text = None if cell is None or cell != cell else trimmed(cell if isinstance(cell, str) else text_of(cell))
    return Filled([column["missing"]]) if text is None else [column["levels"].get(text, column["other"])]


READ["categorical"] = categorical


# --- predict ----------------------------------------------------------------------------------------------------------


def predict(row, filled=None):
    """The prediction for one row, a mapping from the names of columns to cells.

    A cell is text as in a CSV file, or a number, True or False, a date or datetime, or None where it is missing; so is
    one of a column that the row does not have. Raises KeyError for a row that has none of the columns that are used.
    filled: a dict that counts cells without a value, also those that say no number or date, by column.
    """
    if COLUMNS and not any(column["name"] in row for column in COLUMNS):
        raise KeyError(f"the row has none of the columns that the model uses, such as {COLUMNS[0]['name']!r}")
    terms = [INTERCEPT]
    for column in COLUMNS:
        found = READ[column["role"]](column, row.get(column["name"]))
        terms += found
        if filled is not None and isinstance(found, Filled):
            filled[column["name"]] = filled.get(column["name"], 0) + 1
    return math.fsum(terms)


# --- command line -----------------------------------------------------------------------------------------------------


def names_of(header):
    """The names of columns as the header says them; one without a name is called by its number."""
    names = [name.strip() for name in header]
    for k, name in enumerate(names):
        if not name:
            name = f"column{k + 1}"
            while name in names:
                name += "_"
            names[k] = name
    return names


def table(lines, delimiter):
    """The rows of a CSV file as dicts. The delimiter, if not given, is the one that finds most of the columns."""
    first = next(lines, "")
    used = {column["name"] for column in COLUMNS}

    def found(sign):
        return len(used.intersection(names_of(next(csv.reader([first], delimiter=sign), []))))

    delimiter = delimiter or max(",;\t|", key=found)
    rows = csv.reader(itertools.chain([first], lines), delimiter=delimiter, skipinitialspace=True)
    names = names_of(next(rows, []))
    absent = [column["name"] for column in COLUMNS if column["name"] not in names]
    if used and len(absent) == len(used):
        raise ValueError(f"the table has none of the {len(used)} columns that the model uses, such as {absent[0]!r}")
    for row in rows:
        if not row or (len(row) == 1 < len(names) and not row[0].strip(" ")):
            continue
        if len(row) < len(names):
            raise ValueError(f"line {rows.line_num} has {len(row)} cells, but the header has {len(names)}")
        yield {name: row[k] for k, name in enumerate(names)}


def told(filled, rows, seen):
    """Say on standard error what was filled: whole columns that are not among those ``seen``, and cells of others."""
    for name, cells in filled.items():
        what = f"{cells} of {rows} cells of {name!a} are missing or unreadable, and filled as in training"
        absent = f"{name!a} is not in the table; in every row it is filled as a missing cell"
        sys.stderr.write(f"{what if name in seen else absent}\n")


def main():
    """Read a CSV file on standard input and write a prediction a row on standard output."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--delimiter", help="what separates cells; by default the one that finds the columns")
    parser.add_argument("--encoding", default="utf-8-sig", help="of the file; default: UTF-8")
    options = parser.parse_args()
    csv.field_size_limit(2**31 - 1)
    filled, rows, row = {}, 0, {}
    try:
        sys.stdout.write("prediction\n")
        with open(0, encoding=options.encoding, newline="", closefd=False) as lines:
            for row in table(iter(lines), options.delimiter):
                sys.stdout.write(f"{predict(row, filled)!r}\n")
                rows += 1
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has enough, as head has
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python flushes once more as it ends
        sys.exit(0)
    except (ValueError, csv.Error) as error:
        sys.exit(f"{sys.argv[0]}: {error}")
    told(filled, rows, row)


if __name__ == "__main__":
    main()
