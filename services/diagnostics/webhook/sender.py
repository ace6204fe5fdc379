"""What does a receiver say to one webhook?"""

import asyncio
import ssl
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx

from services.diagnostics.webhook import signature
from services.diagnostics.webhook.address import NotAllowed, check_url, checked_address


@dataclass(frozen=True)
class Message:
    """What is sent where, signed with which secret."""

    id: str
    url: str
    secret: str
    body: str


@dataclass(frozen=True)
class Way:
    """How messages go: which internal hosts are allowed, how long an answer may take, and which certificates hold."""

    internal: frozenset[str]
    timeout_s: float
    trusted: ssl.SSLContext


def trusted_certificates(own: Path | None) -> ssl.SSLContext:
    """Return what the public authorities vouch for, and besides those the operator's own, of a PEM file."""
    context = httpx.create_ssl_context(trust_env=False)
    if own:
        context.load_verify_locations(own)
    return context


@dataclass(frozen=True)
class Outcome:
    """What became of an attempt: the receiver's status, or why there is none."""

    status: int | None
    error: str | None = None
    retry_after: str | None = None

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it: nothing but 2xx says so."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the receiver wants to hear nothing more."""
        return self.status == httpx.codes.GONE


async def send(message: Message, now: datetime, way: Way) -> Outcome:
    """Send a message to the address that was checked and no other; redirects are not followed, bodies not read."""
    try:
        async with asyncio.timeout(way.timeout_s):
            return await _send(message, now, way)
    except NotAllowed as error:
        return Outcome(None, str(error))
    except TimeoutError:
        return Outcome(None, f"There was no answer within {way.timeout_s:g} s.")
    except httpx.HTTPError as error:
        return Outcome(None, f"It could not be reached: {type(error).__name__}.")


async def _send(message: Message, now: datetime, way: Way) -> Outcome:
    url = check_url(message.url, way.internal)
    address = await checked_address(url, way.internal)
    body = message.body.encode()
    headers = {
        **signature.headers(message.secret, message.id, int(now.timestamp()), body),
        "host": url.netloc.decode("ascii"),
        "user-agent": "howdah-webhooks/1",
    }
    # The certificate must still be that of the name.
    named = {"sni_hostname": url.raw_host.decode("ascii")}
    # Proxies of the environment would look the name up again.
    async with (
        httpx.AsyncClient(verify=way.trusted, trust_env=False, timeout=way.timeout_s) as http,
        http.stream("POST", url.copy_with(host=address), content=body, headers=headers, extensions=named) as answer,
    ):
        refused = None if answer.is_success else f"It answered {answer.status_code}."
        return Outcome(answer.status_code, refused, answer.headers.get("retry-after"))
