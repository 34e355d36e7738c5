"""One file that somebody gives to the site: kept apart, looked at, and loaded by `influence load`.

    <data>/uploads/        0700, and in it, while there is one upload,
    └── <id>/
        ├── <name>         0600: the file, under a name of letters and digits
        ├── .said, .told   what the command printed: its result, and how far it is

What a file holds is read in a process of its own, which is given nothing but a path of ours.
"""

from __future__ import annotations

import os
import re
import shutil
import time
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex
from subprocess import Popen, TimeoutExpired
from threading import Lock, Thread, Timer
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from explorer.children import Told, begun, previewed, progress_in, result_in
from queries.errors import NotInGraph, UploadRefused
from queries.settings import Settings

MB = 1_000_000
# For so long a file waits for somebody who looked at it, or at why it was not loaded.
WAITING_SECONDS = 1_800
PATIENCE_SECONDS = 10
STOP_SECONDS = 20
# Of characters, each of up to four bytes: 255 are what a file system takes.
LONGEST_NAME = 60
UNUSUAL = re.compile(r"[^\w.-]+")
GONE = "that upload is not there any more"


# The states of one that somebody may still load.
WAITING = ("waiting", "failed")


@dataclass(slots=True)
class Upload:
    """One file. `state` is waiting, loading, done or failed; `trouble` says why it failed."""

    id: str
    path: Path
    size: int
    at: float = field(default_factory=time.monotonic)
    state: str = "waiting"
    source: str = ""
    trouble: str = ""
    result: Mapping[str, Any] = field(default_factory=dict)
    child: Popen[bytes] | None = None
    # What was seen of it, by the source that was asked for and the one that reads it.
    looks: dict[str, Told] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The file's name, as it is kept."""
        return self.path.name

    def told(self) -> dict[str, Any]:
        """How far it is, as an object for JSON."""
        progress = self.result or progress_in(self.path.parent)
        return {
            "state": self.state,
            "name": self.name,
            "source": self.source,
            "trouble": self.trouble,
            "done": done_share(self.state, progress),
            **{name: progress.get(name) for name in COUNTS},
        }


COUNTS = ("read", "accepted", "duplicate", "suppressed", "rejected", "seconds", "load")


def done_share(state: str, progress: Mapping[str, Any]) -> float | None:
    """How much of the file is read, in 0..1; None when nobody knows."""
    if state == "done":
        return 1.0
    read, whole = progress.get("bytes"), progress.get("of")
    return min(1.0, read / whole) if read is not None and whole else None


