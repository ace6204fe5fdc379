"""What do a platform's own machines teach of health?"""
