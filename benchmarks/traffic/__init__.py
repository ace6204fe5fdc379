"""How right is what is told of the traffic on the roads of a site?"""
