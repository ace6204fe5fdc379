"""Which zones and roads has a site, as they were at a time?"""
