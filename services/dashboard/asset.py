"""Which files does a browser load, and how long may it keep them?"""

import gzip
import hashlib
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from services.kit.errors import NotFound

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent
NAME = r"^[a-z0-9][a-z0-9.-]{0,63}$"
Name = Annotated[str, PathParameter(pattern=NAME)]

# The only files of other people's packages that leave the house, by the name under which they do.
PACKAGED = {
    "echarts.js": "echarts/dist/echarts.common.min.js",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "inter-latin.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "swagger-ui-bundle.js": "swagger-ui-dist/swagger-ui-bundle.js",
    "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
}
MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
PACKED = frozenset({".woff2"})
# What a module imports at once; what it imports when it comes to need it has a bracket.
_IMPORTED = re.compile(r"""\bimport\b[^"';(]*["']\./([^"']+)["']""")
KEPT = "public, max-age=31536000, immutable"
ASKED_AGAIN = "public, max-age=60, must-revalidate"


class UnknownAsset(NotFound):
    """There is no such file for browsers."""

    code, title = "unknown-asset", "Unknown asset"


class MissingPackages(NotFound):
    """The packages from npm are not installed."""

    code, title = "missing-packages", "JavaScript packages are not installed"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: plain, and smaller where that pays."""

    body: bytes
    media_type: str
    packed: bool

    @cached_property
    def tag(self) -> str:
        """Return the entity tag of the content."""
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"'

    @cached_property
    def gzipped(self) -> bytes:
        """Return the body for clients that take gzip."""
        return gzip.compress(self.body, 6, mtime=0)


@dataclass(frozen=True)
class Assets:
    """The files of `static/`, and those of the packages that `PACKAGED` allows."""

    folder: Path
    _read: dict[str, Asset] = field(default_factory=dict)

    @cached_property
    def paths(self) -> dict[str, Path]:
        """Return where every file lies that may be sent, by name."""
        own = {path.name: path for path in sorted((self.folder / "static").iterdir()) if path.suffix in MEDIA_TYPES}
        return {name: self.folder / "node_modules" / path for name, path in PACKAGED.items()} | own

    @cached_property
    def version(self) -> str:
        """Return a name for the content of all files together: an address that holds it never goes stale."""
        digest = hashlib.sha256()
        for name, path in sorted(self.paths.items()):
            digest.update(name.encode() + (path.read_bytes() if path.is_file() else b""))
        return digest.hexdigest()[:12]

    def url(self, name: str) -> str:
        """Return the address of a file; one that does not change may be kept for a year."""
        return f"/assets/{self.version}/{name}"

    def imports(self, name: str) -> list[str]:
        """Return the modules that one imports, and these in turn, nearest first: a browser that is told of all at once
        need not find them one behind the other."""
        found = [name]
        for one in found:
            if one in self.paths and self.paths[one].parent.name == "static":
                text = self.get(one).body.decode()
                found += [each for each in dict.fromkeys(_IMPORTED.findall(text)) if each not in found]
        return found[1:]

    def get(self, name: str) -> Asset:
        """Return a file; raises UnknownAsset for what is not allowed and MissingPackages for what is not installed."""
        if name not in self.paths:
            raise UnknownAsset(f"There is no asset '{name}'.")
        path = self.paths[name]
        if not path.is_file():
            raise MissingPackages(f"'{name}' comes from an npm package that is not installed; run `make setup`.")
        if name not in self._read:
            self._read[name] = Asset(path.read_bytes(), MEDIA_TYPES[path.suffix], path.suffix in PACKED)
        return self._read[name]


@lru_cache
def assets() -> Assets:
    """Return the assets of this process, read when they are first asked for."""
    return Assets(FOLDER)


@router.get("/favicon.ico", summary="Icon", description="For pages of other services, which name no icon.")
async def icon(request: Request) -> Response:
    return _answer(request, assets().get("favicon.svg"), ASKED_AGAIN)


@router.get("/assets/{name}", summary="Asset", description="A file for browsers, asked for again when it changed.")
async def asset(request: Request, name: Name) -> Response:
    return _answer(request, assets().get(name), ASKED_AGAIN)


@router.get("/assets/{version}/{name}", summary="Asset of a version", description="A file for browsers, to be kept.")
async def asset_of_version(request: Request, version: str, name: Name) -> Response:
    found = assets().get(name)
    return _answer(request, found, KEPT if version == assets().version else ASKED_AGAIN)


def _answer(request: Request, found: Asset, keeping: str) -> Response:
    headers = {"Cache-Control": keeping, "ETag": found.tag, "Vary": "Accept-Encoding"}
    if found.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if found.packed or "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(found.body, headers=headers, media_type=found.media_type)
    return Response(found.gzipped, headers={**headers, "Content-Encoding": "gzip"}, media_type=found.media_type)
