"""Where do machines work on a site, and in which haul cycles?"""
