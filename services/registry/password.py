"""Does a password fit, whatever the name, in the same time?"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pydantic import SecretStr

# The second profile that RFC 9106 recommends: argon2id, 64 MiB, 3 passes, 4 lanes.
_HASHER = PasswordHasher()
# Each hash takes 64 MiB and a core for a fifth of a second: more at a time would only take each other's.
_THREADS = ThreadPoolExecutor(2, "argon2")
# Of random bytes that were thrown away; what a user who is not there, or has no password, is compared with.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$6Vu5hXBONh4K5JVeHc7a7w$2DwCfUEYOqI7EV1kkcnk5wNDIa2G1zKKcWlw0g8bblI"


async def hash_password(password: SecretStr) -> str:
    """Return what is kept of a password: its argon2id hash with salt and parameters."""
    return await asyncio.get_running_loop().run_in_executor(_THREADS, _HASHER.hash, password.get_secret_value())


async def fits(stored: str | None, password: SecretStr) -> bool:
    """Return whether a password fits a stored hash; None fits nothing, and takes as long."""
    given = password.get_secret_value()
    fitting = await asyncio.get_running_loop().run_in_executor(_THREADS, _verify, stored or NOBODY, given)
    return fitting and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
