"""Small files where Spark keeps its large ones: on this machine, HDFS, or an object store."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from py4j.protocol import Py4JJavaError

from queries.engines.choice import has_files_of_its_own
from queries.engines.lake import stamp
from queries.errors import FilesRefused


class Files:
    """Reads and writes through the file systems that the session knows."""

    def __init__(self, spark: Any) -> None:
        self._jvm = spark._jvm
        self._conf = spark._jsc.hadoopConfiguration()

    def exists(self, path: str) -> bool:
        """Whether there is something."""
        system, place = self._at(path)
        return bool(system.exists(place))

    def text(self, path: str) -> str | None:
        """What a file says; None when there is none."""
        system, place = self._at(path)
        if not system.exists(place):
            return None
        stream = system.open(place)
        try:
            read: str = self._jvm.org.apache.commons.io.IOUtils.toString(stream, "UTF-8")
            return read
        finally:
            stream.close()

    def write(self, path: str, text: str) -> None:
        """Write a file, in place of one that is there."""
        system, place = self._at(path)
        stream = system.create(place, True)
        try:
            stream.write(bytearray(text.encode()))
        finally:
            stream.close()

    def remove(self, path: str) -> None:
        """Take a file or a folder away, if it is there."""
        system, place = self._at(path)
        system.delete(place, True)

    def empty(self, path: str) -> bool:
        """Whether there is nothing in a folder, or no folder."""
        system, place = self._at(path)
        return not system.exists(place) or not list(system.listStatus(place))

    def stamps(self, folder: str, below: str = "") -> dict[str, str]:
        """The Parquet files of a folder, by their paths from there, with size and time."""
        system, place = self._at(folder)
        start = len(str(system.makeQualified(place).toString())) + 1
        found = {}
        listed = system.listFiles(self._at(f"{folder}/{below}" if below else folder)[1], True)
        while listed.hasNext():
            one = listed.next()
            name = one.getPath().toString()[start:]
            if name.endswith(".parquet"):
                found[name] = stamp(one.getLen(), one.getModificationTime())
        return found

    def columns(self, path: str) -> list[str]:
        """The columns of a Parquet file, by its last words. Raises FilesRefused."""
        parquet = self._jvm.org.apache.parquet.hadoop
        try:
            whole = parquet.util.HadoopInputFile.fromPath(self._at(path)[1], self._conf)
            reader = parquet.ParquetFileReader.open(whole)
            try:
                schema = reader.getFileMetaData().getSchema()
                return [one.getName() for one in schema.getFields()]
            finally:
                reader.close()
        except Py4JJavaError as error:
            reason = str(error.java_exception.getMessage())[:200]
            raise FilesRefused(f"{path}: cannot be read as Parquet: {reason}") from error

    def _at(self, path: str) -> tuple[Any, Any]:
        place = self._jvm.org.apache.hadoop.fs.Path(path)
        return place.getFileSystem(self._conf), place


def address(path: str, engine: str) -> str:
    """Where the cluster finds a folder: an address as it is, a path as one on this machine.

    On YARN and Kubernetes a path without a scheme is one of their own default file system.
    """
    if "://" in path or has_files_of_its_own(engine):
        return path.rstrip("/")
    return f"file://{Path(path).expanduser().absolute()}"
