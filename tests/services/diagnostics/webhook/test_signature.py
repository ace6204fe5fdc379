"""Are webhooks signed as Standard Webhooks 1.0 says, and sent again when it says?"""

from datetime import UTC, datetime, timedelta

import pytest

from services.diagnostics.webhook.schedule import DELAYS, next_attempt
from services.diagnostics.webhook.signature import headers, new_secret
from tests.services.diagnostics.webhook.receiver import Received

NOW = datetime(2026, 3, 2, 6, tzinfo=UTC)


def test_a_message_is_signed_as_the_published_example() -> None:
    told = headers(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
    )
    assert told["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert (told["webhook-id"], told["webhook-timestamp"]) == ("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330")


def test_a_body_an_id_or_a_time_that_was_altered_does_not_verify() -> None:
    secret = new_secret()
    told = headers(secret, "msg_1", 1614265330, b"{}")
    assert Received("/", told, b"{}").verified(secret) == {}
    for other in (
        Received("/", told, b"{ }"),
        Received("/", {**told, "webhook-id": "msg_2"}, b"{}"),
        Received("/", {**told, "webhook-timestamp": "1614265331"}, b"{}"),
    ):
        with pytest.raises(AssertionError):
            other.verified(secret)
    with pytest.raises(AssertionError):
        Received("/", told, b"{}").verified(new_secret())


def test_attempts_come_ever_later_with_jitter_and_end_after_three_days() -> None:
    for share in (0.0, 0.5, 1.0):
        times = [next_attempt(attempts, NOW, share) for attempts in range(1, len(DELAYS))]
        assert [time and time - NOW for time in times] == [delay * (1 + 0.2 * share) for delay in DELAYS[1:]]
        assert next_attempt(len(DELAYS), NOW, share) is None
    assert sum(DELAYS, timedelta()) > timedelta(days=3)


@pytest.mark.parametrize(
    ("asked", "waited_s"),
    [
        ("120", 120),
        ("1", 5),
        ("Mon, 02 Mar 2026 06:10:00 GMT", 600),
        ("Mon, 02 Mar 2026 05:00:00 GMT", 5),
        ("soon", 5),
        ("-1", 5),
        ("9" * 400, 86_400),
        ("²", 5),
    ],
)
def test_a_receiver_that_asks_for_time_gets_it_up_to_a_day(asked: str, waited_s: int) -> None:
    assert next_attempt(1, NOW, 0.0, asked) == NOW + timedelta(seconds=waited_s)
