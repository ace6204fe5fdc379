"""How do the others do it: mq-bridge, and the loop that every tutorial shows?"""
