"""Who asks: somebody who logged in, a token, whoever sits at this machine, or nobody known."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import Literal

from flask import Request

from explorer.accounts import cookies
from explorer.accounts.roles import Role
from explorer.accounts.sessions import Lifetimes, Session, session_of
from explorer.accounts.store import Store
from explorer.accounts.tokens import token_of
from explorer.accounts.users import any_users
from queries.errors import NotAllowed, NotLoggedIn
from queries.settings import Settings

BEARER = "bearer"


@dataclass(frozen=True, slots=True)
class Visitor:
    """One request's. `id` tells people and tokens apart, in limits, logs and what is kept."""

    by: Literal["local", "session", "token", "nobody"]
    role: Role
    id: str
    name: str = ""
    session: Session | None = None

    def may(self, role: Role) -> bool:
        """Whether what needs that role is theirs to do."""
        return self.role >= role


LOCAL = Visitor("local", Role.ADMIN, "local")
NOBODY = Visitor("nobody", Role.ANYBODY, "nobody")


def visitor_of(request: Request, store: Store, lifetimes: Lifetimes, *, local: bool) -> Visitor:
    """Who sent that. `local` says that nobody beyond this machine can reach the site.

    Raises NotLoggedIn for a token that is none, NotAllowed for one of other addresses.
    """
    sent = sent_token(request)
    if sent is not None:
        token = token_of(store, sent)
        if token is None:
            raise NotLoggedIn("that token is not known, or its time is over")
        if not token.reaches(request.path):
            raise NotAllowed(f"that token is for {token.below} alone")
        return Visitor("token", token.role, f"token:{token.id}", token.name)
    if not any_users(store):
        return LOCAL if local else NOBODY
    secret = cookies.sent(request, cookies.SESSION)
    session = session_of(store, secret, lifetimes) if secret else None
    if session is None:
        return NOBODY
    return Visitor("session", session.role, f"user:{session.user}", session.name, session)


def sent_token(request: Request) -> str | None:
    """What came as an API token; what else a proxy or a browser says there is none."""
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    return sent.strip() if kind.lower() == BEARER else None


def is_loopback(host: str) -> bool:
    """Whether that is an address of this machine which others cannot reach."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def within_this_machine(settings: Settings) -> bool:
    """Whether nobody beyond this machine can reach the site, as far as settings tell.

    A proxy, or a name that is not loopback's, is a way in from beyond.
    """
    if settings.proxy or settings.host_names:
        return False
    return is_loopback(settings.host) or settings.reach == "loopback"
