"""What does a person see of the platform?"""
