"""What does a site produce, with what, and what holds it up?"""
