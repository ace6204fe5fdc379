"""Is a reading ever lost or stored twice, whatever happens to ingest, database, broker, network and machines?"""
