"""Where do machines lose time on the roads of a site, when do they bunch, and where do they come too close?"""
