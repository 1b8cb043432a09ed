"""boto3: addresses of buckets in the path and in the host name."""

import os
import socket

import boto3
from botocore.config import Config
from checks import equal, refused

find_address = socket.getaddrinfo


def find_localhost(host, *more, **options):
    """Resolves every name below localhost, as RFC 6761 asks of resolvers; not every C library does."""
    is_local = isinstance(host, str) and host.endswith(".localhost")
    return find_address("127.0.0.1" if is_local else host, *more, **options)


def run(boto):
    bucket = os.environ["FILMS_BUCKET"]
    port = os.environ["AWS_ENDPOINT_URL"].rsplit(":", 1)[1]
    socket.getaddrinfo = find_localhost
    for style in ("path", "virtual"):
        config = Config(s3={"addressing_style": style})
        s3 = boto3.client("s3", endpoint_url=f"http://localhost:{port}", config=config)
        with boto.check(f"addresses buckets in the {'path' if style == 'path' else 'host name'}"):
            key = f"addresses/{style} ü/1"
            s3.put_object(Bucket=bucket, Key=key, Body=style.encode())
            equal(s3.get_object(Bucket=bucket, Key=key)["Body"].read(), style.encode())
            equal(s3.list_objects_v2(Bucket=bucket, Prefix="addresses/" + style)["Contents"][0]["Key"], key)
            with refused("NoSuchBucket"):
                s3.get_object(Bucket="cinema-nowhere", Key=key)
    socket.getaddrinfo = find_address
