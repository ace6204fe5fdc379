"""How well do models tell what is wrong with machines, and for how long they last?"""
