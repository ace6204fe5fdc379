"""What did the machines say? From MQTT into TimescaleDB: each reading once, nothing lost, nothing that blocks."""
