"""Which zones did machines visit, and in which haul cycles did trucks work?"""
