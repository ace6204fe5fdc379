"""Did a request that changes something come from one of our own pages?"""

from urllib.parse import urlsplit

from fastapi import Request

from services.kit.errors import NotPermitted

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class ForeignOrigin(NotPermitted):
    """Another site's page sent this request, or a browser that does not say."""

    code, title = "foreign-origin", "Sent from another site"


async def same_origin(request: Request) -> None:
    """Let pass what only reads, and what a page of this very host sent; raises ForeignOrigin for the rest."""
    if request.method in SAFE:
        return
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    own = origin is not None and urlsplit(origin).netloc == request.headers.get("host")
    if not own or site not in (None, "same-origin"):
        raise ForeignOrigin("This was not sent from a page of this platform. Open the page here and try again.")


def local_path(wanted: str | None, otherwise: str = "/") -> str:
    """Return the path to go on at, when it is one of this host's pages, else `otherwise`."""
    if not wanted or not wanted.isprintable() or "\\" in wanted:
        return otherwise
    parts = urlsplit(wanted)
    foreign = parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith("//")
    return otherwise if foreign or parts.path in ("/sign-in", "/sign-out") else wanted
