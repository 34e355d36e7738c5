"""Where jars come from: the user's own Maven and jgo settings, else what jgo takes.

No host is named here. A company's mirror is honoured where Maven users write it
(`<mirrors>` of `~/.m2/settings.xml`) and where jgo users do (`[repositories]` of
`~/.config/jgo.conf`). Mirrors that need a log-in are not: fetch with Maven itself
there, since jars that lie in `~/.m2/repository` are taken from it.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree
from jgo.config import GlobalSettings
from jgo.maven import MavenContext, PythonResolver

READ_SECONDS = 60
CENTRAL = "central"
# `mirrorOf` may list several, and exclude some with "!": only what stands for central counts.
STANDS_FOR_CENTRAL = {"*", "external:*", "external:http:*", CENTRAL}

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], None]]]


def maven(folder: Path, progress: Progress | None = None) -> MavenContext:
    """A Maven context that keeps what it fetches under `folder`."""
    theirs = GlobalSettings.load()
    context = MavenContext(
        resolver=PythonResolver(progress_callback=progress),
        repo_cache=folder,
        local_repos=[theirs.repo_cache],
        timeout=READ_SECONDS,
    )
    mirror = central_mirror(Path.home() / ".m2" / "settings.xml")
    context.remote_repos |= mirror | dict(theirs.repositories)
    return context


def central_mirror(settings: Path) -> dict[str, str]:
    """The mirror of central that Maven's `settings.xml` names; empty when it names none."""
    try:
        mirrors = list(ElementTree.parse(settings).iterfind("{*}mirrors/{*}mirror"))
    except (OSError, ParseError, DefusedXmlException):
        return {}
    for mirror in mirrors:
        named = (mirror.findtext("{*}mirrorOf") or "").replace(" ", "").split(",")
        url = (mirror.findtext("{*}url") or "").strip().rstrip("/")
        if url and STANDS_FOR_CENTRAL & set(named) and f"!{CENTRAL}" not in named:
            return {CENTRAL: url}
    return {}
