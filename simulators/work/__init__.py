"""What does every machine of a site do, and when?"""
