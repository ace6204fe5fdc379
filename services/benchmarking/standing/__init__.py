"""Where does each machine stand, and why?"""
