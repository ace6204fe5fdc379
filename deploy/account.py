"""Which account of the operating system do the servers run under, and where may it keep data?"""

import hashlib
import os
import pwd
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SYSTEM_STATE = Path("/var/lib/howdah")


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int


def server_account(data: Path) -> Account | None:
    """Return the account that servers keeping their state in `data` run under, None for our own.

    PostgreSQL refuses to run as root, so root hands its servers to the owner of existing data, or else to `nobody`.
    """
    if os.geteuid() != 0:
        return None
    owner = data.stat().st_uid if data.exists() else 0
    entry = pwd.getpwuid(owner) if owner else pwd.getpwnam("nobody")
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def private_folder(wanted: Path) -> Path:
    """Return a folder for the servers' state: `wanted`, or one below /var/lib when root's servers cannot reach that.

    The folder exists afterwards, and only the account of the servers may look into it.
    """
    elsewhere = SYSTEM_STATE / hashlib.sha256(str(wanted).encode()).hexdigest()[:12]
    # What was begun elsewhere stays there, also when the way to the wanted folder has been opened since.
    folder = elsewhere if os.geteuid() == 0 and (elsewhere.exists() or not _passable(wanted)) else wanted
    account = server_account(folder)
    if folder == elsewhere:
        SYSTEM_STATE.mkdir(exist_ok=True)
        SYSTEM_STATE.chmod(0o755)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def own_folder(folder: Path, account: Account | None) -> Path:
    """Return the folder, made if need be, closed to everybody but the account."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if account:
        os.chown(folder, account.uid, account.gid)
    return folder


def write_private(path: Path, text: str, account: Account | None) -> None:
    """Replace the file in one step, readable by nobody but the account."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        if account:
            os.fchown(file.fileno(), account.uid, account.gid)
    beside.replace(path)


def _passable(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in _existing_parents(folder))


def _existing_parents(folder: Path) -> Iterator[Path]:
    return (parent for parent in folder.absolute().parents if parent.exists())
