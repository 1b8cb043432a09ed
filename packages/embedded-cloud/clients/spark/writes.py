"""Conditional writes, and the checksums that s3a sends and verifies."""

import base64

from checks import equal
from settings import file_system, path, read, throws, write

CONDITION = "fs.option.create.conditional.overwrite"
DIGITS = b"123456789"
LARGE = DIGITS * 700_000
# The check value of each algorithm: its checksum of the digits. CRC64NVME needs the native library of the SDK.
VALUES = {
    "CRC32": "cbf43926",
    "CRC32C": "e3069283",
    "SHA1": "f7c3bc1d808e04732adf679965ccc34ca7ae3441",
    "SHA256": "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225",
}


def run(spark, s3a):
    conditions(spark, s3a)
    checksums(spark, s3a)


def conditions(spark, s3a):
    fs = file_system(spark)

    def create(name):
        return fs.createFile(path(spark, name)).overwrite(True)

    for name, content in (("once", b"content"), ("large-once", LARGE)):
        with s3a.check(f"creates a file {'' if name == 'once' else 'of two parts '}only if there is none"):
            first, second = (create(name).opt(CONDITION, True).build() for _ in range(2))
            write(first, content)
            with throws("RemoteFileChangedException"):
                write(second, b"second" + content)
            equal(read(spark, fs, name), content)
    with s3a.check("overwrites a file only if its ETag is known"):
        etag = fs.getFileStatus(path(spark, "once")).getETag()
        write(create("once").must(CONDITION + ".etag", etag).build(), b"newer")
        with throws("RemoteFileChangedException"):
            write(create("once").must(CONDITION + ".etag", etag).build(), b"stale")
        equal(read(spark, fs, "once"), b"newer")


def checksums(spark, s3a):
    for algorithm, value in VALUES.items():
        fs = file_system(spark, create_checksum_algorithm=algorithm, checksum_validation="true")
        with s3a.check(f"writes files with {algorithm} and verifies it"):
            write(fs.create(path(spark, algorithm)), DIGITS)
            equal(stored_checksum(spark, fs, algorithm), base64.b64encode(bytes.fromhex(value)).decode())
            equal(read(spark, fs, algorithm), DIGITS)
        with s3a.check(f"uploads parts with {algorithm}"):
            write(fs.create(path(spark, f"parts/{algorithm}")), LARGE)
            equal(stored_checksum(spark, fs, f"parts/{algorithm}")[-2:], "-2")
            equal(read(spark, fs, f"parts/{algorithm}"), LARGE)


def stored_checksum(spark, fs, name):
    """The checksum of an object, as HeadObject returns it for a path that ends in the name of its algorithm."""
    model = spark._jvm.software.amazon.awssdk.services.s3.model
    uri = path(spark, name).toUri()
    head = model.HeadObjectRequest.builder().bucket(uri.getHost()).key(uri.getPath()[1:]).checksumMode("ENABLED")
    answer = fs.getS3AInternals().getAmazonS3Client("the stored checksum").headObject(head.build())
    return getattr(answer, "checksum" + name.rsplit("/", 1)[-1])()
