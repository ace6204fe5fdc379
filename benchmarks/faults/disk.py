"""How does the database's disk get full, and have room again?"""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

_BALLAST = "ballast"
_CRUMB = 65_536
# CLONE_NEWNS of unshare(2).
_OWN_MOUNTS = 0x00020000


class NoDisk(Exception):
    """A disk of limited size cannot be made here; the reason is told."""


class Disk:
    """A file system of limited size in a file, in the place of a folder."""

    def __init__(self, folder: Path, image: Path, size: int) -> None:
        if os.geteuid() != 0:
            raise NoDisk("only root may mount a disk of limited size")
        if shutil.disk_usage(image.parent).free < size:
            raise NoDisk(f"{image.parent} has not the {size / 1e9:.0f} GB that such a disk may take")
        self.folder = folder
        self._image = image
        with image.open("wb") as file:
            file.truncate(size)
        owner = folder.stat()
        _run("mkfs.ext4", "-q", "-m", "0", str(image))
        _leave_shared_mounts()
        _run("mount", "-o", "loop", str(image), str(folder))
        os.chown(folder, owner.st_uid, owner.st_gid)
        folder.chmod(0o700)

    def fill(self) -> None:
        """Leave not a byte."""
        with (self.folder / _BALLAST).open("wb", buffering=0) as file:
            free = os.statvfs(self.folder)
            size = max(_CRUMB, free.f_bfree * free.f_frsize)
            while size >= _CRUMB:
                try:
                    os.posix_fallocate(file.fileno(), os.fstat(file.fileno()).st_size, size)
                except OSError:
                    size //= 2

    def free(self) -> None:
        """Make room again."""
        (self.folder / _BALLAST).unlink(missing_ok=True)

    def remove(self) -> None:
        """Take the disk away with all that is on it."""
        _run("umount", str(self.folder))
        self._image.unlink()


def _leave_shared_mounts() -> None:
    """Let this thread, and what it starts from here on, have mounts of their own: these end with the last of them."""
    if ctypes.CDLL(None, use_errno=True).unshare(_OWN_MOUNTS):
        raise NoDisk(f"mounts of our own are refused: {os.strerror(ctypes.get_errno())}")
    _run("mount", "--make-rprivate", "/")


def _run(*command: str) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    except FileNotFoundError:
        raise NoDisk(f"there is no program '{command[0]}'") from None
    except subprocess.CalledProcessError as error:
        raise NoDisk(f"'{' '.join(command)}' says: {error.stderr.strip()}") from None
