"""Signs requests for the keys that it reads, one a line, as botocore does, and prints what it would send as JSON lines."""

import json
import sys

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config

session = boto3.Session("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "a/token+of=session", "eu-west-1")
config = Config(s3={"addressing_style": "path"}, request_checksum_calculation="when_required")
client = session.client("s3", endpoint_url="http://127.0.0.1:9000", config=config)


def tell(request, **_):
    headers = {name.lower(): value.decode() if isinstance(value, bytes) else value for name, value in request.headers.items()}
    print(json.dumps({"method": request.method, "url": request.url, "headers": headers}))
    return AWSResponse(request.url, 200, {}, None)


client.meta.events.register("before-send.s3", tell)
for key in sys.stdin.buffer.read().decode().splitlines():
    for call in (
        lambda: client.put_object(Bucket="studio", Key=key, Body=b"hello", Metadata={"sha256": "00"}),
        lambda: client.list_objects_v2(Bucket="studio", Prefix=key, MaxKeys=7),
    ):
        try:
            call()
        except Exception:
            # The answer is none: what was to be sent has been told.
            pass
