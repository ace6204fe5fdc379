"""Are server-sent events written and read as browsers do it?"""

from collections.abc import AsyncIterator

from hypothesis import given
from hypothesis import strategies as st

from services.dashboard.stream import changed, event, parsed


async def _chunks(data: bytes, size: int) -> AsyncIterator[bytes]:
    for at in range(0, len(data), size):
        yield data[at : at + size]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])), st.integers(1, 40))
async def test_what_is_written_is_read_whole_however_it_is_cut(text: str, size: int) -> None:
    sent = event("swap", f"<p>\n{text}</p>") + b": heartbeat\n\n" + event("points", {"a": [1, 2.5]})
    assert [told async for told in parsed(_chunks(sent, size))] == [
        ("swap", f"<p>\n{text}</p>"),
        ("points", '{"a":[1,2.5]}'),
    ]


async def test_another_servers_line_ends_and_ids_are_read() -> None:
    sent = b"event: latest\r\nid: 7\r\ndata: {}\r\n\r\ndata: bare\r\n\r\nretry: 5\r\n\r\n"
    assert [told async for told in parsed(_chunks(sent, 7))] == [("latest", "{}"), ("message", "bare")]


def test_only_what_changed_is_told() -> None:
    before = {"a": 1, "b": 2}
    assert changed(before, {"a": 1, "b": 3, "c": 4}) == {"b": 3, "c": 4}
    assert before == {"a": 1, "b": 3, "c": 4}
