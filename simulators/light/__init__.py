"""How does a very large fleet look, cheaply enough to try the platform with it?"""

from simulators.light.bank import Bank, make_bank
from simulators.light.courier import Courier, NoEntry
from simulators.light.herd import Block, Herd
from simulators.light.press import Press

__all__ = ["Bank", "Block", "Courier", "Herd", "NoEntry", "Press", "make_bank"]
