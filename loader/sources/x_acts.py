"""What a page of X becomes: people, posts, and what the posts do to other people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loader.records import Interaction, Kind, Post, Record, Removal, Thing
from loader.sources import x_ids
from loader.sources.x_memory import Known, Memory
from loader.sources.x_page import Page
from loader.sources.x_status import Status

THEMSELVES = "acts of people on themselves"
TAKEN_BACK = "posts that were taken back before"
_UNKNOWN = {
    Kind.REPOST: "reposts of posts whose author is not told",
    Kind.QUOTE: "quotes of posts whose author is not told",
    Kind.REPLY: "replies to posts whose author is not told",
}


def records_of(page: Page, memory: Memory, left_out: Counter[str]) -> Iterator[Record]:
    """The people and posts of a page that was read, and the acts done through the posts.

    Of a post that was edited, only the newest version that is known; what an earlier one did,
    and it does not, is taken back.
    """
    yield from page.users.values()
    for status in page.statuses.values():
        reason = _unwanted(status, page, memory)
        if reason:
            left_out[reason] += 1
        else:
            yield from _records(status, _Targets(page, memory, left_out), memory)


def like(who: str, known: Known) -> Interaction:
    """The act of liking a post, which nobody tells the time of."""
    return _listed(Kind.LIKE, like_id(who, known.id), who, known)


def repost(who: str, known: Known) -> Interaction:
    """A repost by somebody in a list of those who reposted, which tells no time either."""
    return _listed(Kind.REPOST, repost_id(who, known.id), who, known)


def like_id(who: str, post: str) -> str:
    """The id of the act of liking a post."""
    return f"x:like-{who}-{post}"


def repost_id(who: str, post: str) -> str:
    """The id of a repost: who and what, since a list of who reposted has no other."""
    return f"x:repost-{who}-{post}"


def _listed(kind: Kind, act: str, who: str, known: Known) -> Interaction:
    return Interaction(
        id=act,
        who=x_ids.person(who),
        whom=x_ids.person(known.author),
        kind=kind,
        topics=known.topics,
        post=x_ids.post(known.id),
    )


class _Targets:
    """Finds out whom a post acts upon; counts where nobody can be named."""

    def __init__(self, page: Page, memory: Memory, left_out: Counter[str]) -> None:
        self._page, self._memory, self._left_out = page, memory, left_out

    def of(self, status: Status, kind: Kind) -> tuple[Known, str] | None:
        """What is known of the post that `status` refers to, and its author."""
        reference = status.references[kind]
        target = self._page.statuses.get(reference.post)
        known = self._memory.post(reference.post)
        if target and not known:
            known = Known(target.id, target.version, target.author, target.topics)
        whom = reference.author or (known.author if known else "")
        reason = _UNKNOWN[kind] if not whom else (target.hidden if target else "")
        if reference.post and not reason:
            reason = self._page.hidden.get(whom, "")
            if self._memory.posts_gone.get(reference.post):
                reason = TAKEN_BACK
        if reason:
            self.count(reason if reason == _UNKNOWN[kind] else f"acts on {reason}", 1)
            return None
        if not self.is_whole(status, whom):
            return None
        return known or Known(reference.post, reference.post, whom, ()), whom

    def is_whole(self, status: Status, whom: str) -> bool:
        """Whether `whom` is another than the author of `status`, and was not taken back."""
        if whom == status.author:
            self.count(THEMSELVES, 1)
            return False
        if self._memory.people_gone.get(whom):
            self.count("acts on people who were taken back before", 1)
            return False
        return True

    def count(self, what: str, number: int) -> None:
        """Count what is left out."""
        if number:
            self._left_out[what] += number


def _unwanted(status: Status, page: Page, memory: Memory) -> str:
    """Why nothing of a post is loaded; "" when it is."""
    if reason := status.hidden or page.hidden.get(status.author):
        return reason
    gone = any(memory.posts_gone.get(version) for version in status.versions)
    if gone or memory.people_gone.get(status.author):
        return TAKEN_BACK
    newest = max((one for one in status.versions if one in page.statuses), key=int)
    if newest != status.version or memory.is_outdated(status):
        return "earlier versions of edited posts"
    return ""


def _records(status: Status, targets: _Targets, memory: Memory) -> Iterator[Record]:
    """A post and its acts; of a repost the act alone, since the post is another's."""
    if Kind.REPOST in status.references:
        acts = [_repost(status, *found) for found in [targets.of(status, Kind.REPOST)] if found]
        yield from acts
        return
    acts = list(_acts(status, targets))
    for act in memory.keep(status, tuple(act.id for act in acts)):
        yield Removal(act, Thing.ACT)
    yield Post(
        id=x_ids.post(status.id),
        author=x_ids.person(status.author),
        at=status.at,
        text=status.text,
        lang=status.lang,
        url=f"https://x.com/i/web/status/{status.version}",
        topics=status.topics,
        edited=status.edited,
    )
    yield from acts


def _acts(status: Status, targets: _Targets) -> Iterator[Interaction]:
    """The reply, the quote, and the mentions of all others."""
    acted_upon = set()
    for kind in (Kind.REPLY, Kind.QUOTE):
        if kind in status.references:
            acted_upon.add(status.references[kind].author)
            if found := targets.of(status, kind):
                acted_upon.add(found[1])
                yield _act(status, kind, f"x:{kind}-{status.id}", *found)
    targets.count("mentions of people whose id is not told", status.unnamed)
    for whom in status.mentions:
        if whom not in acted_upon and targets.is_whole(status, whom):
            nothing = Known("", "", whom, ())
            act = f"x:{Kind.MENTION}-{status.id}-{whom}"
            yield _act(status, Kind.MENTION, act, nothing, whom)


def _repost(status: Status, target: Known, whom: str) -> Interaction:
    return _act(status, Kind.REPOST, repost_id(status.author, target.id), target, whom)


def _act(status: Status, kind: Kind, act: str, target: Known, whom: str) -> Interaction:
    return Interaction(
        id=act,
        who=x_ids.person(status.author),
        whom=x_ids.person(whom),
        kind=kind,
        at=status.at,
        topics=target.topics or status.topics,
        post=x_ids.post(target.id) if target.id else None,
        via=x_ids.post(status.id),
    )
