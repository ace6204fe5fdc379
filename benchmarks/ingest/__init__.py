"""How fast is ingest beside its limits and its peers?"""
