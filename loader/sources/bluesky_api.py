"""The few questions that are asked of Bluesky's public API, which needs no log-in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from loader.sources.bluesky_uris import did_in
from loader.sources.cells import BadCell
from loader.sources.documents import Document
from loader.sources.fields import Fields
from loader.sources.files import reason_of
from loader.sources.json_text import parsed
from loader.sources.times import shown
from queries.errors import SourceError

PUBLIC_API = "https://public.api.bsky.app"
NOWHERE = "none"
ANSWER_SECONDS = 20

# As many as the API takes at once.
PAGE = 25

Question = dict[str, str | list[str]]


def did_of(handle: str, api: str) -> str:
    """The DID of the account called `handle`; a DID is its own.

    Raises SourceError when nobody is called so.
    """
    bare = handle.strip().removeprefix("@")
    if bare.startswith("did:"):
        return bare
    if api == NOWHERE:
        raise SourceError(f"--handle {shown(bare)}: name the DID, since --api is '{NOWHERE}'")
    try:
        return did_in(_asked(api, "com.atproto.identity.resolveHandle", {"handle": bare}), "did")
    except BadCell as error:
        raise SourceError(f"--handle {shown(bare)}: the DID that {api} tells {error}") from error
    except SourceError as error:
        raise SourceError(f"--handle {shown(bare)}: {error}") from error


def profiles(dids: Sequence[str], api: str) -> Iterator[Document]:
    """Pages with the profiles of accounts. Raises SourceError."""
    for some in _pages(dids):
        page = _asked(api, "app.bsky.actor.getProfiles", {"actors": some})
        yield Document("app.bsky.actor.getProfiles", 0, page)


def posts(uris: Sequence[str], api: str) -> Iterator[Document]:
    """Pages with the posts at addresses. Raises SourceError."""
    for some in _pages(uris):
        page = _asked(api, "app.bsky.feed.getPosts", {"uris": some})
        yield Document("app.bsky.feed.getPosts", 0, page)


def _pages(names: Iterable[str]) -> Iterator[list[str]]:
    left = iter(names)
    while some := list(islice(left, PAGE)):
        yield some


def _asked(api: str, method: str, question: Question) -> Fields:
    """The answer to a question. Raises SourceError when there is none."""
    # Imported here: it takes a tenth of a second that no other command needs.
    import requests

    try:
        answer = requests.get(f"{api}/xrpc/{method}", params=question, timeout=ANSWER_SECONDS)
        found = parsed(answer.text)
    except requests.RequestException as error:
        raise SourceError(f"{api} does not answer: {reason_of(error)}") from error
    except ValueError as error:
        raise SourceError(f"{api} answers {method} with what {error}") from error
    if not isinstance(found, dict):
        raise SourceError(f"{api} answers {method} with what is no object")
    if not answer.ok:
        said = shown(found.get("message") or answer.reason)
        raise SourceError(f"{api} answers {method} with {answer.status_code}: {said}")
    return Fields(found)
