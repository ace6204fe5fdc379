"""How does each machine work, week by week?"""
