"""Who outside the platform is told of alerts, and did it arrive?"""
