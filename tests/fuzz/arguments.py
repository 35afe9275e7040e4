"""Command lines of every verb, from plausible to absurd, over small tables: a result, or one sentence and exit code 2.

The options are those that the verbs declare, so that a new one is fuzzed from the day it exists.
"""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

import click

from tests.fuzz.calls import answered, inside
from tests.fuzz.draw import below, chance, pick, some
from tests.fuzz.small_tables import everyday

ABSURD = (
    "", " ", "0", "1", "2", "-1", "-0", "0.5", "1e-300", "1e308", "1e400", "nan", "inf", "-inf", "NaN", "9" * 400,
    "0x10", "1_0",
    "x", "é", "a,b", ",", '"', '"a', "\n", "-", "--", "--json", "true", "None", "👩‍🔬", "[red]x",
    "'; drop table data", "%s",
    "{}", "{0}", "../..", "\x1b[2J", "\udcff", "a" * 3000, "*", "[", "~", "~nobody/x", "x=1", "=", "x1=", "x1=1=2",
    "x1=0,kind=inf", "x1=-1", "{\"x1\": 2}", "x two=0.5,nope=1",
)  # fmt: skip
COLUMNS = ("y", "y", "y", "x1", "x two", "kind", "flag", "when", "w", "g", "X1", "nope", "")
TABLES = (
    "small.csv", "small.csv", "small.csv", "tiny.csv", "small.parquet", "lines.jsonl", "-", "*.csv", "nope*.csv",
    "gone.csv",
    "folder", "folder.csv", "bad.parquet", "bad.csv", "empty.csv", "header.csv", "model.json",
    "https://example.org/a.csv", "small",
    "sm\x00all.csv", "two/*.csv", "members.csv",
)  # fmt: skip
QUERIES = (
    "select * from data", "select * from data where g <> 'g3'", "select x1, y from data order by y", "select",
    "select 1 as y",
    "select * from other", "copy data to 'stolen.csv'", "select * from data limit 0",
    "select y as x1, x1 as y from data",
    "attach 'stolen.db'", "pragma version", "select * from read_csv('tiny.csv')", "select * from data; select 2", "",
    "select [1] as l, * from data", "select x1, x1, y from data", "with a as (select * from data) select * from a",
    "create table t as select 1", "select * from data where error('x')", "install httpfs",
    "select y, random() r from data",
    "select 1/0 as x, y from data", "set threads = 1", "select * from data -- \n", "/*",
    "select y, null as n from data",
)  # fmt: skip
PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "target": COLUMNS, "drop": (*COLUMNS, "kind,flag", '"x two",kind', "when,"), "keep": (*COLUMNS, "x1,kind"),
    "weights": COLUMNS, "group": COLUMNS, "time": COLUMNS, "sql": QUERIES, "table": TABLES,
    "columns": TABLES, "export": ("site", "folder", "small.csv"),
    "model": ("model.json", "model.json", "record.json", "small.csv", "gone.json", "folder", "old.json",
    "newer.json", "cut.json"),
    "record": ("record.json", "model.json", "small.csv", "gone.json", "folder", "cut.json", "saved"),
    "file": ("model.json", "record.json", "small.csv", "gone.json", "folder", "old.json", "newer.json", "cut.json"),
    "folds": ("2", "3", "5", "10", "12", "60", "61", "1000", "members.csv", "small.csv"), "repeats": ("1", "2",
    "3", "50"),
    "test": ("0", "0.2", "0.5", "0.999", "1e-9"), "seed": ("0", "1", "18446744073709551616"), "max_levels": ("1",
    "2", "100"),
    "threads": ("1", "2", "7", "100"), "lambda_convention": ("textbook", "lam", "sklearn", "glmnet", "fraction",
    "statsmodels", "r"),
    "out": ("out", "out/deeper", "small.csv", "/proc/none", "", ".", "/dev/null"),
    "output": ("out", "out.csv", "out.parquet", "folder", "gone/out.csv", "/proc/none/x", "/dev/null", "/dev/full",
    "-"),
    "folds_out": ("out", "out.csv", "folder", "gone/out.csv", "/proc/none/x"),
    "factors": ("x1=0", "x1=0,kind=2", "kind=inf", "factors.csv", "factors.json", "small.csv", "kind=red=2"),
    "penalty": ("l1", "l2", "l1,l2", "none", "elastic_net", "l3", "l1,,l2"), "lam": ("0", "0.1", "10", "1e6"),
    "strength": ("0", "0.1", "10"), "l1_ratio": ("0", "0.5", "1", "1.5"), "epochs": ("1", "2", "20"),
    "step": ("0.001", "1e-9", "10", "0", "-1"), "optimizer": ("coordinate", "proximal", "gradient"), "row": ("1",
    "2", "40", "41"),
    "database": ("sqlite:///gone.db", "sqlite://", "postgresql://u:secret@localhost:1/x", "mysql://a/b", "x"),
    "to": ("sql", "json", "python", "sklearn"), "goal": ("sklearn", "textbook"), "source": ("textbook", "glmnet",
    "fraction"),
    "rows": ("442", "1"), "dialect": ("duckdb", "sqlite", "postgresql", "standard"),
}  # fmt: skip
OUTS = {"out", "output", "folds_out"}


def verbs() -> dict[str, list[click.Parameter]]:
    from shrinkage.cli.group import VERBS, shrinkage

    context = click.Context(shrinkage)
    commands = {verb: shrinkage.get_command(context, verb) for verb in VERBS}
    return {verb: command.params for verb, command in commands.items() if command is not None}


