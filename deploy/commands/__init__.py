"""What does each of the `howdah` command's words do?"""
