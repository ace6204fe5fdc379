"""What is wrong with a machine, how sure is that, and which of its signals say so?"""
