"""May something be sent to this address, or does it lie within somebody's own network?"""

import asyncio
import re
import socket
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import httpx

_Address = IPv4Address | IPv6Address
# An IPv4 address within an IPv6 one that a gateway translates (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LONGEST_URL = 2000
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+", re.IGNORECASE)


class NotAllowed(Exception):
    """Nothing is sent to this address; the text says what would be right."""


def check_url(text: str, internal: Collection[str]) -> httpx.URL:
    """Return a URL to which something may be sent as far as its text tells; raises NotAllowed.

    `internal` names the hosts that the operator of this platform allows although they are internal, also without TLS.
    """
    try:
        url = httpx.URL(text)
    except httpx.InvalidURL as error:
        raise NotAllowed("This is no URL; write one such as https://example.com/alerts.") from error
    named = _HOST.fullmatch(url.raw_host.decode("ascii")) and 0 < (url.port or 443) < 65_536
    if len(text) > _LONGEST_URL or not named or url.userinfo or url.fragment:
        raise NotAllowed("A URL has a host, no user, no fragment, a port below 65536 and at most 2000 characters.")
    if url.scheme != "https" and not (url.scheme == "http" and url.host in internal):
        raise NotAllowed("Webhooks go over https; write a URL such as https://example.com/alerts.")
    literal = _literal(url.host)
    if literal and url.host not in internal:
        check_address(literal)
    return url


def _literal(host: str) -> _Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def check_address(address: _Address) -> None:
    """Raise NotAllowed where an address is private, loopback, link-local, reserved or another that is not public."""
    inner = _inner(address)
    if not inner.is_global or inner.is_multicast or inner.is_reserved:
        raise NotAllowed(f"The address {address} is internal; webhooks go to public addresses only.")


def _inner(address: _Address) -> _Address:
    """Return the IPv4 address that an IPv6 address stands for, where it stands for one."""
    if isinstance(address, IPv4Address):
        return address
    translated = IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or translated or address


async def checked_address(url: httpx.URL, internal: Collection[str]) -> str:
    """Return the address to connect to, of a host of which every address is allowed; raises NotAllowed.

    The name is looked up once: who connects to what comes back cannot be led elsewhere by a second answer.
    """
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        async with asyncio.timeout(5):
            found = await asyncio.get_running_loop().getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError) as error:
        raise NotAllowed(f"The host {url.host} has no address that can be looked up.") from error
    addresses = [str(address[0]) for *_, address in found]
    if url.host not in internal:
        for one in addresses:
            check_address(ip_address(one.partition("%")[0]))
    return addresses[0]
