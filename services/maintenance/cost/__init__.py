"""What do work, parts and standing still cost whom?"""
