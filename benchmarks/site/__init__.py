"""How fast do weighing, positioning and the site keep up with machines that work?"""
