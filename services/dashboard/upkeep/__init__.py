"""Which repairs of a site are planned when, and what became of them?"""
