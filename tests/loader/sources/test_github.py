"""GitHub: what each event of GH Archive becomes, in all the shapes there have been."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from loader.records import Interaction, Kind, Post, Removal, Thing, User
from queries.errors import SourceError

AT = datetime(2015, 1, 1, 0, 0, 16, tzinfo=UTC)
REPO = "Guild/Loom"
SITE = f"https://github.com/{REPO}"


def event(type_: str, actor: str = "Ada", repo: str = REPO, **payload: object) -> dict[str, object]:
    """An event as GitHub's API gives it."""
    return {
        "id": "1",
        "type": f"{type_}Event",
        "actor": {"id": 7, "login": actor, "url": "…", "avatar_url": "…"},
        "repo": {"id": 9, "name": repo},
        "payload": payload,
        "public": True,
        "created_at": "2015-01-01T00:00:16Z",
    }


def entry(type_: str, actor: str = "Ada", url: str = "", **payload: object) -> dict[str, object]:
    """An event as it stood in the timeline, from 2012 to 2014."""
    owner, name = REPO.split("/")
    return {
        "type": f"{type_}Event",
        "actor": actor,
        "actor_attributes": {"login": actor, "name": "Ada L", "email": "x@example.com",
                             "location": "Turin", "company": "Guild"},
        "repository": {"owner": owner, "name": name, "language": "Ruby", "private": False},
        "payload": payload,
        "public": True,
        "url": url,
        "created_at": "2014-12-31T16:00:16-08:00",
    }  # fmt: skip


def page(number: int, user: str, **fields: object) -> dict[str, object]:
    """An issue or a pull request."""
    url = f"{SITE}/issues/{number}"
    return {"number": number, "user": {"login": user}, "html_url": url, **fields}


def comment(id_: int, user: str, body: str, anchor: str) -> dict[str, object]:
    return {
        "id": id_,
        "user": {"login": user},
        "body": body,
        "html_url": f"{SITE}/issues/1{anchor}",
    }


def account(login: str, **fields: object) -> User:
    return User(f"github:{login.lower()}", login, url=f"https://github.com/{login}", **fields)


def lines(*objects: object) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in objects)


def test_a_star_likes_and_a_fork_reposts_the_owner(read, written) -> None:
    fork = {"full_name": "Ada/Loom", "private": False, "language": "C++", "topics": ["weaving"]}

    found = read(
        "github",
        written("a.json", lines(event("Watch", action="started"), event("Fork", forkee=fork))),
    )

    assert found.records == [
        account("Ada"),
        account("Guild"),
        Interaction("github:like-ada/guild/loom", "github:ada", "github:guild", Kind.LIKE, AT),
        Interaction(
            "github:repost-ada/guild/loom",
            "github:ada",
            "github:guild",
            Kind.REPOST,
            AT,
            ("C++", "weaving"),
        ),
    ]


def test_a_comment_is_a_post_a_reply_and_mentions(read, written) -> None:
    said = comment(5, "Ada", "Thanks @bob and @Carol!\nMail ada@example.com", "#issuecomment-5")

    found = read("github", written("a.json", lines(
        event("IssueComment", action="created", issue=page(1, "Bob"), comment=said)
    )))  # fmt: skip

    assert found.records == [
        account("Ada"),
        account("Guild"),
        Post(
            "github:issuecomment-5",
            "github:ada",
            AT,
            "Thanks @bob and @Carol! Mail (e-mail address)",
            url=f"{SITE}/issues/1#issuecomment-5",
        ),
        Interaction(
            "github:mention-issuecomment-5-carol",
            "github:ada",
            "github:carol",
            Kind.MENTION,
            AT,
            via="github:issuecomment-5",
        ),
        account("Bob"),
        Interaction(
            "github:reply-issuecomment-5",
            "github:ada",
            "github:bob",
            Kind.REPLY,
            AT,
            post="github:guild/loom#1",
            via="github:issuecomment-5",
        ),
    ]


def test_issues_and_pull_requests_are_posts_when_they_are_opened(read, written) -> None:
    base = {"repo": {"language": "Go", "topics": ["looms"]}}
    pull = page(2, "Ada", title="Faster", body="", base=base)

    found = read("github", written("a.json", lines(
        event("Issues", action="opened", issue=page(1, "Ada", title="Broken", body="cc @dan")),
        event("Issues", action="closed", issue=page(1, "Ada", title="Broken", body="cc @dan")),
        event("PullRequest", action="opened", number=2, pull_request=pull),
        event("PullRequest", action="opened", number=3, pull_request={"url": "u", "number": 3}),
    )))  # fmt: skip

    assert found.posts == [
        Post("github:guild/loom#1", "github:ada", AT, "Broken — cc @dan", url=f"{SITE}/issues/1"),
        Post("github:guild/loom#2", "github:ada", AT, "Faster", url=f"{SITE}/issues/2",
             topics=("Go", "looms")),
        Post("github:guild/loom#3", "github:ada", AT),
    ]  # fmt: skip
    assert [act.id for act in found.acts] == ["github:mention-guild/loom#1-dan"]
    assert found.announced == ["github: left out IssuesEvent other than 'opened' (1)"]


