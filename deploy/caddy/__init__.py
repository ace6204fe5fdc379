"""What does the one public door let through, and to whom?"""
