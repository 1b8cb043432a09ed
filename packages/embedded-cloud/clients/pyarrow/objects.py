"""boto3: ranges, conditions, metadata, copies and keys with special characters."""

import os

import boto3
from botocore.config import Config
from checks import equal, refused

DIGITS = b"0123456789"


def run(boto):
    s3 = boto3.client("s3")
    bucket = os.environ["FILMS_BUCKET"]
    digits = {"Bucket": bucket, "Key": "objects/digits"}
    put = s3.put_object(**digits, Body=DIGITS, ContentType="text/plain", Metadata={"kind": "digits"})
    with boto.check("reads ranges: from the start, from the end and up to the end"):
        ranges = {"bytes=2-4": b"234", "bytes=7-": b"789", "bytes=-3": b"789", "bytes=-99": DIGITS, "bytes=8-99": b"89"}
        for header, expected in ranges.items():
            answer = s3.get_object(**digits, Range=header)
            equal((answer["ResponseMetadata"]["HTTPStatusCode"], answer["Body"].read()), (206, expected))
        equal(s3.head_object(**digits, Range="bytes=2-4")["ContentLength"], 3)
        with refused("InvalidRange"):
            s3.get_object(**digits, Range="bytes=10-")
    with boto.check("reads on conditions"):
        equal(s3.get_object(**digits, IfMatch=put["ETag"])["ETag"], put["ETag"])
        with refused("PreconditionFailed"):
            s3.get_object(**digits, IfMatch='"other"')
        with refused("304"):
            s3.get_object(**digits, IfNoneMatch=put["ETag"])
    with boto.check("writes on conditions"):
        once = {"Bucket": bucket, "Key": "objects/once"}
        with refused("NoSuchKey"):
            s3.put_object(**once, Body=b"", IfMatch=put["ETag"])
        first = s3.put_object(**once, Body=b"first", IfNoneMatch="*")
        with refused("PreconditionFailed"):
            s3.put_object(**once, Body=b"second", IfNoneMatch="*")
        with refused("PreconditionFailed"):
            s3.put_object(**once, Body=b"second", IfMatch=put["ETag"])
        s3.put_object(**once, Body=b"second", IfMatch=first["ETag"])
        equal(s3.get_object(**once)["Body"].read(), b"second")
    with boto.check("copies and deletes on conditions"):
        copy = {"Bucket": bucket, "Key": "objects/copy", "CopySource": digits}
        with refused("PreconditionFailed"):
            s3.copy_object(**copy, CopySourceIfMatch=first["ETag"])
        s3.copy_object(**copy, CopySourceIfMatch=put["ETag"])
        with refused("PreconditionFailed"):
            s3.delete_object(Bucket=bucket, Key="objects/copy", IfMatch=first["ETag"])
        s3.delete_object(Bucket=bucket, Key="objects/copy", IfMatch=put["ETag"])
    with boto.check("copies with the metadata of the source or with new metadata"):
        s3.copy_object(Bucket=bucket, Key="objects/same", CopySource=digits)
        new = {"Metadata": {"kind": "other"}, "MetadataDirective": "REPLACE", "ContentType": "text/csv"}
        s3.copy_object(Bucket=bucket, Key="objects/new", CopySource=digits, **new)
        heads = [s3.head_object(Bucket=bucket, Key=key) for key in ("objects/same", "objects/new")]
        described = [(head["ContentType"], head["Metadata"]["kind"]) for head in heads]
        equal(described, [("text/plain", "digits"), ("text/csv", "other")])
    with boto.check("reads and writes by presigned URLs"):
        presigned(s3, bucket)
    with boto.check("streams a body of unknown hash in aws-chunked encoding with a trailing checksum"):
        chunked = boto3.client("s3", config=Config(s3={"payload_signing_enabled": False}))
        with open(__file__, "rb") as body:
            chunked.put_object(Bucket=bucket, Key="objects/chunked", Body=body, ContentEncoding="identity")
        with open(__file__, "rb") as body:
            equal(s3.get_object(Bucket=bucket, Key="objects/chunked")["Body"].read(), body.read())


def presigned(s3, bucket):
    import urllib.request

    def url(operation, seconds=60, **more):
        params = {"Bucket": bucket, "Key": "objects/shared ü+&=", **more}
        return s3.generate_presigned_url(operation, Params=params, ExpiresIn=seconds)

    put = urllib.request.Request(url("put_object"), data=b"shared", method="PUT")
    equal(urllib.request.urlopen(put).status, 200)
    answer = urllib.request.urlopen(url("get_object", ResponseContentDisposition='attachment; filename="a.txt"'))
    equal((answer.read(), answer.headers["Content-Disposition"]), (b"shared", 'attachment; filename="a.txt"'))
    try:
        urllib.request.urlopen(url("get_object", seconds=-60))
    except urllib.error.HTTPError as error:
        equal(error.code, 403)
    else:
        raise AssertionError("an expired URL is answered")
