"""Which machines need attention, and what is the evidence?"""
