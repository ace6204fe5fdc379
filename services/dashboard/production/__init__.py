"""What does a site produce, and what holds it up?"""
