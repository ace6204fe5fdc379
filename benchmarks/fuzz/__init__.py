"""Does any message make a decoder fail in a way that nobody thought of?"""
