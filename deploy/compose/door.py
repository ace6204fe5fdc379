"""Which rules does the public door follow in its container?"""

import sys

from deploy.compose.place import DOOR_PORT, PORT
from deploy.listing import services
from deploy.servers.caddy import render

if __name__ == "__main__":
    upstreams = {name: f"{name}:{PORT}" for name in services()}
    sys.stdout.write(render(upstreams, host=sys.argv[1], port=DOOR_PORT))
