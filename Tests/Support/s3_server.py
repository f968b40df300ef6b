"""Serves S3 (moto's) on a port of the system's choice, and prints one line: port, then key and secret of a user who may do
everything, then those of one who may do nothing. Signatures are checked.

Beside S3 it hears three paths. POST /-/bucket/BUCKET makes one. POST /-/fault takes {"method", "path", "query", "times", "kind", "bytes"}: the next
requests that begin so meet it: "503"; "slow", SlowDown in S3's words; "cut", an answer that ends after so many bytes;
"drop", none at all; "late", an error after 200 has been said; "moved", the words for a bucket of another region. GET
/-/log/BUCKET tells what was asked of a bucket since: method, path with query, Range or an empty text, bytes of the body."""

import json
import os
import socket
import sys
import threading
import time

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

ERROR = '<?xml version="1.0"?><Error><Code>%s</Code><Message>for a test</Message></Error>'


def user(name, effect):
    iam = iam_backends["123456789012"]["aws"]
    iam.create_user("us-east-1", name)
    statement = {"Effect": effect, "Action": "s3:*", "Resource": "*"}
    iam.put_user_policy(name, "s3", json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    key = iam.create_access_key(name)
    return [key.access_key_id, key.secret_access_key]


class Server:
    def __init__(self):
        self.s3 = DomainDispatcherApplication(create_backend_app)
        self.faults, self.log, self.lock = [], [], threading.Lock()

    def __call__(self, environ, start):
        path = environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"]
        length = int(environ.get("CONTENT_LENGTH") or 0)
        if path == "/-/fault":
            with self.lock:
                self.faults.append(json.loads(environ["wsgi.input"].read(length)))
            start("204 No Content", [])
            return []
        if path.startswith("/-/bucket/"):
            environ["wsgi.input"].read(length)
            s3_backends["123456789012"]["aws"].create_bucket(path.removeprefix("/-/bucket/"), "us-east-1")
            start("204 No Content", [])
            return []
        if path.startswith("/-/log/"):
            bucket = path.removeprefix("/-/log/")
            with self.lock:
                heard = [entry for entry in self.log if entry[1].lstrip("/").split("/")[0].split("?")[0] == bucket]
                self.log = [entry for entry in self.log if entry not in heard]
            body = json.dumps(heard).encode()
            start("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
            return [body]
        with self.lock:
            self.log.append([environ["REQUEST_METHOD"], path, environ.get("HTTP_RANGE", ""), str(length)])
            fault = self.fault(environ["REQUEST_METHOD"], path)
        if fault is None:
            return self.s3(environ, start)
        if fault["kind"] == "cut":
            return self.cut(environ, start, fault["bytes"])
        # The body has to be heard, or the client takes the answer for a broken connection.
        environ["wsgi.input"].read(length)
        if fault["kind"] == "drop":
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            raise ConnectionAbortedError
        status, code = {
            "503": ("503 Service Unavailable", None),
            "slow": ("503 Slow Down", "SlowDown"),
            "late": ("200 OK", "InternalError"),
            "moved": ("301 Moved Permanently", "PermanentRedirect"),
        }[fault["kind"]]
        body = (ERROR % code).encode() if code else b""
        headers = [("Content-Length", str(len(body)))]
        if fault["kind"] == "moved":
            headers += [("x-amz-bucket-region", "eu-central-1"), ("Location", "http://192.0.2.1/")]
        start(status, headers)
        return [body]

    def fault(self, method, path):
        for fault in self.faults:
            where, _, query = path.partition("?")
            if (
                fault["times"] > 0
                and fault["method"] == method
                and where.startswith(fault["path"])
                and fault["query"] in query
            ):
                fault["times"] -= 1
                return fault
        return None

    def cut(self, environ, start, count):
        body = b"".join(self.s3(environ, start))
        yield body[:count]
        environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def make_environ(self):
        environ = super().make_environ()
        environ["RAW_URI"] = self.path
        return environ

    def log(self, *_):
        pass

    def log_error(self, *_):
        pass


def leave_with(parent):
    """Whatever becomes of the tests, the server does not outlive them; how long they take depends on the machine."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(0)


threading.Thread(target=leave_with, args=[os.getppid()], daemon=True).start()
server = make_server("127.0.0.1", 0, Server(), threaded=True, request_handler=Handler)
print(server.server_port, *user("able", "Allow"), *user("barred", "Deny"), flush=True)
sys.stderr = open(os.devnull, "w")
server.serve_forever()
