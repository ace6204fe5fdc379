"""How often was a machine treated badly, by what it told second by second?"""
