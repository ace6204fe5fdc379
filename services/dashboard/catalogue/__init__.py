"""Which services run, and what does each of them need?"""