class Uploads:
    """The one upload there is, if there is one; safe for several threads and several sites."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = settings.data.expanduser().absolute() / "uploads"
        self._lock, self._looking = Lock(), Lock()
        # Held for as long as there is one; the system lets go of it when this process ends.
        self._alone = FileLock(self._folder.with_name("uploads.lock"), thread_local=False)
        self.current: Upload | None = None

    def clear_away(self) -> None:
        """Remove what a site that was killed left behind, unless another one works on it."""
        if self._folder.exists():
            with suppress(Timeout), self._alone.acquire(timeout=0):
                shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def under_way(self) -> Upload | None:
        """The upload for which another one has to wait."""
        one = self.current
        if one and (one.state == "loading" or (one.state != "done" and not _forgotten(one))):
            return one
        return None

    def refuse_unless_free(self) -> None:
        """Raises UploadRefused while another upload is looked at or loaded."""
        if one := self.under_way:
            raise UploadRefused(f"{one.name} is being looked at or loaded; one file at a time")

    def receive(self, file: BinaryIO, name: str) -> Upload:
        """Keep `file`, which replaces one that was loaded or forgotten.

        Raises UploadRefused when another is under way, here or at another site on the same data.
        """
        with self._lock:
            self.refuse_unless_free()
            self._clear()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._folder.chmod(0o700)
            try:
                self._alone.acquire(timeout=0)
            except Timeout as error:
                raise UploadRefused(
                    "another site on the same data takes a file just now"
                ) from error
            try:
                self.current = self._kept(file, name)
            except OSError as error:
                raise UploadRefused(f"it cannot be kept: {error.strerror}") from error
            finally:
                if self.current is None:
                    self._remove()
            self._wait(self.current)
            return self.current

    def _kept(self, file: BinaryIO, name: str) -> Upload:
        shutil.rmtree(self._folder, ignore_errors=True)
        id_ = token_hex(16)
        place = self._folder / id_
        place.mkdir(mode=0o700, parents=True)
        self._folder.chmod(0o700)
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        if shutil.disk_usage(place).free < size + MB * self._settings.free_mb:
            raise UploadRefused("there is too little room on the disk; see INFLUENCE_FREE_MB")
        path = place / kept_name(name)
        with open(path, "xb", opener=_private) as out:
            shutil.copyfileobj(file, out, MB)
        return Upload(id_, path, size)

    def named(self, id_: str) -> Upload:
        """The upload with that id. Raises NotInGraph when it is not there any more."""
        if self.current is None or self.current.id != id_:
            raise NotInGraph(GONE)
        return self.current

    def look(self, upload: Upload, source: str) -> Told:
        """What `influence preview` says of it; read as by `source`, or by the one that fits best.

        It is looked at once and kept. Raises UploadRefused when no source can read it, or another
        looks at it just now.
        """
        if not self._looking.acquire(timeout=PATIENCE_SECONDS):
            raise UploadRefused(f"{upload.name} is being looked at; come back in a minute")
        try:
            if source not in upload.looks:
                told = previewed(self._settings, upload.path, source)
                upload.looks |= {source: told, told["source"]: told}
            return upload.looks[source]
        finally:
            self._looking.release()

    def begin(self, upload: Upload, source: str) -> None:
        """Load it in a process of its own, with a source that a preview was shown of."""
        with self._lock:
            if self.current is not upload:
                raise NotInGraph(GONE)
            if upload.state not in WAITING:
                raise UploadRefused(f"{upload.name} is being loaded already")
            upload.child = begun(self._settings, upload.path, source)
            upload.state, upload.source, upload.trouble = "loading", source, ""
            Thread(target=self._attend, args=(upload, upload.child), daemon=True).start()

    def discard(self, upload: Upload) -> None:
        """Remove it; what is loaded of it already stays in the graph."""
        with self._lock:
            if self.current is upload:
                if upload.child:
                    _ended(upload.child)
                self._clear()

    def close(self) -> None:
        """End what is under way, and leave nothing behind."""
        if self.current:
            self.discard(self.current)

    def _attend(self, upload: Upload, child: Popen[bytes]) -> None:
        child.wait()
        with self._lock:
            if self.current is not upload:
                return
            result, trouble = result_in(upload.path.parent, child.returncode)
            upload.result, upload.trouble = result, trouble
            upload.state = "failed" if trouble else "done"
            if trouble:
                self._wait(upload)
            else:
                self._remove()

    def _wait(self, upload: Upload) -> None:
        """Keep it, for so long as somebody may come back to it."""
        upload.at = time.monotonic()
        timer = Timer(WAITING_SECONDS, self._let_be, (upload,))
        timer.daemon = True
        timer.start()

    def _let_be(self, upload: Upload) -> None:
        with self._lock:
            if self.current is upload and upload.state in WAITING and _forgotten(upload):
                self._clear()

    def _clear(self) -> None:
        if self.current:
            self._remove()
            self.current = None

    def _remove(self) -> None:
        # Once it is let go of, what lies there is another site's.
        if self._alone.is_locked:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._alone.release(force=True)


def kept_name(name: str) -> str:
    """`name` without folders, dots and hyphens around it, and all but letters and digits."""
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = UNUSUAL.sub("-", last).strip("-.")
    # Its endings, such as ".csv.gz", tell a person what it is.
    stem, dot, endings = plain.partition(".")
    endings = (dot + endings)[-LONGEST_NAME // 2 :]
    return (stem[: LONGEST_NAME - len(endings)] + endings).strip("-.") or "upload"


def _ended(child: Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(STOP_SECONDS)
    except TimeoutExpired:
        child.kill()
        child.wait()


def _forgotten(upload: Upload) -> bool:
    return time.monotonic() - upload.at >= WAITING_SECONDS


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
