"""Does a webhook go to public addresses only, however an internal one is written?"""

import socket

import pytest

from services.diagnostics.webhook.address import NotAllowed, check_url, checked_address

INTERNAL = [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0.0.0.0",
    "localhost",
    "LOCALHOST",
    "localhost.",
    socket.gethostname(),
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "[::]",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[fe80::1]",
    "[fc00::1]",
    "[fd12:3456::1]",
    "[ff02::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::ffff:10.0.0.1]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[64:ff9b::10.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:a00:1::1]",
    "[2001:db8::1]",
    "[2001:0:7f00:1::]",
    "[2001:0:4136:e378:8000:63bf:80ff:fffe]",
]


@pytest.mark.parametrize("host", INTERNAL)
async def test_nothing_is_sent_to_an_internal_address(host: str) -> None:
    with pytest.raises(NotAllowed):
        await checked_address(check_url(f"https://{host}/alerts", ()), ())


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/",
        "ftp://example.com/",
        "file:///etc/passwd",
        "example.com",
        "https://",
        "//example.com/",
        "https://user:word@example.com/",
        "https://example.com/#here",
        "https://example.com:99999/",
        "https://[::1",
        "https://example.com/" + "x" * 2000,
        "gopher://example.com",
        "https://exam ple.com/",
        "\x00",
    ],
)
def test_what_is_no_address_for_a_webhook_is_refused_with_what_would_be_right(url: str) -> None:
    with pytest.raises(NotAllowed, match=r"https|no user"):
        check_url(url, ())


@pytest.mark.parametrize("host", ["93.184.215.14", "[2606:2800:21f:cb07:6820:80da:af6b:8b2c]", "[64:ff9b::5db8:d70e]"])
async def test_a_public_address_is_connected_to_as_it_was_checked(host: str) -> None:
    assert await checked_address(check_url(f"https://{host}/alerts", ()), ()) == host.strip("[]")


async def test_an_internal_host_is_allowed_by_its_name_alone() -> None:
    assert await checked_address(check_url("http://127.0.0.1:9/x", {"127.0.0.1"}), {"127.0.0.1"}) == "127.0.0.1"
    with pytest.raises(NotAllowed):
        check_url("http://127.0.0.2:9/x", {"127.0.0.1"})
