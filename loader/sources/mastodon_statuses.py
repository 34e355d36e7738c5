"""What a status of Mastodon's API becomes: people, posts, and acts between people."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from loader.records import Interaction, Kind, Post, Record, Removal, Thing
from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.html import kept, plain
from loader.sources.mastodon_accounts import Accounts, person_id
from loader.sources.mastodon_acts import Acts, Deed, act_id, seconds
from loader.sources.times import Clock

PUBLIC = frozenset({"public", "unlisted"})

# Parts of a web address that are not shown, and the address of what a post quotes.
HIDDEN = frozenset({"invisible", "quote-inline"})


class Written(NamedTuple):
    """What a status says: its records, who wrote it, and the post when there is one to keep."""

    records: list[Record]
    who: str = ""
    post: Post | None = None


class Statuses:
    """Turns statuses into records; `place` sets the ids of one instance apart from others'.

    A status is taken as a whole or refused. The methods raise BadCell.
    """

    def __init__(
        self, accounts: Accounts, acts: Acts, times: Clock, left_out: Counter[str]
    ) -> None:
        self.accounts, self.acts, self.place = accounts, acts, ""
        self._times, self._left_out = times, left_out

    def status(self, status: Fields) -> list[Record]:
        """A status with all it does, or a boost of one."""
        if "text" in status and "content" not in status:
            return self._deleted(status)
        if "reblog" in status:
            return self._boost(status)
        whom, others = self._named(status)
        quoted, parent = self._quoted(status), status.id("in_reply_to_id", needed=False)
        records, who, post = self.written(status)
        if post is None:
            return records
        named = tuple(one for one in others if one not in (whom, quoted.who))
        acts = self.on(Kind.QUOTE, who, quoted, self.at(status), via=post.id)
        if parent:
            reply = Deed(Kind.REPLY, who, self.key(parent), seconds(post.at), post.topics, whom)
            acts += self.acts.of(reply._replace(via=post.id, mentions=named))
        else:
            acts += self.acts.mentions(post, who, named)
        return [*records, *quoted.records, *acts]

    def written(self, status: Fields) -> Written:
        """The post that a status is; none, and counted, when it is not for all to see."""
        if status.word("visibility") not in PUBLIC:
            return Written(self.without("statuses that are not public"))
        account = self.accounts.account(status.inner("account"))
        uri, key = status.id("uri"), self.key(status.id("id"))
        words = (status.text("spoiler_text"), plain(status.word("content"), hidden=HIDDEN))
        post = Post(
            id=person_id(uri),
            author=person_id(account.address),
            at=self.at(status),
            text=kept(" — ".join(filter(None, words))),
            lang=status.text("language"),
            url=status.text("url"),
            topics=tuple(dict.fromkeys(tag.id("name") for tag in status.each("tags"))),
            edited=status.at("edited_at", self._times),
        )
        if self.accounts.is_out(account.address):
            self.without("what people write who ask not to be indexed")
            return Written(account.records, account.address)
        if not self.acts.knows(post, account.address, uri, key):
            self.without("statuses that were taken back")
            return Written([Removal(post.id, Thing.POST, post.author)], account.address)
        return Written([*account.records, post], account.address, post)

    def on(
        self, kind: Kind, who: str, target: Written, at: datetime | None, via: str = ""
    ) -> list[Record]:
        """The act of `who` on a status that is at hand."""
        if target.post is None:
            return []
        uri = target.post.id.removeprefix(person_id(""))
        deed = Deed(kind, who, uri, seconds(at), target.post.topics, target.who, target.post.id)
        return self.acts.of(deed._replace(via=via))

    def by(self, doer: Fields, kind: Kind, target: Written, at: datetime | None) -> list[Record]:
        """The account in `doer`, and its act on a status that is at hand."""
        account = self.accounts.account(doer.inner("account"))
        if self.accounts.is_out(account.address):
            return [*account.records, *self.without("acts of people who ask not to be indexed")]
        return [*account.records, *self.on(kind, account.address, target, at)]

    def key(self, id_: str) -> str:
        """What a status is remembered by that has an id on this instance."""
        return f"{self.place}/{id_}"

    def at(self, fields: Fields) -> datetime:
        """When it was. Raises BadCell when that is not told."""
        at = fields.at("created_at", self._times)
        if at is None:
            path = f"{fields.path}.created_at" if fields.path else "created_at"
            raise BadCell(path, "is missing")
        return at

    def without(self, what: str) -> list[Record]:
        """Nothing, counted."""
        self._left_out[what] += 1
        return []

    def _deleted(self, status: Fields) -> list[Record]:
        """What the API says of a status that it deletes, in which its source alone is left."""
        uri, original, key = status.id("uri"), status.inner("reblog"), self.key(status.id("id"))
        self.acts.gone(key)
        who = self.accounts.address(status.inner("account")) if "account" in status else ""
        if not original:
            self.acts.gone(uri)
            return [Removal(person_id(uri), Thing.POST, person_id(who) if who else None)]
        who = who or self.accounts.address(status.inner("account"))
        boost = act_id(Kind.REPOST, who, "", post=original.id("uri"), via="")
        return [Removal(boost, Thing.ACT)]

    def _boost(self, status: Fields) -> list[Record]:
        at, key = self.at(status), self.key(status.id("id"))
        if status.word("visibility") not in PUBLIC:
            return self.without("statuses that are not public")
        target = self.written(status.inner("reblog"))
        done = self.by(status, Kind.REPOST, target, at)
        for act in done:
            if isinstance(act, Interaction) and not self.acts.knows_act(act, key):
                self.without("boosts that were taken back")
                return [*target.records, Removal(act.id, Thing.ACT)]
        return [*target.records, *done]

    def _quoted(self, status: Fields) -> Written:
        """The status that a status quotes; none when its author did not agree."""
        quote = status.inner("quote")
        if not quote:
            return Written([])
        # Mastodon says in which state the quote is; others give the status itself.
        if "state" in quote and quote.word("state") != "accepted":
            return Written(self.without("quotes that are not approved"))
        quoted = quote.inner("quoted_status") if "state" in quote else quote
        if "account" not in quoted:
            return Written(self.without("quotes of what the page does not hold"))
        return self.written(quoted)

    def _named(self, status: Fields) -> tuple[str, tuple[str, ...]]:
        """Whom a status answers, "" when it does not say, and all whom it names."""
        answered = status.id("in_reply_to_account_id", needed=False)
        named = {one.id("id"): self.accounts.address(one) for one in status.each("mentions")}
        author = status.inner("account")
        if answered and answered == author.id("id"):
            return self.accounts.address(author), tuple(dict.fromkeys(named.values()))
        return named.get(answered, ""), tuple(dict.fromkeys(named.values()))
