"""How do the readings of a story become messages of a generation of telematics?"""
