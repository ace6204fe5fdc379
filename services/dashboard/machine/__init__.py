"""What is known about one machine, and what happens on it at this moment?"""
