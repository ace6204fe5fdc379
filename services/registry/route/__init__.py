"""Which routes does the registry have?"""
