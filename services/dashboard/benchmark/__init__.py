"""Where do machines stand among comparable ones, why, and what would it be worth?"""
