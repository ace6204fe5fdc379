"""What do the private servers have in common?"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from deploy.account import Account, server_account
from deploy.port import LOOPBACK
from deploy.servers.installation import Installation


@dataclass(frozen=True)
class Server:
    """A server of this installation on the loopback address, its state in `folder`."""

    installation: Installation
    folder: Path
    port: int

    @property
    def host(self) -> str:
        """The address it listens on."""
        return LOOPBACK

    @cached_property
    def account(self) -> Account | None:
        """The account of the operating system it runs under, None for our own."""
        return server_account(self.folder)
