"""Who does which work on which machine, and what did they find?"""
