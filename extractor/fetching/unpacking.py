"""Bodies packed by gzip, deflate or brotli, unpacked in small steps: a bomb stops at the cap, whatever it holds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator

_STEP = 256 * 1024
_MOST_LAYERS = 3
_GZIP_MAGIC = b"\x1f\x8b"


class UnpackError(Exception):
    """The body cannot be unpacked; `code` is the last part of a failure's code."""

    def __init__(self, cause: str, code: str) -> None:
        super().__init__(cause)
        self.cause = cause
        self.code = code


def unpacked(chunks: Iterable[bytes], encoding: str, limit: int) -> bytes:
    """The body under its Content-Encoding, of at most `limit` bytes.

    Raises UnpackError with the code `too_large`, `truncated` or `bad_encoding`.
    """
    pieces: list[bytes] = []
    total = 0
    for piece in _layers(chunks, encoding):
        total += len(piece)
        if total > limit:
            raise UnpackError(f"the page is larger than {limit:,} bytes when unpacked", "too_large")
        pieces.append(piece)
    return b"".join(pieces)


def _layers(chunks: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    names = [name for name in encoding.lower().replace(" ", "").split(",") if name and name != "identity"]
    if len(names) > _MOST_LAYERS:
        raise UnpackError(f"the body is packed {len(names)} times over", "bad_encoding")
    stream = iter(chunks)
    for name in reversed(names):
        unpack = _UNPACKERS.get(name)
        if unpack is None:
            raise UnpackError(f"the body is packed as {name[:40]!r}, which is not supported", "bad_encoding")
        stream = unpack(stream)
    return stream


def _gunzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The members one after the other; what follows the last one is ignored, as browsers do."""
    unpacker = zlib.decompressobj(wbits=31)
    seen = False
    for chunk in chunks:
        while chunk:
            if unpacker.eof:
                if not chunk.startswith(_GZIP_MAGIC):
                    return
                unpacker = zlib.decompressobj(wbits=31)
            seen = True
            yield _inflated(unpacker, chunk)
            chunk = unpacker.unused_data if unpacker.eof else unpacker.unconsumed_tail
    if seen and not unpacker.eof:
        raise UnpackError("the packed body ends too early", "truncated")


def _inflated_stream(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """`deflate` is zlib by the standard; some servers send it bare."""
    first = next((chunk for chunk in chunks if chunk), b"")
    if not first:
        return
    is_zlib = first[0] & 0x0F == 8 and (len(first) < 2 or (first[0] << 8 | first[1]) % 31 == 0)
    unpacker = zlib.decompressobj(wbits=15 if is_zlib else -15)
    chunk = first
    while chunk and not unpacker.eof:
        yield _inflated(unpacker, chunk)
        chunk = unpacker.unconsumed_tail or next((chunk for chunk in chunks if chunk), b"")
    if not unpacker.eof:
        raise UnpackError("the packed body ends too early", "truncated")


def _inflated(unpacker: zlib._Decompress, chunk: bytes) -> bytes:
    try:
        return unpacker.decompress(chunk, _STEP)
    except zlib.error:
        raise UnpackError("the body is not packed as it says", "bad_encoding") from None


def _unbrotlied(chunks: Iterator[bytes]) -> Iterator[bytes]:
    import brotli

    unpacker = brotli.Decompressor()
    try:
        for chunk in chunks:
            yield unpacker.process(chunk, output_buffer_limit=_STEP)
            while not unpacker.can_accept_more_data():
                yield unpacker.process(b"", output_buffer_limit=_STEP)
            if unpacker.is_finished():
                return
    except brotli.error:
        raise UnpackError("the body is not packed as it says", "bad_encoding") from None
    if not unpacker.is_finished():
        raise UnpackError("the packed body ends too early", "truncated")


_UNPACKERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated_stream,
    "br": _unbrotlied,
}
