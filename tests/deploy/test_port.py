"""Does everybody get a port of their own?"""

import socket
import subprocess
import sys

from deploy.port import LOOPBACK, free_port, is_free
from deploy.state import PROJECT


def test_a_port_is_given_once_and_never_one_that_an_outgoing_connection_could_take() -> None:
    given = [free_port() for _ in range(50)]
    assert len({*given}) == 50
    assert max(given) < 32_768
    assert all(map(is_free, given))


def test_a_port_that_is_taken_is_not_given() -> None:
    first = free_port()
    with socket.create_server((LOOPBACK, first + 1)):
        assert free_port() != first + 1


def test_two_processes_are_given_different_ports() -> None:
    ask = "from deploy.port import free_port; print(*(free_port() for _ in range(20)))"
    command = [sys.executable, "-c", ask]
    asked = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=PROJECT) for _ in range(2)]
    first, second = (set(one.communicate(timeout=60)[0].split()) for one in asked)
    assert (len(first), len(second), first & second) == (20, 20, set())
