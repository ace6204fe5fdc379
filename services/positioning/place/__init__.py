"""Where are machines, near whom, and where do they work?"""
