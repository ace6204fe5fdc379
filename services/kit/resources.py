"""What does a running service hold: its settings, pool, keys, events and ways to its neighbours?"""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import httpx

from services.kit.auth import Keys, Verified
from services.kit.database import Pool
from services.kit.events import Events
from services.kit.settings import Settings
from services.kit.together import Looks

# A stream that somebody follows holds a connection for as long. One that is idle is given up long before the other side
# would close it: a request that is sent just as it closes is lost.
_LIMITS = httpx.Limits(max_connections=None, max_keepalive_connections=50, keepalive_expiry=30)
Transports = Mapping[str, httpx.AsyncBaseTransport]


@lru_cache
def _trusted() -> ssl.SSLContext:
    """Return whom to trust over TLS, read once: that takes long enough to hold up everybody else."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Resources:
    """Made once at start, passed to workers and reached by dependencies; `transports` lets tests join apps directly."""

    name: str
    settings: Settings
    pool: Pool
    keys: Keys
    events: Events
    transports: Transports
    verified: Verified = field(default_factory=Verified)
    looks: Looks = field(default_factory=Looks)
    _http: dict[str, httpx.AsyncClient] = field(default_factory=dict)

    def http(self, service: str) -> httpx.AsyncClient:
        """Return the connection-keeping HTTP client of one neighbour."""
        if service not in self._http:
            transport = self.transports.get(service) or httpx.AsyncHTTPTransport(_trusted(), retries=2, limits=_LIMITS)
            self._http[service] = httpx.AsyncClient(
                base_url=self.settings.url_of(service), transport=transport, timeout=self.settings.neighbour_timeout_s
            )
        return self._http[service]

    async def close(self) -> None:
        """Close what was opened."""
        for client in self._http.values():
            await client.aclose()
