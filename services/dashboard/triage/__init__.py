"""Which machines need somebody, in which order, and what does somebody do about it?"""
