"""Which machines exist, who owns them, and who may see what?"""
