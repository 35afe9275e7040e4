"""The bytes of a text file as it would be without compression, from any offset, more than once.

Plain and gzip files are read where they lie. What cannot be read piecewise (zstd where Python has no reader, UTF-16)
is written out once, as UTF-8, to a temporary file.
"""

from __future__ import annotations

import codecs
import shutil
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from shrinkage.errors import SourceError
from shrinkage.source.spool import Spool

CHUNK = 1 << 22
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_BOMS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


class RawBytes:
    """``start``: where the text begins (after a byte order mark); ``encoding``: what that mark says, or None."""

    def __init__(self, path: Path, keep: Spool | None = None) -> None:
        self.path = path
        self._spool = keep  # lives as long as its bytes are wanted
        with path.open("rb") as file:
            magic = file.read(4)
        self._gzip = magic.startswith(_GZIP)
        if magic == _ZSTD:
            self._keep(_unpack_zstd(path))
        head = self.head(4)
        self.encoding = next((name for mark, name in _BOMS.items() if head.startswith(mark)), None)
        self.start = 3 if self.encoding == "utf-8" else 0
        if self.encoding is not None and self.encoding.startswith("utf-16"):
            self._keep(self._from_utf16(self.encoding))

    @property
    def compressed(self) -> bool:
        """Whether the file at ``path`` is gzip."""
        return self._gzip

    def open(self) -> BinaryIO:
        """The bytes from the first one."""
        if not self._gzip:
            return self.path.open("rb")
        import gzip

        return cast(BinaryIO, gzip.open(self.path, "rb"))

    def head(self, size: int) -> bytes:
        with self.open() as file:
            return self.piece(file, size)

    def chunks(self) -> Iterator[bytes]:
        """The text, from ``start``, in pieces."""
        with self.open() as file:
            file.seek(self.start)
            while chunk := self.piece(file, CHUNK):
                yield chunk

    def window(self) -> Window:
        return Window(self)

    def _keep(self, spool: Spool) -> None:
        self._spool = spool
        self.path, self._gzip = spool.path, False

    def piece(self, file: BinaryIO, size: int) -> bytes:
        """Up to ``size`` bytes from where ``file`` is. Raises SourceError where they cannot be had."""
        try:
            return file.read(size)
        except (EOFError, OSError, zlib.error) as error:
            raise SourceError(f"{str(self.path)!r} breaks off or is damaged: {error}; fetch it again.") from None

    def _from_utf16(self, encoding: str) -> Spool:
        def fill(out: BinaryIO) -> None:
            decoder = codecs.getincrementaldecoder(encoding)()
            with self.open() as file:
                file.seek(2)
                while chunk := self.piece(file, CHUNK):
                    out.write(decoder.decode(chunk).encode("utf-8", "replace"))
                out.write(decoder.decode(b"", True).encode("utf-8", "replace"))

        try:
            return Spool(fill)
        except UnicodeDecodeError:
            raise SourceError(
                f"{str(self.path)!r} begins as UTF-16 but is not; save it as UTF-8 and try again."
            ) from None


class Window:
    """Pieces of one file in ascending order, each beginning at most one piece before the end of the last."""

    def __init__(self, source: RawBytes) -> None:
        self._source, self._file = source, source.open()
        self._start, self._bytes = 0, b""

    def read(self, start: int, stop: int) -> bytes:
        """Bytes [start, stop), which may overlap what was read last."""
        end = self._start + len(self._bytes)
        kept = self._bytes[start - self._start :] if self._start <= start < end else b""
        if not kept:
            self._file.seek(start)
        self._bytes = kept[: stop - start] + self._source.piece(self._file, max(0, stop - start - len(kept)))
        self._start = start
        return self._bytes

    def close(self) -> None:
        self._file.close()


def _unpack_zstd(path: Path) -> Spool:
    """Python reads zstd from 3.14; before that DuckDB does, line by line (the line ends do not matter to a CSV)."""
    try:
        from compression import zstd  # pyright: ignore[reportMissingImports]
    except ImportError:
        return _unpack_zstd_by_duckdb(path)

    def fill(out: BinaryIO) -> None:
        with zstd.open(path, "rb") as file:
            shutil.copyfileobj(file, out, CHUNK)

    try:
        return Spool(fill)
    except zstd.ZstdError:
        raise _damaged(path) from None


def _unpack_zstd_by_duckdb(path: Path) -> Spool:
    try:
        return Spool(lambda out: _copy_lines(path, "utf-8", out))
    except SourceError:  # not UTF-8, or damaged
        return Spool(lambda out: _copy_lines(path, "latin-1", out))


def _copy_lines(path: Path, encoding: str, out: BinaryIO) -> None:
    """The lines of a zstd file, in the bytes they have there: DuckDB hands them over in UTF-8."""
    import duckdb

    from shrinkage.source.arrow import stream_batches
    from shrinkage.source.protocol import BATCH_ROWS, Field, Kind
    from shrinkage.source.sqltypes import literal

    lines = (
        f"SELECT coalesce(line, '') || chr(10) FROM read_csv({literal(str(path.absolute()))}, delim = '', quote = '', "
        "escape = '', columns = {'line': 'VARCHAR'}, header = false, auto_detect = false, compression = 'zstd', "
        f"encoding = '{encoding}', max_line_size = 134217728, strict_mode = false)"
    )
    relation = cast(Any, duckdb.connect().sql(lines))
    for batch in stream_batches(relation, [Field("line", Kind.TEXT, "")], BATCH_ROWS, lambda _: _damaged(path)):
        data = bytes(cast(Any, batch.columns["line"].data))
        out.write(data if encoding == "utf-8" else data.decode("utf-8").encode(encoding))


def _damaged(path: Path) -> SourceError:
    return SourceError(f"{str(path)!r} cannot be unpacked; check that it is whole, or unpack it yourself (zstd -d).")
