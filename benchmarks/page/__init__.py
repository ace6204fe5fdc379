"""How soon is a page of the dashboard there with a large fleet and many users, and what does it look like?"""
