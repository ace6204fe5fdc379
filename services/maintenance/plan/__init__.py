"""Which work of a site is best done together, and when?"""
