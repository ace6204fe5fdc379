"""Who is the first administrator of a registry that knows nobody?"""

import structlog
from pydantic import SecretStr

from services.kit.auth import Role
from services.kit.database import transaction
from services.kit.resources import Resources
from services.registry import password
from services.registry.account import UserDetails
from services.registry.settings import settings_of
from services.registry.store import QUERIES, account

log = structlog.get_logger()


async def make_administrator(resources: Resources) -> None:
    """Make the administrator whom the settings name, with the password in the file they name, if there is no user.

    Raises ValidationError for a password that is too short, OSError for a file that cannot be read.
    """
    settings = settings_of(resources)
    if settings.admin_user is None or settings.admin_password_file is None:
        return
    async with transaction(resources.pool, ("all",)) as db:
        await db.execute(QUERIES["take_turn"])
        if await account.has_user(db):
            return
        secret = SecretStr(settings.admin_password_file.read_text().strip())
        details = UserDetails(name="Administrator", role=Role.ADMINISTRATOR, password=secret)
        await account.put_user(db, settings.admin_user, details, await password.hash_password(secret))
    log.info("administrator_made", user=settings.admin_user)
