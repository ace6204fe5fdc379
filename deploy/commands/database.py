"""In which database does a command look for what the platform keeps?"""

import os

from pydantic import SecretStr

from deploy.failure import Failure
from deploy.layout import DATABASE, Layout
from deploy.port import free_port
from deploy.servers import require
from deploy.state import Home
from services.kit.settings import Settings, read


def service_settings(service: str) -> Settings:
    """Return a service's settings: those of the environment where it names a database, else the running platform's.

    Raises Failure where there is neither.
    """
    if os.environ.get("HOWDAH_DATABASE_URL"):
        return read(Settings)
    remedy = f"Start it with `howdah up`, or name the database, as {service} sees it, in HOWDAH_DATABASE_URL."
    return Settings(database_url=SecretStr(running_url(f"svc_{service}", remedy)))


def running_url(role: str, remedy: str) -> str:
    """Return where a role reaches the running platform's database; raises Failure with a remedy where none runs."""
    home = Home.of_project()
    told = home.told()
    if told is None:
        raise Failure("No platform runs here whose database could be looked at.", remedy)
    layout = Layout(home, require(), free_port(), free_port(), postgres_port=told["postgres_port"])
    return layout.postgres.url(DATABASE, role, layout.role_password(role))
