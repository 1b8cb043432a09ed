"""boto3: the checksums of objects and of multipart uploads."""

import base64
import os

import boto3
from checks import equal, refused

DIGITS = b"123456789"
# The check value of each algorithm: its checksum of the digits.
VALUES = {
    "CRC32": "cbf43926",
    "CRC32C": "e3069283",
    "CRC64NVME": "ae8b14860a799888",
    "SHA1": "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256": "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
}
PART = 5 * 1024 * 1024


def run(boto):
    s3 = boto3.client("s3")
    address = {"Bucket": os.environ["FILMS_BUCKET"], "Key": "checksums/digits"}
    for algorithm, value in VALUES.items():
        with boto.check(f"verifies the {algorithm} of an object"):
            name, expected = f"Checksum{algorithm}", base64.b64encode(bytes.fromhex(value)).decode()
            equal(s3.put_object(**address, Body=DIGITS, ChecksumAlgorithm=algorithm)[name], expected)
            answer = s3.get_object(**address, ChecksumMode="ENABLED")
            equal((answer["Body"].read(), answer[name], answer["ChecksumType"]), (DIGITS, expected, "FULL_OBJECT"))
            with refused("BadDigest"):
                s3.put_object(**address, Body=b"987654321", **{name: expected})
            equal(s3.get_object(**address)["Body"].read(), DIGITS)
    for algorithm, kind in (("SHA256", "COMPOSITE"), ("CRC32C", "COMPOSITE"), ("CRC64NVME", "FULL_OBJECT")):
        with boto.check(f"verifies the {kind} {algorithm} of a multipart upload"):
            multipart(s3, {**address, "Key": f"checksums/{algorithm}"}, algorithm, kind)


def multipart(s3, address, algorithm, kind):
    name = f"Checksum{algorithm}"
    upload_id = s3.create_multipart_upload(**address, ChecksumAlgorithm=algorithm, ChecksumType=kind)["UploadId"]
    upload, parts = {**address, "UploadId": upload_id}, []
    for number, body in enumerate((b"1" * PART, b"2"), 1):
        answer = s3.upload_part(**upload, PartNumber=number, Body=body, ChecksumAlgorithm=algorithm)
        parts.append({"PartNumber": number, "ETag": answer["ETag"], name: answer[name]})
    equal([part[name] for part in s3.list_parts(**upload)["Parts"]], [part[name] for part in parts])
    swapped = [{**parts[0], name: parts[1][name]}, parts[1]]
    with refused("InvalidPart"):
        s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": swapped})
    done = s3.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    head = s3.head_object(**address, ChecksumMode="ENABLED")
    equal((head[name], head["ChecksumType"]), (done[name], kind))
    if kind == "COMPOSITE":
        equal(head[name][-2:], "-2")
    else:
        whole = s3.put_object(**address, Body=b"1" * PART + b"2", ChecksumAlgorithm=algorithm)
        equal(head[name], whole[name])
