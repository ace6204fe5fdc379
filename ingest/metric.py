"""What does ingest count and time?"""

from prometheus_client import Counter, Gauge, Histogram

# Nothing is counted by machine: a label's values are a closed list, or the watcher's memory grows with the fleet.

MESSAGES = Counter("mqtt_messages_received_total", "Messages that arrived, those that came again included")
ROWS = Counter("ingest_rows_written_total", "Readings stored")
DUPLICATES = Counter("ingest_duplicates_total", "Readings that were stored already and came again")
REJECTED = Counter("ingest_rejected_total", "Messages refused, in whole or in part", ["reason"])
OUTCOMES = Counter(
    "ingest_messages", "What became of the messages of known machines: each is one of these", ["outcome"]
)
ACKS = Counter("ingest_acks_total", "Acknowledgements told to machines")
RETRIES = Counter("ingest_retries_total", "Transactions that failed for want of the database and were tried again")
STALE_ACKS = Gauge("ingest_stale_acks", "Acknowledgements left out because their connection was lost")
SESSIONS_LOST = Gauge("ingest_sessions_lost", "Times that the broker had forgotten the session")
LAG = Gauge("ingest_lag_seconds", "From arrival to commit of the oldest message in the last batch")
QUEUE = Gauge("ingest_queue_depth", "Messages that have arrived and wait")
COMMIT_SECONDS = Histogram(
    "ingest_commit_seconds",
    "Time of one transaction",
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0),
)
BATCH_ROWS = Histogram("ingest_batch_rows", "Readings in a transaction", buckets=(0, 1, 10, 100, 1_000, 5_000, 20_000))
ROLLUP_SECONDS = Histogram(
    "ingest_rollup_seconds", "Time of one rollup pass that had work", buckets=(0.01, 0.05, 0.1, 0.5, 1, 5, 20)
)
LATEST_SECONDS = Histogram(
    "ingest_latest_seconds", "Time of bringing latest values up to date", buckets=(0.005, 0.01, 0.05, 0.1, 0.5, 1, 5)
)
MARKS = Counter("ingest_rollup_marks_total", "Ranges of minutes rolled up again")
MACHINES = Gauge("ingest_known_machines", "Machines whose messages are taken")
