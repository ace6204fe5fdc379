"""What did the machines say, at this moment and before?"""
