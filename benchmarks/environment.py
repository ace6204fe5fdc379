"""Where are the peers installed, so that nothing else ever depends on them?"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path


class NotInstalled(Exception):
    """The peers cannot be had; the reason is told."""


def python_of_peers(lock: Path, cache: Path) -> Path:
    """Return the Python of an environment in the cache folder with the peers that a lock file pins, made if need be.

    Raises NotInstalled.
    """
    told = lock.read_bytes() + sys.version.encode()
    folder = cache / f"bench-peers-{hashlib.sha256(told).hexdigest()[:12]}"
    if not (folder / "whole").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(folder))
        pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run(*pip, "--require-hashes", "--no-deps", "--only-binary=:all:", "-r", str(lock))
        (folder / "whole").touch()
    return folder / "bin/python"


def _run(*command: str) -> None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stdout + done.stderr).strip().splitlines()[-1:]
        raise NotInstalled(f"the peers cannot be installed: {' '.join(last)}")
