"""What a file will be when it is unpacked."""

from __future__ import annotations

import gzip
import io
import os
import zipfile

import py7zr
import pytest
import zstandard

from loader.input import bytes_of
from loader.sources.sizes import TYPICAL_TIMES_LARGER, unpacked_size

# What gets smaller, but not 200 times.
TEXT = b"".join(b"%d,%s\n" % (n, os.urandom(4).hex().encode()) for n in range(5_000))


def seven(text: bytes) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.writestr(text, "Posts.xml")
    return out.getvalue()


def zipped(text: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("outbox.json", text)
    return out.getvalue()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress, seven, zipped])
def test_a_packed_file_counts_as_what_is_in_it(written, pack) -> None:
    path = written("dump", pack(TEXT))

    assert unpacked_size(path) == len(TEXT)
    assert bytes_of([path, path.parent]) == 2 * len(TEXT)


def test_where_it_is_not_told_it_is_guessed(written) -> None:
    packing = zstandard.ZstdCompressor().compressobj()
    untold = written("a.zst", packing.compress(TEXT) + packing.flush())
    parts = written("b.gz", gzip.compress(TEXT) + gzip.compress(b"a few"))

    for path in (untold, parts):
        assert unpacked_size(path) == TYPICAL_TIMES_LARGER * path.stat().st_size


@pytest.mark.parametrize(
    "start", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"PK\x03\x04", b""]
)
def test_what_is_damaged_has_a_size_all_the_same(written, start: bytes) -> None:
    path = written("a", start + b"\x00" * 30)

    assert unpacked_size(path) >= path.stat().st_size


def test_a_size_that_cannot_be_is_not_believed(written) -> None:
    path = written("a.gz", gzip.compress(b"few")[:-4] + b"\xff\xff\xff\xff")

    assert unpacked_size(path) == 200 * path.stat().st_size
