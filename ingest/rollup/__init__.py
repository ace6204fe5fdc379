"""How do minutes, hours and days follow the readings, and latest values with them?"""

from ingest.rollup.ledger import Ledger
from ingest.rollup.recomputation import roll_up, roll_up_everything

__all__ = ["Ledger", "roll_up", "roll_up_everything"]
