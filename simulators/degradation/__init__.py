"""How do parts wear out, when do they fail, and when are they repaired?"""
