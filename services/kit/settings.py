"""What does a process need to be told at start?"""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything a process is told, read once from `HOWDAH_…` variables and frozen."""

    model_config = SettingsConfigDict(env_prefix="HOWDAH_", frozen=True, extra="ignore")

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
    max_body_bytes: int = Field(1_048_576, ge=1024)
    neighbour_timeout_s: float = Field(5.0, gt=0)

    def url_of(self, service: str) -> str:
        """Return the base URL at which a service listens."""
        return self.service_urls.get(service) or self.service_url_template.format(service=service)
