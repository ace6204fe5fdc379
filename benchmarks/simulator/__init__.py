"""How much faster than life are machines simulated?"""
