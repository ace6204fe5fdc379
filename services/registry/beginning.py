"""Who is the first administrator of a registry that knows nobody?"""

import structlog
from pydantic import SecretStr

from services.kit.auth import Role
from services.kit.resources import Resources
from services.registry import password
from services.registry.account import UserDetails
from services.registry.entry import attempts_of
from services.registry.settings import settings_of
from services.registry.store import account, change

log = structlog.get_logger()


async def make_administrator(resources: Resources) -> None:
    """Make the administrator whom the settings name, with the password in the file they name, if there is no user.

    Raises ValidationError for a password that is too short, OSError for a file that cannot be read.
    """
    settings = settings_of(resources)
    if settings.admin_user is None or settings.admin_password_file is None:
        return
    async with change(resources.pool) as db:
        if await account.has_user(db):
            return
        secret = SecretStr(settings.admin_password_file.read_text().strip())
        details = UserDetails(name="Administrator", role=Role.ADMINISTRATOR, password=secret)
        await account.put_user(db, settings.admin_user, details, await password.hash_password(secret))
        # Whoever waits for this registry by signing in has failed until now.
        await account.forget_attempts(db, attempts_of(settings.admin_user))
    log.info("administrator_made", user=settings.admin_user)
