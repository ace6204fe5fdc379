"""What does the registry need to be told at start, beside what every service is told?"""

from pathlib import Path

from pydantic import Field, SecretStr

from services.kit.resources import Resources
from services.kit.settings import Settings
from services.registry.text import UserName


class RegistrySettings(Settings):
    """Everything the registry is told, read once from `HOWDAH_…` variables and frozen."""

    signing_key_file: Path = Field(description="the private Ed25519 key that signs tokens, as PEM (PKCS 8)")
    token_lifetime_s: int = Field(900, ge=60, le=900)
    api_key_longest_days: int = Field(366, ge=1)
    sign_in_attempts: int = Field(10, ge=1, description="failed attempts for one user within the window")
    sign_in_attempts_per_address: int = Field(300, ge=1, description="failed attempts from one address within it")
    trusted_neighbours: tuple[str, ...] = Field(
        (), description="addresses, networks or hosts whose X-Forwarded-For is believed: the public door, the dashboard"
    )
    sign_in_window_s: int = Field(300, ge=1)
    admin_user: UserName | None = Field(None, description="made at start when there is no user at all")
    admin_password_file: Path | None = None
    broker_rules_url: SecretStr | None = Field(None, description="the broker, as the user who lets machines in")
    broker_timeout_s: float = Field(5.0, gt=0)
    revocation_every_s: float = Field(5.0, gt=0, description="how often unfinished revocations are tried again")
    log_seal_every_s: float = Field(
        60.0, gt=0, description="how often it is sealed who read what in hours that are over"
    )
    erasure_every_s: float = Field(5.0, gt=0, description="how often erasures are gone on with")
    erasure_settles_s: float = Field(120.0, ge=0, description="so long behind the first pass the second one erases")
    service_poll_every_s: float = Field(10.0, gt=0)


def settings_of(resources: Resources) -> RegistrySettings:
    """Return what this registry was told; raises TypeError in a process that is no registry."""
    if isinstance(resources.settings, RegistrySettings):
        return resources.settings
    raise TypeError("These are not the settings of a registry.")
