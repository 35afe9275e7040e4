"""Files of ours: written whole or not at all (`atomic.py`), read with their version checked, and never pickled.

Reading answers anything foreign, newer or changed with a sentence.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from shrinkage.atomic import write_atomic
from shrinkage.design.spec import Spec
from shrinkage.errors import StoreError, system_reason
from shrinkage.result import model as _model
from shrinkage.result import record as _record
from shrinkage.result.model import Model
from shrinkage.result.record import Record

T = TypeVar("T", Record, Model)
# What bytes that are no document of ours can raise: no JSON, other types, no UTF-8, nested without end.
_UNFIT = (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, RecursionError)
_KINDS = {"comparison": "a record of a comparison", "model": "a model"}


def write_directory(directory: str | os.PathLike[str], files: Mapping[str, bytes]) -> None:
    """Write several files, each atomically, in the given order."""
    for name, content in files.items():
        write_atomic(Path(directory) / name, content)


def record_bytes(record: Record) -> bytes:
    """The record as JSON, indented for people; numbers round-trip exactly, what is not finite is null."""
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"


def model_bytes(model: Model) -> bytes:
    """The model as JSON with its digest."""
    signed = msgspec.structs.replace(model, digest=_digest(msgspec.json.encode(model)))
    return msgspec.json.format(msgspec.json.encode(signed), indent=1) + b"\n"


def read_record(path: str | os.PathLike[str]) -> Record:
    """The record at ``path``; StoreError for anything that is not one of ours that this version can read."""
    return _decode(_read(Path(path)), Record, _record.SCHEMA, Path(path))


def read_model(path: str | os.PathLike[str]) -> Model:
    """The model at ``path``; as ``read_record``, and also refused where its digest does not match its content."""
    content = _read(Path(path))
    model = _decode(content, Model, _model.SCHEMA, Path(path))
    if model.digest != _digest(content):
        raise StoreError(
            f"{path} was changed after it was written, because its digest does not match its content; "
            "save the model again rather than edit it."
        )
    if model.spec is not None:
        _check_features(model, Path(path))
    return model


def _check_features(model: Model, path: Path) -> None:
    """That the features are those which the spec encodes: what reads columns and what weighs them are one model."""
    encoded = [(f.name, f.column, f.kind, f.level) for f in Spec.from_builtins(model.spec).features()]
    if encoded != [(f.name, f.column, f.kind, f.level) for f in model.features]:
        raise StoreError(
            f"{path} cannot be used, because its features are not those that its columns are encoded to; "
            "it was changed or is of another version: save the model again."
        )


def read_any(path: str | os.PathLike[str]) -> Record | Model:
    """A record or a model, whichever the file says it is."""
    content = _read(Path(path))
    if _kind(content, Path(path))[0] == _model.SCHEMA.split("/")[0]:
        return read_model(path)
    return _decode(content, Record, _record.SCHEMA, Path(path))


class _Header(msgspec.Struct):
    schema: str = ""
    version: str = ""


def _decode(content: bytes, kind: type[T], schema: str, path: Path) -> T:
    """Check family and number of the schema before anything else is believed."""
    family, number, version = _kind(content, path)
    wanted, known = schema.split("/")
    if family != wanted:
        names = {
            name: _KINDS[name.split(".")[1]] for name in (_record.SCHEMA.split("/")[0], _model.SCHEMA.split("/")[0])
        }
        raise StoreError(f"{path} is {names.get(family, 'something else')}, but {names[wanted]} is needed; give one.")
    if number > int(known):
        raise StoreError(
            f"{path} was written by a newer version ({version or 'unknown'}) in the format {family}/{number}, and this "
            f"one reads up to {schema}; update the package."
        )
    try:
        return msgspec.json.decode(content, type=kind)
    except _UNFIT as problem:
        raise StoreError(
            f"{path} says it is {family}/{number}, but its content does not fit, because {_lower(problem)}; "
            "it was changed or cut short: write it again."
        ) from None


def _kind(content: bytes, path: Path) -> tuple[str, int, str]:
    try:
        content.decode()  # all of it: a decoder passes over what it has no field for
        header = msgspec.json.decode(content, type=_Header)
    except _UNFIT:
        raise StoreError(f"{path} is not a file of this package, because it is not a JSON object; give one.") from None
    family, _, number = header.schema.partition("/")
    if not family.startswith("shrinkage.") or not number.isdigit():
        raise StoreError(
            f"{path} is not a file of this package, because it names no schema of ours; give a record or a model."
        )
    return family, int(number), header.version


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise StoreError(f"there is no file {path}; check the name.") from None
    except OSError as problem:
        raise StoreError(f"{path} cannot be read: {system_reason(problem)}; check the path.") from None


def _digest(content: bytes) -> str:
    """Of the JSON values of a model other than its digest, whatever their order and spacing."""
    plain = msgspec.json.decode(content) | {"digest": ""}
    return hashlib.sha256(msgspec.json.encode(plain, order="sorted")).hexdigest()


def _lower(problem: Any) -> str:
    text = str(problem)
    if len(text) > 300:  # it quotes what was found, however long
        text = f"{text[:200]} … {text[-80:]}"
    return text[:1].lower() + text[1:]
