"""Which machine needs somebody first?"""
