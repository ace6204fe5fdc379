"""Who read what of whose machines, noted beneath all that a service's author writes?"""

from services.kit.witness.connection import Watched
from services.kit.witness.ledger import Ledger
from services.kit.witness.reader import Reader, at_work, reader_of, reading_now, said_by
from services.kit.witness.watch import Watch

__all__ = ["Ledger", "Reader", "Watch", "Watched", "at_work", "reader_of", "reading_now", "said_by"]
