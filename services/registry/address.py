"""From which address does somebody sign in, when a neighbour passes the request on?"""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from fastapi import Request

from services.kit.client import FORWARDED
from services.kit.resources import Resources
from services.registry.settings import settings_of

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

UNKNOWN = "unknown"
# A container that is started anew has another address under the same name.
_RESOLVED_FOR_S = 10.0
# Whoever has an IPv6 address has all of its network.
_IPV6_PREFIX = 64


@dataclass
class Neighbourhood:
    """The neighbours that are believed: addresses, networks (`10.0.0.0/8`) and names of hosts."""

    told: Sequence[str]
    _found: frozenset[Network] = frozenset()
    _until: float = 0.0

    async def origin(self, peer: str | None, forwarded: Iterable[str]) -> str:
        """Return where a request began: at the peer, unless that is one of them and tells of somebody else.

        Of a chain of addresses the last that is none of theirs is believed: what stands before it anybody may write.
        """
        address = _parsed(peer or "")
        chain = [part.strip() for line in forwarded for part in line.split(",")]
        while address and chain and await self._includes(address):
            before = _parsed(chain.pop())
            if before is None:
                break
            address = before
        return _named(address) if address else UNKNOWN

    async def _includes(self, address: Address) -> bool:
        if self.told and time.monotonic() >= self._until:
            found = await asyncio.gather(*map(_networks, self.told))
            self._found = frozenset(network for networks in found for network in networks)
            self._until = time.monotonic() + _RESOLVED_FOR_S
        return any(address in network for network in self._found)


async def client_address(request: Request) -> str:
    """Return where a request began: an IPv4 address, an IPv6 network, or `unknown`."""
    resources: Resources = request.app.state.resources
    peer = request.client.host if request.client else None
    known = _neighbourhood(settings_of(resources).trusted_neighbours)
    return await known.origin(peer, request.headers.getlist(FORWARDED))


_neighbourhood = cache(Neighbourhood)


async def _networks(told: str) -> list[Network]:
    try:
        return [ipaddress.ip_network(told, strict=False)]
    except ValueError:
        pass
    try:
        found = await asyncio.get_running_loop().getaddrinfo(told, None, type=socket.SOCK_STREAM)
    except OSError:
        # It is not there, so nothing comes from it.
        return []
    return [ipaddress.ip_network(address[0]) for *_, address in found]


def _parsed(text: str) -> Address | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _named(address: Address) -> str:
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(ipaddress.ip_network((address, _IPV6_PREFIX), strict=False))
