"""What does a machine's telematics unit see of the true values?"""
