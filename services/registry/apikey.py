"""What does an API key look like, what may it do, and what is kept of it?"""

import hashlib
import secrets
import zlib
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from services.kit.auth import Principal
from services.kit.database import Connection
from services.kit.errors import BadRequest, FieldError, NotPermitted
from services.registry.api import CreatedApiKey, NewApiKey
from services.registry.settings import RegistrySettings
from services.registry.store import account

PREFIX = "howdah_"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_RANDOM_DIGITS = 43
_CHECK_DIGITS = 6


async def create(db: Connection, user: str, wanted: NewApiKey) -> CreatedApiKey:
    """Return a fresh key of a user, of which only a hash is kept."""
    key = make_key()
    kept = await account.insert_api_key(db, user, wanted, key_id=secrets.token_hex(8), hashed=digest(key))
    return CreatedApiKey(**kept.model_dump(), key=key.get_secret_value())


def check(wanted: NewApiKey, caller: Principal, settings: RegistrySettings) -> None:
    """Raise NotPermitted for a key that may do more than its maker, BadRequest for one that lasts too long."""
    if beyond := [permission for permission in wanted.permissions if not caller.may(permission)]:
        raise NotPermitted(f"You have not the permission '{beyond[0]}', so a key of yours cannot have it.")
    longest = timedelta(days=settings.api_key_longest_days)
    if not timedelta(0) < wanted.expires_at - datetime.now(UTC) <= longest:
        detail = f"A key ends in the future, at most {longest.days} days from now; make another when it does."
        raise BadRequest(detail, errors=[FieldError(field="expires_at", detail=detail)])


def make_key() -> SecretStr:
    """Return a fresh key: prefix, 256 random bits, and a checksum by which scanners and typing errors are known."""
    body = PREFIX + _written(secrets.randbits(256), _RANDOM_DIGITS)
    return SecretStr(body + _checksum(body))


def is_well_formed(key: SecretStr) -> bool:
    """Return whether this can be a key at all."""
    text = key.get_secret_value()
    whole = len(text) == len(PREFIX) + _RANDOM_DIGITS + _CHECK_DIGITS
    return whole and text.startswith(PREFIX) and text[-_CHECK_DIGITS:] == _checksum(text[:-_CHECK_DIGITS])


def digest(key: SecretStr) -> bytes:
    """Return what is kept of a key: its SHA-256, which nobody can turn round as the key is random."""
    return hashlib.sha256(key.get_secret_value().encode()).digest()


def _checksum(body: str) -> str:
    return _written(zlib.crc32(body.encode()), _CHECK_DIGITS)


def _written(number: int, digits: int) -> str:
    text = ""
    for _ in range(digits):
        number, digit = divmod(number, len(_DIGITS))
        text = _DIGITS[digit] + text
    return text
