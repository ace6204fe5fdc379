"""How is the platform started, stopped and looked after?"""
