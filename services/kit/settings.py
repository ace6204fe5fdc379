"""What does a process need to be told at start?"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

_PREFIX = "HOWDAH_"


class Settings(BaseSettings):
    """Everything a process is told, read once from `HOWDAH_…` variables and frozen."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = 8000
    database_url: SecretStr = Field(description="postgresql://role:password@host:port/howdah")
    mqtt_url: SecretStr | None = Field(None, description="mqtt://user:password@host:port, where events go")
    service_urls: dict[str, str] = Field({}, description="where each service listens; others at service_url_template")
    service_url_template: str = "http://{service}:8000"
    public_url: str = Field("http://127.0.0.1:8080", description="the one public door, for links and token issuer")
    log_format: str = "json"
    log_level: str = "info"
    commit: str = "unknown"
    built_at: str = "unknown"
    pool_size: int = Field(8, ge=1, le=100)
    pool_wait_s: float = Field(2.0, gt=0, description="so long a request waits for a connection of the pool")
    models_folder: Path | None = Field(None, description="where fitted models lie; without it there are none")
    max_body_bytes: int = Field(1_048_576, ge=1024)
    neighbour_timeout_s: float = Field(5.0, gt=0)
    log_every_s: float = Field(10.0, gt=0, description="how often what was read is written into the log of access")
    work_after_s: float = Field(5.0, ge=0, description="so long after the start workers take nothing in")

    def url_of(self, service: str) -> str:
        """Return the base URL at which a service listens."""
        return self.service_urls.get(service) or self.service_url_template.format(service=service)


Told = TypeVar("Told", bound=Settings)


def read(kind: type[Told]) -> Told:
    """Return what the environment tells; where that is too little, or wrong, end the process and say so line by line.

    No value is shown, because it may be a secret.
    """
    try:
        return kind()
    except ValidationError as error:
        sys.exit("\n".join(_wrong(kind, error)))
    except SettingsError as error:
        # A list or a mapping is JSON; pydantic names the field, and no value.
        sys.exit(f"{error}: write it as JSON.")


def _wrong(kind: type[Settings], error: ValidationError) -> Iterator[str]:
    for one in error.errors(include_url=False, include_input=False, include_context=False):
        if not one["loc"]:
            yield one["msg"].removeprefix("Value error, ")
            continue
        name = str(one["loc"][0])
        wrong = "is not set" if one["type"] == "missing" else f"is wrong: {one['msg']}"
        about = kind.model_fields[name].description
        yield f"{_PREFIX}{name.upper()} {wrong}" + (f" ({about})" if about else "") + "."
