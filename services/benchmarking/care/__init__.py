"""How healthy was each machine, could it work, and how was it treated?"""
