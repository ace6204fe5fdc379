"""Which machines are there, and which of them need somebody?"""
