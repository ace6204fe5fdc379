"""Does a machine draw the right conclusion from an acknowledgement about what it sent before?"""

import pytest

from simulators.outbox.content import Boot, Chapter
from simulators.outbox.question import Answer, Question

OLD, NEW = Chapter(Boot(1, "old"), confirmed=3, last=9), Chapter(Boot(2, "new"))


def question() -> Question:
    """Return what a machine asks after a start, with 4 to 9 of an earlier boot unconfirmed."""
    made = Question({"old": OLD, "new": NEW}, "new")
    made.ask((OLD, 4))
    return made


def hear(asked: Question, watermark: int) -> Answer:
    """Return what is concluded once the old boot is confirmed up to a watermark."""
    confirmed, OLD.confirmed = OLD.confirmed, watermark
    answer = asked.hear(OLD, watermark)
    OLD.confirmed = confirmed
    return answer


@pytest.mark.parametrize(
    ("watermark", "answer"),
    [(3, Answer.NOTHING), (4, Answer.LOST), (5, Answer.ON_ITS_WAY), (8, Answer.ON_ITS_WAY), (9, Answer.SAFE)],
)
def test_the_watermark_says_what_became_of_the_rest(watermark: int, answer: Answer) -> None:
    assert hear(question(), watermark) is answer


def test_of_an_earlier_boot_all_may_have_been_sent_and_of_this_one_nothing() -> None:
    assert question().waits == 6


def test_an_acknowledgement_of_another_boot_answers_nothing() -> None:
    assert question().hear(NEW, 4) is Answer.NOTHING


def test_an_answer_over_a_connection_that_is_lost_says_nothing() -> None:
    asked = question()
    asked.withdraw()
    assert hear(asked, 4) is Answer.NOTHING


def test_the_last_message_alone_is_not_lost_though_nothing_came_behind_it() -> None:
    asked = question()
    asked.sent((NEW, 0))
    asked.ask((OLD, 9))
    assert hear(asked, 9) is Answer.ON_ITS_WAY


def test_whoever_begins_anew_has_sent_nothing() -> None:
    asked = question()
    asked.forget()
    assert (asked.waits, hear(asked, 3)) == (0, Answer.SAFE)
