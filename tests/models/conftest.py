"""How long may one example of a property take?"""

from hypothesis import settings

# A busy machine would fail examples for being slow, and the models have benchmarks of their own.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
