"""How are machines treated that ought to be treated better?"""
