"""Which SQL does ingest speak?"""

from pathlib import Path

from services.kit.query import Queries

_FOLDER = Path(__file__).parent / "sql"

QUERIES = Queries(_FOLDER / "queries.sql")
ROLLUP = Queries(_FOLDER / "rollup.sql")
# These need the staging tables of their connection.
STAGING = Queries(_FOLDER / "staging.sql")
CAPABILITY = Queries(_FOLDER / "capability.sql")
DELIVERY = Queries(_FOLDER / "delivery.sql")
NODE = Queries(_FOLDER / "node.sql")
REPLAY = Queries(_FOLDER / "replay.sql")
