"""How does the database in its container get every schema and every role?"""

import sys

import psycopg
from psycopg import sql

from deploy.compose.place import SUPERUSER, VAULT, database_url
from deploy.layout import DATABASE
from deploy.secret import Vault
from services.kit.migrate import migrate, owners


def main() -> None:
    """Make the database where there is none, bring it up to date, and say what was applied."""
    vault = Vault(VAULT)
    password = vault.password("postgres")
    with psycopg.connect(database_url(SUPERUSER, password, "postgres"), autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    passwords = {owner.role: vault.password(f"role-{owner.role}") for owner in owners() if owner.role}
    applied = migrate(database_url(SUPERUSER, password), passwords)
    sys.stdout.write("".join(f"{name}\n" for name in applied) or "The database is up to date.\n")


if __name__ == "__main__":
    main()
