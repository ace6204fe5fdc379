"""How soon does a zoom into a machine's signals answer, from a year to a second?"""
