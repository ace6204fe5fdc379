"""Does the platform work as a person in a browser sees it?"""
