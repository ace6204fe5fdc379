"""What would another version have said of the same hours, and which of both is right more often?"""
