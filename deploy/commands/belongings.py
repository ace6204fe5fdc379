"""How does a customer get all of their data?"""

from pathlib import Path

from rich.console import Console

from deploy.commands.database import running_url
from deploy.failure import Failure
from services.kit.belongings import MANIFEST, UnknownCustomer, export


def hand_over(customer: str, folder: Path) -> None:
    """Write a customer's data into a folder, and say what was written.

    Raises Failure where there is no such customer, no platform, or something in the folder already.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Failure(f"There is something in {folder} already.", "Name an empty folder, or one that is not there.")
    try:
        written = export(lambda role: running_url(role, "Start it with `howdah up`."), customer, folder)
    except UnknownCustomer:
        raise Failure(f"There is no customer '{customer}'.", "Their ids are at /api/registry/v1/customers.") from None
    console = Console()
    for one in written:
        if one.rows:
            console.print(f"{one.rows:>12,} rows  {one.file}", highlight=False)
    console.print(f"{len(written)} files, with rows and digests in {folder / MANIFEST}", highlight=False)
