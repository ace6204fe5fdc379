"""What would a fleet of machines send, and what is the truth behind it?"""
