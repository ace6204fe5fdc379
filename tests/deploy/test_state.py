"""Are secrets kept to ourselves, is one folder run once at a time, and are broken beginnings noticed?"""

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.account import write_private
from deploy.commands.preflight import check_port
from deploy.failure import Failure
from deploy.patience import wait_until
from deploy.port import LOOPBACK, free_port, is_free
from deploy.secret import Vault
from deploy.servers import installed
from deploy.servers.installation import MANIFEST, root_in
from deploy.state import Home

_HOLDER = """
import sys, time
from pathlib import Path
from deploy.state import Home
with Home(Path(sys.argv[1])).laid_out().held():
    print("held", flush=True)
    time.sleep(1000)
"""


def test_secrets_are_random_kept_and_for_our_eyes_only(tmp_path: Path) -> None:
    home = Home(tmp_path / "home").laid_out()
    vault = Vault(home.secrets)
    words = [vault.password("postgres"), vault.phrase("user-engineer"), vault.signing_key("key.pem").read_text()]
    assert words == [
        vault.password("postgres"),
        vault.phrase("user-engineer"),
        vault.signing_key("key.pem").read_text(),
    ]
    assert words[0] != Vault(Home(tmp_path / "other").laid_out().secrets).password("postgres")
    assert {_mode(file) for file in home.secrets.iterdir()} == {0o600}
    assert {_mode(folder) for folder in (home.secrets, home.logs, home.demo)} == {0o700}


def test_a_private_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    file = tmp_path / "settings"
    write_private(file, "first", None)
    write_private(file, "second", None)
    assert (file.read_text(), _mode(file), list(tmp_path.iterdir())) == ("second", 0o600, [file])


def test_a_folder_is_run_once_at_a_time(tmp_path: Path) -> None:
    home = Home(tmp_path).laid_out()
    with home.held(), pytest.raises(Failure, match="already runs"), home.held():
        pass
    assert not home.is_held()


def test_a_killed_platform_leaves_its_folder_free(tmp_path: Path) -> None:
    home = Home(tmp_path).laid_out()
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        assert home.is_held()
        holder.kill()
    assert not home.is_held()
    assert home.told() is None


def test_stopping_from_another_terminal_waits_until_it_is_stopped(tmp_path: Path) -> None:
    home = Home(tmp_path).laid_out()
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(tmp_path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "held\n"
        home.run_file.write_text(json.dumps({"pid": holder.pid}))
        assert home.stop()
        wait_until(lambda: holder.poll() is not None, 10, "the platform has not ended")
    assert not home.stop()


def test_a_taken_port_is_named_with_who_took_it_and_what_to_do() -> None:
    with socket.create_server((LOOPBACK, free_port())) as server:
        port = server.getsockname()[1]
        with pytest.raises(Failure) as caught:
            check_port(port)
        assert f"Port {port} is taken by" in caught.value.problem
        assert f"(process {os.getpid()})" in caught.value.problem
        assert f"PORT={port + 1}" in caught.value.remedy
    assert is_free(port)


def test_a_half_made_or_damaged_folder_of_servers_is_not_taken_for_a_whole_one(tmp_path: Path) -> None:
    root = root_in(tmp_path)
    root.mkdir()
    (root / "postgres").write_text("12345")
    assert installed(tmp_path) is None
    (root / MANIFEST).write_text(json.dumps({"versions": {}, "sizes": {"postgres": 5}}))
    found = installed(tmp_path)
    assert found
    assert found.root == root
    (root / "postgres").write_text("123")
    assert installed(tmp_path) is None


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
