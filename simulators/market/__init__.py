"""What do many customers' trucks haul, and what does it cost them, cheaply enough to compare thousands of them?"""
