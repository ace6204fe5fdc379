"""What is the demo: whose fleet, which history, who signs in?"""
