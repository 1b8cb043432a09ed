"""boto3: multipart uploads with copied parts, lists of parts and uploads, conditions and aborts."""

import os

import boto3
from checks import equal, refused

PART = 5 * 1024 * 1024
PARTS = [b"1" * PART, b"2" * PART, b"3"]


def run(boto):
    s3 = boto3.client("s3")
    bucket = os.environ["FILMS_BUCKET"]
    address = {"Bucket": bucket, "Key": "uploads/parts"}
    upload = {**address, "UploadId": s3.create_multipart_upload(**address)["UploadId"]}

    def complete(parts, **options):
        listed = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in parts]
        return s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": listed}, **options)

    with boto.check("s3:UploadPartCopy"):
        s3.put_object(Bucket=bucket, Key="uploads/source", Body=b"--" + PARTS[1] + b"--")
        copy = {**upload, "PartNumber": 2, "CopySource": {"Bucket": bucket, "Key": "uploads/source"}}
        with refused("InvalidArgument"):
            s3.upload_part_copy(**copy, CopySourceRange=f"bytes=2-{PART + 4}")
        s3.upload_part_copy(**copy, CopySourceRange=f"bytes=2-{PART + 1}")
    with boto.check("s3:ListParts"):
        for number in (3, 1):
            s3.upload_part(**upload, PartNumber=number, Body=PARTS[number - 1])
        pages = s3.get_paginator("list_parts").paginate(**upload, PaginationConfig={"PageSize": 2})
        parts = [part for page in pages for part in page["Parts"]]
        equal([(part["PartNumber"], part["Size"]) for part in parts], [(1, PART), (2, PART), (3, 1)])
    with boto.check("s3:ListMultipartUploads"):
        listed = s3.list_multipart_uploads(Bucket=bucket, Prefix="uploads/")["Uploads"]
        equal([(one["Key"], one["UploadId"]) for one in listed], [("uploads/parts", upload["UploadId"])])
    with boto.check("completes an upload on a condition"):
        s3.put_object(**address, Body=b"earlier")
        with refused("PreconditionFailed"):
            complete(parts, IfNoneMatch="*")
        with refused("InvalidPartOrder"):
            complete(parts[::-1])
        s3.delete_object(**address)
        complete(parts, IfNoneMatch="*")
        equal(s3.get_object(**address)["Body"].read() == b"".join(PARTS), True)
    with boto.check("s3:GetObjectAttributes"):
        attributes = s3.get_object_attributes(**address, ObjectAttributes=["ETag", "ObjectSize", "ObjectParts"])
        found = attributes["ObjectSize"], attributes["ObjectParts"]["TotalPartsCount"], attributes["ETag"][-2:]
        equal(found, (2 * PART + 1, 3, "-3"))
    with boto.check("aborts an upload"):
        aborted = {**address, "UploadId": s3.create_multipart_upload(**address)["UploadId"]}
        s3.upload_part(**aborted, PartNumber=1, Body=b"x")
        s3.abort_multipart_upload(**aborted)
        with refused("NoSuchUpload"):
            s3.list_parts(**aborted)
        equal(s3.list_multipart_uploads(Bucket=bucket).get("Uploads"), None)
    with boto.check("sends a body of 64 MiB in one request"):
        s3.put_object(Bucket=bucket, Key="uploads/one", Body=bytes(64 * 1024 * 1024))
        equal(s3.head_object(Bucket=bucket, Key="uploads/one")["ContentLength"], 64 * 1024 * 1024)
