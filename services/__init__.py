"""Which question does each small service answer?"""
