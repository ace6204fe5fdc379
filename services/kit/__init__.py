"""What does any process need to live on this platform?"""