class Target:
    """Holds a folder of tables, models and what is none."""

    @cached_property
    def verbs(self) -> dict[str, list[click.Parameter]]:
        return verbs()

    @cached_property
    def _kept(self) -> tempfile.TemporaryDirectory[str]:
        return tempfile.TemporaryDirectory(prefix="shrinkage-fuzz-")

    @cached_property
    def folder(self) -> Path:
        import duckdb

        import shrinkage

        folder = Path(self._kept.name) / "tables"
        (folder / "folder.csv").mkdir(parents=True)
        for name in ("folder", "two"):
            (folder / name).mkdir()
        texts = {"small.csv": everyday(40), "tiny.csv": everyday(3), "bad.csv": "a,b\n1\n1,2,3\n", "empty.csv": "",
                 "header.csv": "a,y\n", "bad.parquet": "PAR1 no", "two/1.csv": everyday(20),
                 "two/2.csv": everyday(21),
                 "factors.csv": "name,factor\nx1,2\nkind,inf\n", "factors.json": '{"x1": 0}',
                 "lines.jsonl": '{"x1": 1, "y": 2, "n": [1]}\n{"x1": "a", "y": 3}\n' * 20,
                 "members.csv": "row,fold\n" + "".join(f"{k + 1},{k % 3 + 1}\n" for k in range(40))}  # fmt: skip
        for name, text in texts.items():
            (folder / name).write_text(text)
        duckdb.sql(f"copy (select * from read_csv('{folder}/small.csv')) to '{folder}/small.parquet'")
        shrinkage.compare(str(folder / "small.csv"), "y", folds=3).save(folder / "saved")
        model = (folder / "saved/chosen.model.json").read_text()
        others = {
            "model.json": model,
            "record.json": (folder / "saved/record.json").read_text(),
            "cut.json": model[:500],
            "old.json": model.replace('model/1"', 'model/0"'),
            "newer.json": model.replace('model/1"', 'model/2"'),
        }
        for name, text in others.items():
            (folder / name).write_text(text)
        shutil.rmtree(folder / "saved")
        return folder

    def check(self, draw: random.Random, folder: Path) -> str:
        arguments, outs = self.line(draw)
        (folder / "arguments.json").write_text(json.dumps(arguments))
        before = contents(self.folder)
        stdin = pick(draw, (b"", everyday(30).encode(), b"\x00\xff\x00", b"x,y\n1,2\n"))
        with inside(self.folder):
            ended = answered(arguments, stdin)
        after = contents(self.folder)
        for path in after.keys() - before.keys():
            assert path.split("/")[0] in outs, (arguments, path)
        gone = {path for path, size in before.items() if after.get(path) != size and path not in outs}
        assert not gone, (arguments, gone)
        for path in {path.split("/")[0] for path in after.keys() - before.keys()}:
            made = self.folder / path
            shutil.rmtree(made) if made.is_dir() else made.unlink()
        assert "secret" not in ended.err
        assert b"secret" not in ended.out
        verb = arguments[0] if arguments and arguments[0] in self.verbs else "no verb"
        return f"{verb}: {'a result' if ended.code == 0 else 'a sentence'}"

    def line(self, draw: random.Random) -> tuple[list[str], set[str]]:
        """Arguments, and the names (first parts) of what they say may be written."""
        if chance(draw, 0.03):
            return some(draw, ("--help", "--version", "-h", "compare", "x", *ABSURD), 3), set()
        verb = pick(draw, list(self.verbs))
        sane = chance(draw, 0.5)
        outs: set[str] = {"report.html"} if verb == "report" else set()
        words: list[str] = []
        for parameter in self.verbs[verb]:
            if chance(draw, self._share(parameter, sane)):
                words += self._given(draw, parameter, sane, outs)
        if verb in ("compare", "train") and chance(draw, 0.5):
            words += ["--folds", "3"]
        if chance(draw, 0.02):
            words.insert(below(draw, len(words) + 1), pick(draw, ABSURD))
        if verb == "guide":  # which would otherwise serve without end
            words += ["--export", "site"]
            outs.add("site")
        return [verb, *words], outs

    def _share(self, parameter: click.Parameter, sane: bool) -> float:
        """How often a parameter is given."""
        if parameter.required:
            return 0.99
        return 0.05 if sane else 0.25

    def _given(self, draw: random.Random, parameter: click.Parameter, sane: bool, outs: set[str]) -> list[str]:
        name = str(parameter.name)
        if isinstance(parameter, click.Option) and parameter.is_flag:
            return [parameter.opts[0]]
        value = self._value(draw, name, sane)
        if name in OUTS:
            outs.add(value.split("/")[0] if value else "")
            if value == ".":
                outs |= {
                    "record.json",
                    *(f"{model}.model.json" for model in ("none", "l1", "l2", "elastic_net", "chosen")),
                    "report.html",
                }
        option: Any = parameter
        return [value] if isinstance(parameter, click.Argument) else [option.opts[-1], value]

    def _value(self, draw: random.Random, name: str, sane: bool) -> str:
        known = PLAUSIBLE.get(name, ABSURD)
        if name in ("target", "table", "model", "file", "record") and sane:
            return known[0]
        value = pick(draw, known if sane or chance(draw, 0.6) or name in OUTS else ABSURD)
        return "3" if name == "epochs" and len(value) > 3 else value  # as many epochs as are asked for are run


def contents(folder: Path) -> dict[str, int]:
    return {str(path.relative_to(folder)): path.stat().st_mtime_ns for path in folder.rglob("*") if not path.is_dir()}
