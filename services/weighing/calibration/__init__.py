"""How is a machine's scale calibrated, and how good is it?"""
