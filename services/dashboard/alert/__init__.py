"""What was wrong with machines, what became of it, and what was said about it?"""