def test_reviews_and_their_comments_reply_to_who_opened_the_pull_request(read, written) -> None:
    pull = page(2, "Bob", base={"repo": {"language": "Go"}})
    review = {"id": 8, "user": {"login": "Ada"}, "body": None, "state": "approved"}
    said = comment(6, "Ada", "nit", "#discussion_r6")

    found = read("github", written("a.json", lines(
        event("PullRequestReview", action="created", pull_request=pull, review=review),
        event("PullRequestReviewComment", action="created", pull_request=pull, comment=said),
        event("PullRequestReview", action="dismissed", pull_request=pull, review=review),
    )))  # fmt: skip

    assert [(act.id, act.whom, act.post, act.topics) for act in found.acts] == [
        ("github:reply-pullrequestreview-8", "github:bob", "github:guild/loom#2", ("Go",)),
        ("github:reply-discussion_r6", "github:bob", "github:guild/loom#2", ("Go",)),
    ]
    assert [(post.id, post.text) for post in found.posts] == [
        ("github:pullrequestreview-8", None),
        ("github:discussion_r6", "nit"),
    ]
    assert found.announced == ["github: left out reviews that were dismissed (1)"]


def test_a_comment_on_a_commit_is_a_post_with_mentions(read, written) -> None:
    said = comment(4, "Ada", "why, @bob?", "#commitcomment-4")

    found = read("github", written("a.json", lines(event("CommitComment", comment=said))))

    assert [post.id for post in found.posts] == ["github:commitcomment-4"]
    assert [act.id for act in found.acts] == ["github:mention-commitcomment-4-bob"]


def test_a_comment_that_is_deleted_is_taken_back(read, written) -> None:
    gone = event("IssueComment", action="deleted", issue=page(1, "Bob"), comment={"id": 5})

    found = read("github", written("a.json", lines(gone)))

    assert found.of(Removal) == [Removal("github:issuecomment-5", Thing.POST)]
    assert found.posts == []


def test_entries_of_the_timeline_are_the_same_events(read, written) -> None:
    target = {"id": 3, "login": "Bob", "followers": 4, "repos": 1}
    url = f"{SITE}/issues/12"

    found = read("github", written("2014-12-31-16.json", lines(
        entry("Watch", action="started"),
        entry("Fork"),
        entry("Fork", forkee=123),
        entry("Follow", target=target) | {"repository": None},
        entry("Issues", actor="bob", url=url, action="opened", number=12, issue=5082481),
        entry("IssueComment", url=f"{url}#issuecomment-63446", issue_id=5082481, comment_id=63446),
        entry("IssueComment", url=f"{SITE}/issues/13#issuecomment-77", issue_id=1, comment_id=77),
        entry("CommitComment", url=f"{SITE}/commit/3fea#-P0", commit="3fea", comment_id=1460747),
        entry("PullRequestReviewComment", url=f"{SITE}/pull/12#r989247", comment={
            "id": 989247, "body": "nit", "user": {"login": "Ada"},
            "_links": {}, "url": "https://api.github.com/repos/Guild/Loom/pulls/comments/989247"}),
    )))  # fmt: skip

    ruby = ("Ruby",)
    assert found.rejects == []
    assert found.users[0] == account("Ada", name="Ada L")
    assert account("Bob", followers=4) in found.users
    assert [(act.id, act.at, act.topics) for act in found.acts] == [
        ("github:like-ada/guild/loom", AT, ruby),
        ("github:repost-ada/guild/loom", AT, ruby),
        ("github:repost-ada/guild/loom", AT, ruby),
        ("github:follow-ada/bob", AT, ()),
        ("github:reply-issuecomment-63446", AT, ruby),
        ("github:reply-discussion_r989247", AT, ruby),
    ]
    assert [(post.id, post.author) for post in found.posts] == [
        ("github:guild/loom#12", "github:bob"),
        ("github:issuecomment-63446", "github:ada"),
        ("github:issuecomment-77", "github:ada"),
        ("github:commitcomment-1460747", "github:ada"),
        ("github:discussion_r989247", "github:ada"),
    ]
    assert found.announced == [
        "github: left out replies on pages that nobody is known to have opened (1)"
    ]


def test_both_shapes_give_the_same_ids(read, written) -> None:
    new = lines(
        event("Watch", action="started"),
        event("Follow", target={"login": "bob"}) | {"repo": {"name": "/"}},
        event("Issues", action="opened", issue=page(1, "Ada")),
    )
    old = lines(
        entry("Watch", actor="ada", action="started"),
        entry("Follow", actor="ada", target="Bob"),
        entry("Issues", actor="ada", url=f"{SITE}/issues/1", action="opened", issue=5),
    )

    of_new, of_old = read("github", written("n.json", new)), read("github", written("o.json", old))

    assert {one.id for one in of_new.acts} == {one.id for one in of_old.acts}
    assert {one.id for one in of_new.posts} == {one.id for one in of_old.posts}
    assert len(of_new.acts) == 2


