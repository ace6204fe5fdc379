"""Which SQL does the checker speak?"""

from pathlib import Path

from services.kit.query import Queries

QUERIES = Queries(Path(__file__).parent / "sql" / "queries.sql")
