"""What is on the truck that is being filled?"""
