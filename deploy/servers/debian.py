"""How do Debian's own server packages come into a private folder, with nothing installed on the system?"""

import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deploy.failure import Failure

SUITE = "trixie"
PACKAGES = ("postgresql-17", "postgresql-17-timescaledb", "mosquitto", "mosquitto-clients", "caddy")
TRIPLETS = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# The servers and the libraries they load. PostgreSQL runs with jit=off, so LLVM stays out; Perl is for packaging.
_WANTED = re.compile(r"(lib|zlib1g_|postgresql(-client)?-17|mosquitto|caddy)")
_UNWANTED = re.compile(r"(libllvm|libz3|libperl|libnss3|libnspr|libc-bin|libc-l10n|libpam-|lib[^_]*-perl_)")


def architecture() -> str:
    """Return the machine's Debian architecture, `amd64` or `arm64`."""
    if "debian" not in _os_ids() or not KEYRING.exists():
        raise Failure(
            "The private servers are Debian's packages, and this machine does not run Debian with its archive keyring.",
            "Use Docker: docker compose --file deploy/compose.yaml --profile demo up --build --wait",
        )
    name = _output("dpkg", "--print-architecture").strip()
    if name not in TRIPLETS:
        raise Failure(f"There are no private servers for {name}.", "Use a machine with amd64 or arm64, or use Docker.")
    return name


def download(folder: Path) -> list[Path]:
    """Return the package files of the servers with everything they need, signed by Debian, fetched into the folder."""
    options = _lay_out(folder)
    for mirror in _mirrors():
        source = f"deb [signed-by={KEYRING}] {mirror} {SUITE} main\n"
        (folder / "sources.list").write_text(source, encoding="utf-8")
        if _apt(options, "update"):
            break
    else:
        raise Failure(
            f"Debian's package index for {SUITE} could not be fetched.",
            "The first set-up needs the network: check it with `apt-get update`, then run `make setup` again. "
            f"Details: {folder / 'apt.log'}",
        )
    if not _apt(options, "--yes", "--no-install-recommends", "--download-only", "install", *PACKAGES):
        raise Failure(
            "Debian's server packages could not be downloaded.",
            f"Check network and disk space, then run `make setup` again. Details: {folder / 'apt.log'}",
        )
    return sorted((folder / "cache/archives").glob("*.deb"))


def unpack(packages: list[Path], root: Path) -> None:
    """Lay the files of the servers and their libraries out below root."""
    chosen = [file for file in packages if _WANTED.match(file.name) and not _UNWANTED.match(file.name)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(lambda file: _output("dpkg", "-x", str(file), str(root)), chosen))


def _os_ids() -> set[str]:
    release = Path("/etc/os-release")
    text = release.read_text(encoding="utf-8") if release.exists() else ""
    return {match.strip('"') for match in re.findall(r"^ID=(.*)$", text, re.MULTILINE)}


def _mirrors() -> list[str]:
    """Return the repositories the machine uses, the ones that look like Debian's main archive first."""
    lines = _output("apt-get", "indextargets", "--format", "$(REPO_URI) $(LABEL)", "Created-By: Packages").splitlines()
    found = {line.split()[0]: line.endswith(" Debian") for line in lines if line.startswith(("http", "file", "mirror"))}
    return sorted(found, key=lambda uri: (not found[uri], not uri.endswith("/debian/"), uri))


def _lay_out(folder: Path) -> list[str]:
    for part in ("lists/partial", "cache/archives/partial"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    return list(_options(folder))


def _options(folder: Path) -> Iterator[str]:
    settings = {
        "Dir::State::Lists": folder / "lists",
        "Dir::State::Status": folder / "status",
        "Dir::Cache": folder / "cache",
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Acquire::Languages": "none",
        "Acquire::Retries": "2",
        "APT::Update::Error-Mode": "any",
    }
    return (f"-o{name}={value}" for name, value in settings.items())


def _apt(options: list[str], *arguments: str) -> bool:
    log = Path(options[0].partition("=")[2]).parent / "apt.log"
    with log.open("ab") as file:
        command = ["apt-get", *options, *arguments]
        return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, check=False).returncode == 0


def _output(*command: str) -> str:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(f"`{' '.join(command)}` failed: {done.stderr.strip()}", "Mend that, then run `make setup` again.")
    return done.stdout
