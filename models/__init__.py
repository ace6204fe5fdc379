"""What does the platform know: the message contract, the signal catalogue and the mathematics?"""
