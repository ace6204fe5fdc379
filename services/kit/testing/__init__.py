"""How is a service tried on real servers, with a database for each test, the real apps and signed tokens?"""

from services.kit.testing.database import (
    Database,
    PostgresServer,
    cloned,
    database,
    database_passwords,
    postgres,
    see,
    template,
)
from services.kit.testing.house import House, house, house_settings
from services.kit.testing.signing import SigningKey, signing

__all__ = [
    "Database",
    "House",
    "PostgresServer",
    "SigningKey",
    "cloned",
    "database",
    "database_passwords",
    "house",
    "house_settings",
    "postgres",
    "see",
    "signing",
    "template",
]
