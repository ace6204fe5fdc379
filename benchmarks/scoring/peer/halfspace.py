"""How long does a forest of half-space trees take for one row of one machine?"""

import importlib
import json
import sys
import time


def main(names: int, rows: int) -> None:
    """Score and learn rows of so many columns one by one, and print the processor seconds of one as JSON.

    The forest is the library's default: ten trees of eight levels, a window of 250 rows. The first window, in which it
    only learns, is not counted.
    """
    anomaly = importlib.import_module("river.anomaly")
    values = importlib.import_module("numpy").random.default_rng(1).random((rows + 250, names)).tolist()
    told = [dict(zip(map(str, range(names)), row, strict=True)) for row in values]
    forest = anomaly.HalfSpaceTrees(seed=1)
    for row in told[:250]:
        forest.learn_one(row)
    began = time.process_time()
    for row in told[250:]:
        forest.score_one(row)
        forest.learn_one(row)
    sys.stdout.write(json.dumps((time.process_time() - began) / rows))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
