"""Which private PostgreSQL, mosquitto and Caddy does this machine have, and how do they start and stop?"""

from deploy.account import Account, private_folder, server_account
from deploy.servers.caddy import Caddy
from deploy.servers.installation import Installation, ensure, installed, require
from deploy.servers.mosquitto import Mosquitto
from deploy.servers.postgres import Postgres

__all__ = [
    "Account",
    "Caddy",
    "Installation",
    "Mosquitto",
    "Postgres",
    "ensure",
    "installed",
    "private_folder",
    "require",
    "server_account",
]
