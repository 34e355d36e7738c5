"""What an event on GitHub becomes: accounts, posts, and acts between accounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from loader.records import Interaction, Kind, Post, Record, Removal, Thing, User
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.github_event import Event, event_of, login_in, topics_in, type_of
from loader.sources.github_records import (
    Said,
    account,
    accounts,
    act_through,
    commented,
    object_in,
    person,
    url_in,
)
from loader.sources.github_text import mentioned, plain
from loader.sources.latest import Latest
from loader.sources.times import Clock

Topics = Mapping[str, tuple[str, ...]]


class Events:
    """Turns events into records; counts what it leaves out.

    `topics` are those of repositories by their names in small letters. Remembers who opened
    the last issues and pull requests, and which accounts were told already.
    """

    def __init__(self, topics: Topics, times: Clock) -> None:
        self._topics, self._times = topics, times
        self._openers: Latest[str] = Latest()
        self._told: Latest[User] = Latest()
        self.left_out: Counter[str] = Counter()
        self._read: dict[str, Callable[[Event], Iterator[Record]]] = {
            "WatchEvent": self._star,
            "ForkEvent": self._fork,
            "FollowEvent": self._follow,
            "IssuesEvent": self._issue,
            "PullRequestEvent": self._pull_request,
            "IssueCommentEvent": self._issue_comment,
            "PullRequestReviewCommentEvent": self._review_comment,
            "PullRequestReviewEvent": self._review,
            "CommitCommentEvent": self._commit_comment,
        }

    def records(self, fields: Fields) -> list[Record]:
        """What an event becomes, as a whole. Raises BadCell."""
        type_ = type_of(fields)
        read = self._read.get(type_)
        if read is None:
            return self._without(type_)
        event = event_of(fields, self._times)
        if event.is_private:
            return self._without("private events")
        if not event.actor:
            return self._without(f"{type_} of nobody")
        if not event.owner and type_ != "FollowEvent":
            return self._without(f"{type_} on repositories without an owner")
        found = list(read(event))
        return [one for one in (*accounts(event), *found) if self._is_news(one)] if found else []

    def _star(self, event: Event) -> Iterator[Record]:
        yield from self._on_repository(Kind.LIKE, event, Fields())

    def _fork(self, event: Event) -> Iterator[Record]:
        fork = object_in(event.payload, "forkee")
        if fork.value.get("private"):
            self._without("private events")
        else:
            yield from self._on_repository(Kind.REPOST, event, fork)

    def _follow(self, event: Event) -> Iterator[Record]:
        whom = login_in(event.payload, "target")
        if not whom:
            self._without("follows of nobody")
        elif self._is_another(event.actor, whom):
            yield account(whom, followers=object_in(event.payload, "target").number("followers"))
            act = f"github:follow-{event.actor}/{whom}".casefold()
            yield Interaction(act, person(event.actor), person(whom), Kind.FOLLOW, event.at)

    def _issue(self, event: Event) -> Iterator[Record]:
        yield from self._opened(event, object_in(event.payload, "issue"))

    def _pull_request(self, event: Event) -> Iterator[Record]:
        yield from self._opened(event, event.payload.inner("pull_request"))

    def _opened(self, event: Event, page: Fields) -> Iterator[Record]:
        """An issue or a pull request as a post, and the mentions in it."""
        where = event.page(page)
        opener = login_in(page, "user") or (event.actor if event.action == "opened" else "")
        if where and opener:
            self._openers.put(where, opener)
        if event.action != "opened":
            self._without(f"{event.type} other than 'opened'")
        elif not where:
            raise BadCell("payload.number", "is missing")
        else:
            title, body = page.word("title"), page.word("body")
            topics = self._topics_of(event, page)
            yield from self._say(
                event, Said(opener, where, title, body, url_in(event, page), topics)
            )

    def _issue_comment(self, event: Event) -> Iterator[Record]:
        page, comment = event.payload.inner("issue"), event.payload.inner("comment")
        yield from self._comment(event, "issuecomment-", comment, page)

    def _review_comment(self, event: Event) -> Iterator[Record]:
        page, comment = event.payload.inner("pull_request"), event.payload.inner("comment")
        yield from self._comment(event, "discussion_r", comment, page)

    def _review(self, event: Event) -> Iterator[Record]:
        page, review = event.payload.inner("pull_request"), event.payload.inner("review")
        if event.action == "dismissed":
            self._without("reviews that were dismissed")
        else:
            yield from self._comment(event, "pullrequestreview-", review, page)

    def _commit_comment(self, event: Event) -> Iterator[Record]:
        """No event says who made the commit: the comment is a post, and mentions people."""
        comment = event.payload.inner("comment")
        topics = self._topics_of(event, Fields())
        yield from self._say(event, commented(event, "commitcomment-", comment, topics))

    def _comment(
        self, event: Event, anchor: str, comment: Fields, page: Fields
    ) -> Iterator[Record]:
        """A comment or a review: a post, a reply to who opened the page, and mentions."""
        said = commented(event, anchor, comment, self._topics_of(event, page))
        if event.action == "deleted":
            # Not whoever deleted it.
            author = login_in(comment, "user")
            yield Removal(f"github:{said.post}", Thing.POST, person(author) if author else None)
            return
        where = event.page(page, comment)
        opener = login_in(page, "user") or self._openers.get(where) or ""
        yield from self._say(event, said, besides=opener)
        if not opener:
            self._without("replies on pages that nobody is known to have opened")
        elif self._is_another(said.author, opener):
            yield account(opener)
            yield act_through(Kind.REPLY, f"reply-{said.post}", event, said, opener, where)

    def _on_repository(self, kind: Kind, event: Event, told: Fields) -> Iterator[Record]:
        """A star or a fork: an act on the owner, once for each repository."""
        if self._is_another(event.actor, event.owner):
            yield Interaction(
                id=f"github:{kind}-{event.actor}/{event.repository}".casefold(),
                who=person(event.actor),
                whom=person(event.owner),
                kind=kind,
                at=event.at,
                topics=self._topics_of(event, told),
            )

    def _say(self, event: Event, said: Said, *, besides: str = "") -> Iterator[Record]:
        """A post, and the mentions in it of all but the one it replies to."""
        yield account(said.author)
        yield Post(
            id=f"github:{said.post}",
            author=person(said.author),
            at=event.at,
            text=plain(said.title, said.body),
            url=said.url or None,
            topics=said.topics,
        )
        for login in mentioned(said.body):
            if login != besides.casefold() and self._is_another(said.author, login):
                yield act_through(Kind.MENTION, f"mention-{said.post}-{login}", event, said, login)

    def _topics_of(self, event: Event, told: Fields) -> tuple[str, ...]:
        """The topics of a repository: those that were given, and those that the event tells."""
        found = list(self._topics.get(event.repository.casefold(), ()))
        if "repository" in event.fields:
            found += topics_in(event.fields.inner("repository"))
        if "base" in told:
            told = told.inner("base").inner("repo")
        if "language" in told or "topics" in told:
            found += topics_in(told)
        return tuple(dict.fromkeys(found))

    def _is_another(self, who: str, whom: str) -> bool:
        is_another = who.casefold() != whom.casefold()
        if not is_another:
            self._without("acts of people on themselves")
        return is_another

    def _is_news(self, record: Record) -> bool:
        """False for an account of which no more is said than was said lately."""
        if not isinstance(record, User):
            return True
        handle = record.handle or ""
        known = self._told.get(handle)
        told_more = record.name is not None or record.followers is not None
        if known is None or (told_more and known != record):
            self._told.put(handle, record)
            return True
        return False

    def _without(self, what: str) -> list[Record]:
        """Nothing, counted."""
        self.left_out[what] += 1
        return []
