"""What is wrong with a machine by its own past, how sure is that, and what is to be done?"""
