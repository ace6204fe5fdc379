"""Who signs the tokens of a test?"""

import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.kit import auth
from services.kit.errors import NotSignedIn


@dataclass(frozen=True)
class SigningKey:
    """A key that signs the tokens of a test, and the published half of it."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def kid(self) -> str:
        """Return the key's id, as the registry would publish it."""
        return auth.key_id(self.private.public_key())

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the public half; raises NotSignedIn for another key's id."""
        if kid != self.kid:
            raise NotSignedIn("The token is signed by a key that this platform does not know; sign in again.")
        return jwt.PyJWK(self.published())

    def published(self) -> dict[str, Any]:
        """Return the public half as the registry's key set has it."""
        public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(self.private.public_key()))
        return {**public, "kid": self.kid, "alg": auth.ALGORITHM}

    def pem(self) -> bytes:
        """Return the private half as PKCS 8 PEM, as the registry's key file holds it."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def token(self, role: auth.Role = auth.Role.ENGINEER, /, *viewers: str, **claims: Any) -> str:
        """Return a signed token of a role that sees what `viewers` may see; `claims` override any claim."""
        begun = datetime.now(UTC)
        told: dict[str, Any] = {
            "sub": f"user:{role}",
            "name": f"Test {role}",
            "role": role,
            "customer": next((v.removeprefix("customer:") for v in viewers if v.startswith("customer:")), None),
            "viewers": list(viewers),
            "permissions": ["*:read", "*:write"] if role == auth.Role.ADMINISTRATOR else ["*:read"],
            "iss": auth.ISSUER,
            "aud": auth.AUDIENCE,
            "iat": begun,
            "exp": begun + timedelta(minutes=10),
            "jti": secrets.token_hex(8),
        }
        return jwt.encode({**told, **claims}, self.private, auth.ALGORITHM, headers={"kid": self.kid})


@pytest.fixture
def signing() -> SigningKey:
    """The key that signs this test's tokens."""
    return SigningKey()
