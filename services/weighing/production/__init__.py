"""How much was moved, do loads keep to their targets, and which scale is off?"""
