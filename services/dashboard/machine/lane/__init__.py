"""What did a machine do, and what happened to it, on the time axis of its signals?"""
