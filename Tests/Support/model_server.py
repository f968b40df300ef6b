"""Serves the folder that it is given over HTTP with byte ranges, on a port of the system's choice, which it prints.

The first part of a path says how it behaves: /plain/FILE; /cut/N/FILE ends each connection after N bytes; /wrong/FILE
turns every byte over; /busy/FILE answers 503 at first; /norange/FILE gives all, whatever is asked for. What was asked
is written to standard output, one line a request: path and Range."""

import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

FOLDER = Path(sys.argv[1])
seen = set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"

    def do_GET(self):
        wanted = self.headers.get("Range")
        print(self.path, wanted or "-", flush=True)
        kind, *rest = self.path.strip("/").split("/")
        file = FOLDER / rest[-1]
        if kind == "busy" and self.path not in seen:
            seen.add(self.path)
            return self.send_error(503)
        if not file.is_file():
            return self.send_error(404)
        data = file.read_bytes()
        if kind == "wrong":
            data = bytes(255 - byte for byte in data)
        first = 0
        if wanted and kind != "norange":
            first = int(wanted.removeprefix("bytes=").split("-")[0])
            if first >= len(data):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(data)}")
                self.send_header("Content-Length", "0")
                return self.end_headers()
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{len(data) - 1}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(data) - first))
        self.end_headers()
        last = first + int(rest[0]) if kind == "cut" else len(data)
        self.wfile.write(data[first:last])

    def log_message(self, *_):
        pass




def leave_with(parent):
    """Whatever becomes of the tests, the server does not outlive them; how long they take depends on the machine."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


threading.Thread(target=leave_with, args=[os.getppid()], daemon=True).start()
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
