"""Which site of Stack Exchange a dump is of: as asked, else guessed and said aloud."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from loader.sources.source import Announce
from queries.errors import SourceError

# Sites with an address of their own; all others are <site>.stackexchange.com.
_OWN_ADDRESSES = {
    "stackoverflow": "stackoverflow.com",
    "superuser": "superuser.com",
    "serverfault": "serverfault.com",
    "askubuntu": "askubuntu.com",
    "stackapps": "stackapps.com",
    "mathoverflow": "mathoverflow.net",
}
_HOSTS = "|".join(re.escape(host) for host in _OWN_ADDRESSES.values())
_HOST = re.compile(rf"(?:[a-z0-9-]+\.)*(?:stackexchange\.com|{_HOSTS})")
_LINK = re.compile(rf"https?://({_HOST.pattern})/(?:q|a|questions)/\d")
_SITE = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")

UNKNOWN_NETWORK = "stackexchange"


@dataclass(frozen=True, slots=True)
class Site:
    """The network its ids belong to, and its address; empty when nobody knows it."""

    network: str
    host: str = ""

    def url(self, path: str) -> str | None:
        """The address of `path` on the site."""
        return f"https://{self.host}/{path}" if self.host else None


def links_in(text: str) -> Counter[str]:
    """How often `text` links to posts of each site."""
    return Counter(_LINK.findall(text))


def site_of(
    name: str, links: Mapping[str, int], options: Mapping[str, str], announce: Announce
) -> Site:
    """The site of the dump called `name`, whose posts link to sites as often as `links` says.

    Asked for with `site`; else the folder or archive is named after it, as published ones are;
    else it is the one that its posts link to most, since people cite their own site.
    """
    host, because = _host(name, links, options.get("site", "").strip().lower())
    network = options.get("network") or _name(host)
    if not _SITE.fullmatch(network):
        raise SourceError(f"--network {network!r}: use small letters, digits, '.' and '-'")
    if host:
        announce(f"{name}: the site is {host} ({because}), the network '{network}'")
    else:
        announce(f"{name}: which site is it? name it with --site, else posts have no links")
    return Site(network, host)


def _host(name: str, links: Mapping[str, int], asked: str) -> tuple[str, str]:
    """The address of the site, and how it is known."""
    if asked:
        if not _SITE.fullmatch(asked):
            raise SourceError(f"--site {asked!r}: use a name such as quantumcomputing")
        return _OWN_ADDRESSES.get(asked, asked if "." in asked else f"{asked}.stackexchange.com"), (
            "as asked"
        )
    if found := _HOST.match(name.lower()):
        return found[0], "from the name of the dump"
    if links:
        return max(links, key=lambda host: (links[host], host)), "its posts link to it most"
    return "", ""


def _name(host: str) -> str:
    """The short name of a site: 'quantumcomputing' for quantumcomputing.stackexchange.com."""
    own = {address: name for name, address in _OWN_ADDRESSES.items()}
    return own.get(host) or host.removesuffix(".stackexchange.com") or UNKNOWN_NETWORK
