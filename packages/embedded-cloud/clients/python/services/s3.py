"""S3: objects, listings, multipart uploads and errors."""

import io
import os

import boto3
from boto3.s3.transfer import TransferConfig
from checks import equal, refused

PART = 5 * 1024 * 1024


def run(boto):
    s3 = boto3.client("s3")
    bucket = os.environ["FILMS_BUCKET"]
    with boto.check("s3:PutObject"):
        put = s3.put_object(Bucket=bucket, Key="a/ü 1.txt", Body=b"hello", Metadata={"kind": "note"})
        equal(put["ETag"], '"5d41402abc4b2a76b9719d911017c592"')
        with refused("NoSuchBucket"):
            s3.put_object(Bucket="cinema-nowhere", Key="a", Body=b"")
    with boto.check("s3:GetObject"):
        answer = s3.get_object(Bucket=bucket, Key="a/ü 1.txt", Range="bytes=1-3")
        equal(answer["Body"].read(), b"ell")
        equal(answer["ContentRange"], "bytes 1-3/5")
        with refused("NoSuchKey", s3.exceptions.NoSuchKey):
            s3.get_object(Bucket=bucket, Key="absent")
    with boto.check("s3:HeadObject"):
        head = s3.head_object(Bucket=bucket, Key="a/ü 1.txt")
        equal((head["ContentLength"], head["Metadata"]), (5, {"kind": "note"}))
        with refused("404"):
            s3.head_object(Bucket=bucket, Key="absent")
    with boto.check("s3:HeadBucket"):
        equal(s3.head_bucket(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"], 200)
        with refused("404"):
            s3.head_bucket(Bucket="cinema-nowhere")
    with boto.check("s3:GetBucketLocation"):
        equal(s3.get_bucket_location(Bucket=bucket)["LocationConstraint"], None)
    with boto.check("s3:CopyObject"):
        s3.copy_object(Bucket=bucket, Key="b/copy.txt", CopySource={"Bucket": bucket, "Key": "a/ü 1.txt"})
        equal(s3.get_object(Bucket=bucket, Key="b/copy.txt")["Body"].read(), b"hello")
    with boto.check("s3:ListObjectsV2"):
        for number in range(5):
            s3.put_object(Bucket=bucket, Key=f"c/{number}", Body=b"x")
        pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix="c/", PaginationConfig={"PageSize": 2})
        equal([[one["Key"] for one in page["Contents"]] for page in pages], [["c/0", "c/1"], ["c/2", "c/3"], ["c/4"]])
        folders = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
        equal([one["Prefix"] for one in folders["CommonPrefixes"]], ["a/", "b/", "c/"])
    with boto.check("s3:CreateMultipartUpload", "s3:UploadPart", "s3:CompleteMultipartUpload"):
        content = bytes(range(256)) * (2 * PART // 256) + b"end"
        s3.upload_fileobj(
            io.BytesIO(content), bucket, "large", Config=TransferConfig(multipart_threshold=PART, multipart_chunksize=PART)
        )
        equal(s3.head_object(Bucket=bucket, Key="large")["ETag"][-3:], '-3"')
        target = io.BytesIO()
        s3.download_fileobj(bucket, "large", target, Config=TransferConfig(multipart_threshold=PART))
        equal(target.getvalue() == content, True)
    with boto.check("s3:AbortMultipartUpload"):
        upload = s3.create_multipart_upload(Bucket=bucket, Key="dropped")["UploadId"]
        s3.upload_part(Bucket=bucket, Key="dropped", UploadId=upload, PartNumber=1, Body=b"x")
        s3.abort_multipart_upload(Bucket=bucket, Key="dropped", UploadId=upload)
        with refused("NoSuchUpload"):
            s3.upload_part(Bucket=bucket, Key="dropped", UploadId=upload, PartNumber=2, Body=b"x")
    with boto.check("s3:DeleteObjects"):
        keys = [{"Key": f"c/{number}"} for number in range(5)]
        deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": keys})["Deleted"]
        equal(sorted(one["Key"] for one in deleted), [one["Key"] for one in keys])
        equal(s3.list_objects_v2(Bucket=bucket, Prefix="c/")["KeyCount"], 0)
    with boto.check("s3:DeleteObject"):
        s3.delete_object(Bucket=bucket, Key="b/copy.txt")
        with refused("404"):
            s3.head_object(Bucket=bucket, Key="b/copy.txt")
