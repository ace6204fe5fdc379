"""How do messages become rows, with nothing lost?"""
