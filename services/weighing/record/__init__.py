"""What did each pass carry, into which truck, and what do trucks say themselves?"""
