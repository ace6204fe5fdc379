"""Where do services find the keys by which they trust a benchmark's tokens?"""

import contextlib
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from services.kit.testing.signing import SigningKey


@contextlib.contextmanager
def published(signing: SigningKey) -> Iterator[str]:
    """Publish the key that signs the benchmark's tokens, as the registry would, and yield where."""
    content = json.dumps({"keys": [signing.published()]}).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
