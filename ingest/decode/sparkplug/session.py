"""How far has a node's session come, and can what it says be trusted?"""

from dataclasses import dataclass, field

from ingest.decode.sparkplug.vocabulary import Vocabulary

_NUMBERS = 256
# Later than this behind the expected number, a message is one that comes again.
_BEHIND = 128


@dataclass
class Session:
    """What is known of one node: the vocabularies of its births by device ("" is the node), and its numbers.

    `doubtful` from a missing number to the next birth: what was missed may have been another birth, so aliases may mean
    something else. `held` counts the messages that are kept until then.
    """

    machine: str
    model: str
    vocabularies: dict[str, Vocabulary] = field(default_factory=dict)
    bd_seq: int | None = None
    expected: int | None = None
    doubtful: bool = False
    held: int = 0

    def begin(self, vocabulary: Vocabulary, bd_seq: int | None, seq: int | None) -> None:
        """Take a node's birth: what its devices meant before holds no more."""
        self.vocabularies = {"": vocabulary}
        self.bd_seq = bd_seq
        self.expected = None if seq is None else (seq + 1) % _NUMBERS
        self.doubtful = False

    def end(self, bd_seq: int | None) -> bool:
        """Return whether a death is this session's; a will may come after the birth of the session that follows."""
        if None not in (bd_seq, self.bd_seq) and bd_seq != self.bd_seq:
            return False
        self.expected = None
        return True

    def follow(self, seq: int | None) -> None:
        """Take a message's number; one that is ahead of its turn means that messages were missed."""
        if seq is None:
            return
        ahead = 0 if self.expected is None else (seq - self.expected) % _NUMBERS
        if ahead >= _BEHIND:
            return
        self.doubtful = self.doubtful or ahead > 0
        self.expected = (seq + 1) % _NUMBERS
