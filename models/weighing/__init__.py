"""How much does a loading machine carry in its bucket, by the angle of its boom and the pressures that lift it?"""
