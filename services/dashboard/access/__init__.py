"""Who may do and see what, and how is it changed?"""
