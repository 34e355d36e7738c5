"""GitHub, from the hours of GH Archive: one event a line, plain or compressed.

- A star likes, and a fork reposts, the owner of the repository; once for each repository,
  however often it is starred, since no event tells that a star was taken away.
- A comment on an issue or a pull request, a review, and a comment in a review reply to the one
  who opened it. Archives of 2012 to 2014, and reviews since late 2025, do not say who did: then
  it is who opened it among the last 100,000 that were read, else there is no reply.
- Issues, pull requests, comments and reviews are posts; '@login' in them is a mention, outside of
  code and of quoted lines. A comment on a commit has no more than that: no event says who made
  the commit. A comment that is deleted is taken back.
- Follows are in archives up to 2013.
- Topics of all that happens at a repository are its language and topics. Archives of 2012 to
  2014 tell the language, later ones tell both for pull requests and forks alone; --repositories
  gives them for all events.

A person is 'github:<login in small letters>': archives of 2012 to 2014, mentions and owners have
no other id. So who changes their login becomes somebody new here, who takes a login that was given
up continues another's, and an issue's id, 'owner/name#1', ends with the name of its repository.
Organisations are people too.

Other events (pushes, releases, …), private ones, and acts of people on themselves are left out and
counted. E-mail addresses stand in pushes, which are not read, and are replaced in texts; of an
account its login, display name and number of followers are read, and nothing else.

Memory holds who opened the last 100,000 issues and pull requests, the last 100,000 accounts, and
the table of repositories.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.cells import BadCell
from loader.sources.documents import documents, files_under
from loader.sources.github_acts import Events, Topics
from loader.sources.github_repositories import topics_by_repository
from loader.sources.source import Announce, Option, Source
from loader.sources.times import clock


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """Accounts, posts and acts of the archives in `paths`, files and folders.

    Raises SourceError when there is no file, or the table of repositories cannot be used.
    """
    files = files_under(paths, source="github")
    topics: Topics = {}
    bad: list[Reject] = []
    if told := options.get("repositories"):
        topics, bad = topics_by_repository(Path(told))
        announce(f"{Path(told).name} tells the topics of {len(topics):,} repositories")
    return _records(files, topics, bad, announce)


def _records(
    files: list[Path], topics: Topics, bad: list[Reject], announce: Announce
) -> Iterator[Record]:
    yield from bad
    events = Events(topics, clock("", datetime.now(UTC)))
    for path in files:
        for found in documents(path):
            if isinstance(found, Reject):
                yield found
                continue
            try:
                yield from events.records(found.fields)
            except BadCell as reason:
                yield Reject(found.file, found.line, reason.field, str(reason))
    if events.left_out:
        counts = (f"{what} ({count:,})" for what, count in events.left_out.most_common())
        announce(f"github: left out {', '.join(counts)}")


SOURCE = Source(
    name="github",
    reads="GitHub: hours of GH Archive, as JSON Lines, also compressed",
    takes_paths=True,
    read=read,
    options=(
        Option("repositories", "a table of repositories: name (owner/name), language, topics"),
    ),
)
