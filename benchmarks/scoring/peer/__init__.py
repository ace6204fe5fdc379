"""How do peers do what the platform is measured at?"""
