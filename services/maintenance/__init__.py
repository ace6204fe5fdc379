"""What should be done on which machine when, and what is it worth?"""
