"""What does a token tell of a user: whom they may see as, and what they may do?"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta

from services.kit.auth import Role
from services.registry.api import ApiKey, Token, User
from services.registry.settings import RegistrySettings
from services.registry.signing import signer

# Who looks after machines says what becomes of their alerts.
_LOOKING_AFTER = ("diagnostics:write", "maintenance:write", "positioning:write", "site:write", "weighing:write")
_OWN: Mapping[Role, Sequence[str]] = {
    Role.ADMINISTRATOR: ("*:read", "*:write"),
    Role.ENGINEER: ("*:read", *_LOOKING_AFTER),
    # Their data are theirs to give.
    Role.CUSTOMER: ("*:read", "consent:write", *_LOOKING_AFTER),
    Role.DEVELOPER: ("*:read",),
}


def viewers(user: User) -> list[str]:
    """Return as whom a user sees machines and their data."""
    match user.role:
        case Role.ADMINISTRATOR:
            return ["all"]
        case Role.CUSTOMER:
            return [f"customer:{user.customer}"]
        case Role.ENGINEER | Role.DEVELOPER:
            return [*(f"region:{region}" for region in user.regions), *(f"party:{party}" for party in user.parties)]


def permissions(role: Role, limit: list[str] | None = None) -> list[str]:
    """Return what a role may do, within the limits of a key (None: no key)."""
    own = _OWN[role]
    return list(own) if limit is None else [one for wanted in limit for one in _within(wanted, own)]


def _within(wanted: str, own: Sequence[str]) -> list[str]:
    every = f"*:{wanted.partition(':')[2]}"
    if wanted in own or every in own:
        return [wanted]
    return [one for one in own if wanted == every and one.endswith(every[1:])]


def issue(settings: RegistrySettings, user: User, key: ApiKey | None = None) -> Token:
    """Return a token of a user, or of one of their keys."""
    claims = {
        "sub": f"key:{key.id}" if key else f"user:{user.id}",
        "name": f"{user.name} ({key.name})" if key else user.name,
        "role": user.role.value,
        "customer": user.customer,
        "viewers": viewers(user),
        "permissions": permissions(user.role, key.permissions if key else None),
        "jti": secrets.token_hex(8),
    }
    return signer(settings.signing_key_file).sign(claims, timedelta(seconds=settings.token_lifetime_s))
