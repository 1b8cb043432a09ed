"""boto3: lists of objects in both versions, by pages, folders and encodings; deletion of many objects."""

import os

import boto3
from checks import equal

KEYS = ["list/a b", "list/a+b", "list/c/1", "list/c/2", "list/d=1/e&f", "list/ü'!(*)~", "list/z%2F<>\"\r"]


def run(boto):
    s3 = boto3.client("s3")
    bucket = os.environ["LAKE_BUCKET"]
    for key in KEYS:
        s3.put_object(Bucket=bucket, Key=key, Body=key.encode())
    ordered = sorted(KEYS, key=lambda key: key.encode())

    def pages(operation="list_objects_v2", size=2, **options):
        paginator = s3.get_paginator(operation).paginate(
            Bucket=bucket, **{"Prefix": "list/", **options}, PaginationConfig={"PageSize": size}
        )
        return list(paginator)

    def keys(found):
        return [one["Key"] for page in found for one in page.get("Contents", [])]

    def prefixes(found):
        return [one["Prefix"] for page in found for one in page.get("CommonPrefixes", [])]

    with boto.check("lists keys with special characters"):
        equal(keys(pages()), ordered)
        equal([s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode() for key in KEYS], KEYS)
    with boto.check("lists with encoding-type=url"):
        import urllib.parse

        raw = [one["Key"] for one in s3.list_objects_v2(Bucket=bucket, Prefix="list/", EncodingType="url")["Contents"]]
        equal([urllib.parse.unquote_plus(key) for key in raw], ordered)
        equal(raw[:2], ["list/a%20b", "list/a%2Bb"])
    with boto.check("lists folders by pages"):
        for operation in ("list_objects_v2", "list_objects"):
            equal(prefixes(pages(operation, 1, Delimiter="/")), ["list/c/", "list/d=1/"])
            equal(len(keys(pages(operation, 1, Delimiter="/"))), len(KEYS) - 3)
    with boto.check("lists after a key"):
        equal(keys(pages(StartAfter="list/c/1"))[0], "list/c/2")
        equal(s3.list_objects_v2(Bucket=bucket, Prefix="list/", MaxKeys=0)["KeyCount"], 0)
    with boto.check("s3:ListObjects"):
        found = boto3.resource("s3").Bucket(bucket).objects.filter(Prefix="list/").page_size(2)
        equal([one.key for one in found], ordered)
    with boto.check("lists 2,500 keys by pages and deletes 1,000 at a time"):
        many = [f"many/{number:05}" for number in range(2_500)]
        for key in many:
            s3.put_object(Bucket=bucket, Key=key, Body=b"")
        found = pages(size=1_000, Prefix="many/")
        equal((keys(found), [page["KeyCount"] for page in found]), (many, [1_000, 1_000, 500]))
        for start in range(0, len(many), 1_000):
            objects = [{"Key": key} for key in many[start : start + 1_000]]
            quiet = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
            equal(quiet.get("Deleted"), None)
        equal(keys(pages(Prefix="many/")), [])
        objects = [{"Key": key} for key in KEYS + ["list/absent"]]
        deleted = s3.delete_objects(Bucket=bucket, Delete={"Objects": objects})["Deleted"]
        equal(sorted(one["Key"] for one in deleted), sorted(KEYS + ["list/absent"]))