def test_the_earliest_times_have_slashes(read, written) -> None:
    star = entry("Watch") | {"created_at": "2012/03/10 22:02:31 -0800"}

    found = read("github", written("a.json", lines(star)))

    assert [act.at for act in found.acts] == [datetime(2012, 3, 11, 6, 2, 31, tzinfo=UTC)]


def test_hyphens_never_make_two_acts_one(read, written) -> None:
    stars = lines(event("Watch", "a", "b-c/d"), event("Watch", "a-b", "c/d"))

    assert len({act.id for act in read("github", written("a.json", stars)).acts}) == 2


def test_a_repository_starred_twice_is_liked_once_by_id(read, written) -> None:
    once = lines(event("Watch"))

    found = read(
        "github", written("a.json", once), written("b.json.gz", gzip.compress(once.encode()))
    )

    assert [act.id for act in found.acts] == ["github:like-ada/guild/loom"] * 2
    assert len(found.users) == 2


def test_nobody_acts_on_themselves(read, written) -> None:
    said = comment(5, "ada", "I, @ADA, say", "#issuecomment-5")

    found = read("github", written("a.json", lines(
        event("Watch", "GUILD"), event("Follow", target={"login": "ada"}),
        event("IssueComment", action="created", issue=page(1, "Ada"), comment=said),
    )))  # fmt: skip

    assert (len(found.posts), found.acts) == (1, [])
    assert found.announced == ["github: left out acts of people on themselves (3)"]


def test_other_and_private_events_are_counted(read, written) -> None:
    push = event("Push", commits=[{"author": {"email": "ada@example.com", "name": "Ada"}}])

    found = read("github", written("a.json", lines(
        push, push, event("Create"), event("Watch") | {"public": False},
        entry("Watch") | {"repository": {"owner": "a", "name": "b", "private": True}},
        event("Fork", forkee={"private": True}), event("Watch", repo="/"), event("Watch", actor=""),
        event("Follow"),
    )))  # fmt: skip

    assert found.records == []
    assert found.announced == [
        "github: left out private events (3), PushEvent (2), CreateEvent (1), "
        "WatchEvent on repositories without an owner (1), WatchEvent of nobody (1), "
        "follows of nobody (1)"
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("r.csv", 'name,language,topics\nguild/LOOM,Go,"weaving;looms"\nx/y,C,\n'),
        ("r.jsonl", lines({"full_name": REPO, "language": "Go", "topics": ["weaving", "looms"]})),
    ],
)
def test_a_table_of_repositories_tells_their_topics(read, written, name: str, content: str) -> None:
    table = written(name, content)

    found = read("github", written("a.json", lines(event("Watch"))), repositories=table)

    assert [act.topics for act in found.acts] == [("Go", "weaving", "looms")]
    assert found.announced[0].startswith(f"{name} tells the topics of ")


def test_bad_rows_of_the_table_are_told(read, written) -> None:
    table = written("r.csv", "name,language\nloom,Go\n,Go\nguild/loom,Go\n")

    found = read("github", written("a.json", lines(event("Watch"))), repositories=table)

    assert [str(reject) for reject in found.rejects] == [
        "r.csv:2: 'name' is no 'owner/name': 'loom'",
        "r.csv:3: 'name' is empty",
    ]
    assert [act.topics for act in found.acts] == [("Go",)]


@pytest.mark.parametrize("content", ["owner,language\na,b\n", "name,stars\na/b,1\n", ""])
def test_a_table_of_something_else_is_told_first(read, written, content: str) -> None:
    with pytest.raises(SourceError):
        read(
            "github",
            written("a.json", lines(event("Watch"))),
            repositories=written("r.csv", content),
        )


@pytest.mark.parametrize(
    ("body", "logins"),
    [
        ("@ada, @Ada and (@bob-c)", ["ada", "bob-c"]),
        ("mail ada@example.com or see x.com/@ada", []),
        ("the team @guild/weavers and the package @types/node or @angular.core", []),
        ("`@ada` and\n```\n@bob\n```\n@carol", ["carol"]),
        ("> @ada said\n@bob", ["bob"]),
        ("```\n@never closed", []),
        ("@Override and @param are Java", []),
        ("@-ada @ada- @ada_ @" + "a" * 40, []),
        ("@ada's, @bob. @carol_acme", ["ada", "bob", "carol_acme"]),
        ("@\u202eada @٢ @=1+1", []),
        (" ".join(f"@u{number}" for number in range(80)), [f"u{number}" for number in range(50)]),
    ],
)
def test_mentions_are_of_people_outside_of_code_and_quotes(
    read, written, body: str, logins
) -> None:
    said = comment(4, "zoe", body, "#commitcomment-4")

    found = read("github", written("a.json", lines(event("CommitComment", comment=said))))

    assert [act.whom for act in found.acts] == [f"github:{login}" for login in logins]
