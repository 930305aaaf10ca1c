"""An S3 server for tests: moto's, on a free port of 127.0.0.1, with signatures and permissions checked.

Writes one line of JSON to standard output when it is ready (its port, and the keys of two users: one that may do everything and
one that may only read), and ends when its standard input does, so that it never outlives the tests that started it.

Requests are carried out one at a time: moto looks whether a condition of a write holds and writes in two steps, and S3 in one.
"""

import json
import logging
import os
import sys
import threading

os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0" if "--check-signatures" in sys.argv else "inf"

from moto.iam.models import iam_backends
from moto.s3.models import s3_backends
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

ACCOUNT = "123456789012"


def keys_of(name, actions):
    backend = iam_backends[ACCOUNT]["aws"]
    backend.create_user("us-east-1", name)
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
    }
    backend.put_user_policy(name, "tests", json.dumps(policy))
    key = backend.create_access_key(name)
    return {"id": key.access_key_id, "secret": key.secret_access_key}


def one_at_a_time(application):
    lock = threading.Lock()

    def serve(environment, start_response):
        with lock:
            return list(application(environment, start_response))

    return serve


def main():
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = one_at_a_time(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, application, threaded=True)
    s3_backends[ACCOUNT]["aws"].create_bucket("segplan-tests", "us-east-1")
    ready = {
        "port": server.server_port,
        "writer": keys_of("writer", ["s3:*"]),
        "reader": keys_of("reader", ["s3:GetObject", "s3:ListBucket"]),
    }
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps(ready), flush=True)
    sys.stdin.read()


main()
