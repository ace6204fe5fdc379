"""Where does a running platform keep what it needs on disk, and who runs it?"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from deploy.account import private_folder
from deploy.failure import Failure
from deploy.patience import wait_until

PROJECT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Home:
    """The folder of one platform: its secrets, logs, servers' data and what `howdah status` reads."""

    folder: Path

    @classmethod
    def of_project(cls) -> "Home":
        """Return the home of the platform that `howdah up` runs: HOWDAH_HOME, or .howdah in the project."""
        return cls(Path(os.environ.get("HOWDAH_HOME") or PROJECT / ".howdah").absolute()).laid_out()

    @classmethod
    def temporary(cls) -> "Home":
        """Return a home of its own in a temporary folder; `remove` it afterwards."""
        return cls(Path(tempfile.mkdtemp(prefix="howdah-"))).laid_out()

    @property
    def secrets(self) -> Path:
        """Where passwords and keys lie, for our own account only."""
        return self.folder / "secrets"

    @property
    def logs(self) -> Path:
        """Where every program's log lies."""
        return self.folder / "logs"

    @property
    def demo(self) -> Path:
        """Where the simulated fleet keeps its credentials and what it has sent."""
        return self.folder / "demo"

    @property
    def models(self) -> Path:
        """Where fitted models lie, by name and version."""
        return self.folder / "models"

    @property
    def run_file(self) -> Path:
        """What the running platform says about itself."""
        return self.folder / "run.json"

    def servers(self) -> Path:
        """Return the folder of the servers' data, which may lie elsewhere when their account cannot reach this one."""
        return private_folder(self.folder / "servers")

    def laid_out(self) -> "Home":
        """Return this home with its folders made."""
        self.folder.mkdir(exist_ok=True)
        if os.geteuid() not in (0, self.folder.stat().st_uid):
            raise Failure(
                f"{self.folder} belongs to another user, who ran the platform here before.",
                "Run it as that user, or from a clone of your own.",
            )
        self.folder.chmod(0o711)
        for private in (self.secrets, self.logs, self.demo, self.models):
            private.mkdir(mode=0o700, exist_ok=True)
        return self

    def clear(self) -> None:
        """Remove data, secrets and logs, so that the next start begins with nothing."""
        for part in (self.secrets, self.logs, self.demo, self.servers()):
            shutil.rmtree(part)
        self.laid_out()

    def remove(self) -> None:
        """Remove everything."""
        shutil.rmtree(self.servers(), ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Keep anybody else from running a platform here for as long as this lasts."""
        with (self.folder / "lock").open("a") as lock:
            if not _lock(lock, fcntl.LOCK_EX):
                raise Failure(
                    "The platform already runs from this folder.",
                    "See it with `howdah status`, stop it with `howdah down`.",
                )
            self.run_file.unlink(missing_ok=True)
            try:
                yield
            finally:
                self.run_file.unlink(missing_ok=True)

    def is_held(self) -> bool:
        """Tell whether a platform runs here."""
        with (self.folder / "lock").open("a") as lock:
            return not _lock(lock, fcntl.LOCK_SH)

    def tell(self, told: dict[str, Any]) -> None:
        """Say what runs, for `howdah status` in another terminal."""
        beside = self.run_file.with_suffix(".part")
        beside.write_text(json.dumps({"pid": os.getpid(), **told}, indent=1), encoding="utf-8")
        beside.replace(self.run_file)

    def told(self) -> dict[str, Any] | None:
        """Return what the running platform says about itself, None when none runs."""
        if not self.is_held() or not self.run_file.exists():
            return None
        content: dict[str, Any] = json.loads(self.run_file.read_text(encoding="utf-8"))
        return content

    def stop(self, deadline_s: float = 60) -> bool:
        """Stop the platform that runs here and wait until it is gone; return False when none runs."""
        told = self.told()
        if told is None:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(told["pid"], signal.SIGTERM)
        wait_until(lambda: not self.is_held(), deadline_s, f"Process {told['pid']} has not stopped")
        return True


def _lock(lock: IO[str], kind: int) -> bool:
    """Take the lock, trying for a moment: somebody may just be looking whether it is taken."""
    for _ in range(5):
        try:
            fcntl.flock(lock, kind | fcntl.LOCK_NB)
            return True
        except BlockingIOError:
            # Who only looks lets go at once, and no lock can be waited for with an end.
            time.sleep(0.02)
    return False
