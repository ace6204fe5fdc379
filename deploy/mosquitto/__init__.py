"""Who may do what at the broker before any machine is commissioned, and how is the broker set up?"""
