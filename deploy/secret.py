"""Which passwords and keys does a platform have, and how are they kept?"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat


class Vault:
    """Secrets by name, each in a file that nobody else may read, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def password(self, name: str) -> str:
        """Return a long random word."""
        return self.file(name, secrets.token_urlsafe(24)).read_text(encoding="utf-8")

    def phrase(self, name: str) -> str:
        """Return a random password that a person can type."""
        words = "-".join(secrets.token_hex(2) for _ in range(4))
        return self.file(name, words).read_text(encoding="utf-8")

    def signing_key(self, name: str) -> Path:
        """Return the file with a private Ed25519 key in PKCS 8 PEM."""
        key = Ed25519PrivateKey.generate()
        return self.file(name, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode())

    def file(self, name: str, first: str) -> Path:
        """Return the file of a secret, written with `first` when there is none yet."""
        path = self._folder / name
        if not path.exists():
            self.write(name, first)
        return path

    def write(self, name: str, content: str) -> Path:
        """Keep a secret in the place of the one that was there, and return its file."""
        path, beside = self._folder / name, self._folder / f".{name}.part"
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(content)
        return beside.replace(path)
