"""How does the platform run in containers?"""
