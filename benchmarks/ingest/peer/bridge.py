"""How does mq-bridge run one route?"""

import importlib
import json
import os


def main() -> None:
    """Run the route of the environment until told to stop."""
    mq_bridge = importlib.import_module("mq_bridge")
    mq_bridge.init_logging("warn")
    mq_bridge.Route.from_config(json.loads(os.environ["HOWDAH_PEER"])).run()


if __name__ == "__main__":
    main()
