"""What is told of a quarter, once?"""
