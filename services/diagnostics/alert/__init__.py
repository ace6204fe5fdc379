"""Which problems wait for somebody, and what became of each?"""
