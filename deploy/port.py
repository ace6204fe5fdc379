"""Which ports of this machine are free?"""

import contextlib
import errno
import http.client
import os
import socket
from collections.abc import Iterator
from pathlib import Path

LOOPBACK = "127.0.0.1"


# Ports below those that outgoing connections are given: one of these could take a port before its server does.
_FIRST, _BEYOND, _APART = 10_000, 32_000, 64
_given: set[int] = set()


def free_port() -> int:
    """Return a port of the loopback address that nobody listens on, and that this process was not given before."""
    span = _BEYOND - _FIRST
    # Processes that look at the same time begin at places of their own.
    begin = os.getpid() * _APART
    for place in range(span):
        port = _FIRST + (begin + place) % span
        if port not in _given and _can_be_taken(port):
            _given.add(port)
            return port
    raise OSError(errno.EADDRINUSE, f"No port of {LOOPBACK} from {_FIRST} to {_BEYOND - 1} is free.")


def _can_be_taken(port: int) -> bool:
    with socket.socket() as probe, contextlib.suppress(OSError):
        probe.bind((LOOPBACK, port))
        return True
    return False


def is_free(port: int) -> bool:
    """Tell whether a server could listen on the port of the loopback address."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
        return True


def is_open(port: int) -> bool:
    """Tell whether somebody accepts connections on the port of the loopback address."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((LOOPBACK, port)) == 0


def answers(port: int, path: str) -> bool:
    """Tell whether what listens on the port of the loopback address answers a GET of the path with 200."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def holder(port: int) -> str:
    """Return who listens on the port, as `name (process 123)`, or `another program` when we may not see."""
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if any(str(file.readlink()) in sockets for file in (process / "fd").iterdir()):
                return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return "another program"


def _listening(port: int) -> Iterator[str]:
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        lines = table.read_text(encoding="ascii").splitlines()[1:] if table.exists() else []
        for fields in map(str.split, lines):
            # State 0A is LISTEN; addresses are hexadecimal.
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]
