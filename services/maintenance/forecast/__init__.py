"""How much life is left to the parts under suspicion, and how likely do they fail soon?"""
