"""How much did a machine work, and what did people note about it?"""
