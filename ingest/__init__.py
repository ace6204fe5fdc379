"""What did the machines say, stored once each and with nothing lost?"""
