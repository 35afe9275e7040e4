"""An Arrow C stream made by hand, so that every layout, chunking and offset can be tried without an Arrow library.

https://arrow.apache.org/docs/format/CStreamInterface.html
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np


class Schema(ctypes.Structure):
    pass


class Array(ctypes.Structure):
    pass


class Stream(ctypes.Structure):
    pass


ReleaseSchema = ctypes.CFUNCTYPE(None, ctypes.POINTER(Schema))
ReleaseArray = ctypes.CFUNCTYPE(None, ctypes.POINTER(Array))
ReleaseStream = ctypes.CFUNCTYPE(None, ctypes.POINTER(Stream))
GetSchema = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Schema))
GetNext = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(Stream), ctypes.POINTER(Array))
# c_void_p, not c_char_p: ctypes cannot return the latter from a callback.
LastError = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.POINTER(Stream))

Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(Schema))),
    ("dictionary", ctypes.POINTER(Schema)),
    ("release", ReleaseSchema),
    ("private_data", ctypes.c_void_p),
]
Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(Array))),
    ("dictionary", ctypes.POINTER(Array)),
    ("release", ReleaseArray),
    ("private_data", ctypes.c_void_p),
]
Stream._fields_ = [
    ("get_schema", GetSchema),
    ("get_next", GetNext),
    ("get_last_error", LastError),
    ("release", ReleaseStream),
    ("private_data", ctypes.c_void_p),
]

NUMBERS = {"c": "i1", "C": "u1", "s": "i2", "S": "u2", "i": "i4", "I": "u4", "l": "i8", "L": "u8", "f": "f4", "g": "f8"}


@dataclass
class Producer:
    """Columns ``name → (format, cells)``, None for missing, in chunks of the given lengths.

    Each chunk's buffers begin ``offset`` cells early, with rubbish there; ``fail_at``: the chunk that breaks off;
    ``say_nulls``: null_count is given (else −1, not counted).
    """

    columns: dict[str, tuple[str, Sequence]]
    lengths: Sequence[int]
    offset: int = 0
    fail_at: int | None = None
    say_nulls: bool = True
    released: int = 0
    made: int = 0
    keep: list = field(default_factory=list)

    def __arrow_c_stream__(self, requested_schema=None):
        self._error = ctypes.create_string_buffer(b"the disk is on fire")
        self._position = self._chunk = 0
        self._stream = Stream(
            GetSchema(self._get_schema),
            GetNext(self._get_next),
            LastError(lambda _: ctypes.addressof(self._error)),
            ReleaseStream(self._release_stream),
            None,
        )
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(ctypes.addressof(self._stream), b"arrow_array_stream", None)

    def _release_stream(self, stream):
        self.released += 1
        stream.contents.release = ReleaseStream()

    def _get_schema(self, _, out):
        children = [
            Schema(form.encode(), name.encode(), None, 2, 0, None, None, ReleaseSchema(lambda _: None), None)
            for name, (form, _) in self.columns.items()
        ]
        pointers = (ctypes.POINTER(Schema) * len(children))(*map(ctypes.pointer, children))
        self.keep += [children, pointers]
        schema = Schema(b"+s", b"", None, 0, len(children), pointers, None, ReleaseSchema(lambda _: None), None)
        self.keep.append(schema)  # callbacks live as long as the structures they were put into first
        out[0] = schema
        return 0

    def _get_next(self, _, out):
        if self.fail_at == self._chunk:
            return 5
        if self._chunk == len(self.lengths):
            out[0] = Array()
            return 0
        start, length = self._position, self.lengths[self._chunk]
        self._position, self._chunk = start + length, self._chunk + 1
        children = [self._child(form, cells[start : start + length]) for form, cells in self.columns.values()]
        pointers = (ctypes.POINTER(Array) * len(children))(*map(ctypes.pointer, children))
        none = (ctypes.c_void_p * 1)(None)
        self.keep += [children, pointers, none]
        self.made += 1
        array = Array(length, 0, 0, 1, len(children), none, pointers, None, ReleaseArray(self._release_array), None)
        self.keep.append(array)
        out[0] = array
        return 0

    def _release_array(self, array):
        self.made -= 1
        array.contents.release = ReleaseArray()

    def _child(self, form, cells):
        padded = [*[cells[0] if len(cells) else None] * self.offset, *cells]
        missing = sum(cell is None for cell in cells)
        buffers = [_bits([cell is not None for cell in padded]) if missing or not self.say_nulls else None]
        if form == "b":
            buffers.append(_bits([bool(cell) for cell in padded]))
        elif form in NUMBERS:
            buffers.append(np.array([77 if cell is None else cell for cell in padded], dtype=NUMBERS[form]))
        elif form == "vu":
            buffers += _views(padded)
        else:
            coded = [b"junk" if cell is None else cell.encode() for cell in padded]
            offsets = np.cumsum([0, *map(len, coded)]).astype("i4" if form == "u" else "i8")
            buffers += [offsets, np.frombuffer(b"".join(coded) + b"\0", dtype="u1")]
        pointers = (ctypes.c_void_p * len(buffers))(*[None if b is None else b.ctypes.data for b in buffers])
        self.keep += [buffers, pointers]
        count = missing if self.say_nulls else -1
        return Array(
            len(cells), count, self.offset, len(buffers), 0, pointers, None, None, ReleaseArray(lambda _: None), None
        )


def _bits(flags):
    return np.packbits(np.array([*flags, False], dtype=bool), bitorder="little")


def _views(cells):
    views, long = bytearray(), [bytearray(b"skip"), bytearray()]
    for k, cell in enumerate(cells):
        coded = b"" if cell is None else cell.encode()
        if len(coded) <= 12:
            views += len(coded).to_bytes(4, "little") + coded.ljust(12, b"\0")
        else:
            buffer = long[k % 2]
            views += len(coded).to_bytes(4, "little") + coded[:4] + (k % 2).to_bytes(4, "little")
            views += len(buffer).to_bytes(4, "little")
            buffer += coded
    sizes = np.array([len(b) for b in long], dtype="i8")
    arrays = [np.frombuffer(bytes(b) + b"\0", dtype="u1") for b in (views, *long)]
    return [*arrays, sizes]
