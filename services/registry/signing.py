"""With which key are tokens signed, and how is its public half published?"""

import base64
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from services.kit.auth import ALGORITHM, AUDIENCE, ISSUER, key_id
from services.kit.errors import NotSignedIn
from services.kit.resources import Transports
from services.kit.settings import Settings
from services.registry.api import PublicKey, Receipt, Token
from services.registry.body import Told
from services.registry.settings import RegistrySettings


class UnusableSigningKey(Exception):
    """The file of the signing key is not there, or holds no Ed25519 key."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"HOWDAH_SIGNING_KEY_FILE={path}: {why}. Make one with: openssl genpkey -algorithm ed25519 -out {path}"
        )


@dataclass(frozen=True)
class Signer:
    """The one key that signs tokens; as a source of keys, the one that verifies them here."""

    private: Ed25519PrivateKey

    @property
    def published(self) -> PublicKey:
        """Return the public half, for the key set."""
        public = self.private.public_key()
        x = base64.urlsafe_b64encode(public.public_bytes_raw()).decode().rstrip("=")
        return PublicKey(kid=key_id(public), x=x)

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the public half; raises NotSignedIn for another key's id."""
        published = self.published
        if kid != published.kid:
            raise NotSignedIn("The token is signed by a key that this platform does not know; sign in again.")
        return jwt.PyJWK(published.model_dump())

    def sign(self, claims: dict[str, Any], lifetime: timedelta) -> Token:
        """Return a token that tells these claims for so long."""
        begun = datetime.now(UTC).replace(microsecond=0)
        ends = begun + lifetime
        told = {**claims, "iss": ISSUER, "aud": AUDIENCE, "iat": begun, "exp": ends}
        token = jwt.encode(told, self.private, ALGORITHM, headers={"kid": self.published.kid})
        return Token(access_token=token, expires_in=round(lifetime.total_seconds()), expires_at=ends)

    def receipt(self, told: Told) -> Receipt:
        """Return what is told as a text of one form, its digest, and the signature over that."""
        named = told.model_dump(mode="json", by_alias=True)
        document = json.dumps(named, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        digest = hashlib.sha256(document.encode()).hexdigest()
        headers = {"kid": self.published.kid, "typ": "howdah-receipt"}
        return Receipt(
            document=document,
            sha256=digest,
            signature=jwt.api_jws.encode(digest.encode(), self.private, ALGORITHM, headers=headers),
        )


@cache
def signer(path: Path) -> Signer:
    """Return the signer of a key file, which is read once; raises UnusableSigningKey."""
    try:
        private = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise UnusableSigningKey(path, str(error)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise UnusableSigningKey(path, "the key is of another kind than Ed25519")
    return Signer(private)


def own_keys(settings: Settings, transports: Transports) -> Signer:
    """Return the keys that the registry itself trusts: its own, without asking over HTTP."""
    del transports
    if not isinstance(settings, RegistrySettings):
        raise TypeError("These are not the settings of a registry.")
    return signer(settings.signing_key_file)
