"""In which shifts does a site work?"""
