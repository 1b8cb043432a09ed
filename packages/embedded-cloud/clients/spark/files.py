"""Files and folders: parts, ranges, listings by pages, renames, and both styles of addresses."""

import os

from checks import equal
from settings import file_system, path, read, throws, write

CONTENT = bytes(range(256)) * (12_000_000 // 256)


def run(spark, s3a):
    fs = file_system(spark)
    with s3a.check("uploads a file of 12 MB in parts and reads ranges of it"):
        write(fs.create(path(spark, "large")), CONTENT)
        equal(fs.getFileStatus(path(spark, "large")).getLen(), len(CONTENT))
        stream = fs.open(path(spark, "large"))
        for position in (11_000_000, 5, 6_000_000):
            stream.seek(position)
            equal(stream.read(), CONTENT[position])
        stream.close()
        equal(read(spark, fs, "large"), CONTENT)
    with s3a.check("copies a file of 12 MB in parts, as a rename does"):
        equal(fs.rename(path(spark, "large"), path(spark, "renamed")), True)
        equal((fs.exists(path(spark, "large")), read(spark, fs, "renamed")), (False, CONTENT))
    with s3a.check("reports a file that does not exist"):
        with throws("FileNotFoundException"):
            fs.open(path(spark, "absent"))
    with s3a.check("lists a folder with 250 files by pages and deletes it"):
        for number in range(250):
            fs.create(path(spark, f"many/{number:03}")).close()
        equal(len(fs.listStatus(path(spark, "many"))), 250)
        equal(fs.getContentSummary(path(spark, "many")).getFileCount(), 250)
        equal(fs.delete(path(spark, "many"), True), True)
        equal(fs.exists(path(spark, "many")), False)
    with s3a.check("renames folders, also with special characters"):
        write(fs.create(path(spark, "from/a b+ü%.txt")), b"content")
        write(fs.create(path(spark, "from/sub/c=1,d&e.txt")), b"")
        equal(fs.rename(path(spark, "from"), path(spark, "to")), True)
        equal(fs.exists(path(spark, "from")), False)
        names = sorted(status.getPath().getName() for status in fs.listStatus(path(spark, "to")))
        equal(names, ["a b+ü%.txt", "sub"])
        equal(read(spark, fs, "to/a b+ü%.txt"), b"content")
    with s3a.check("creates and deletes empty folders"):
        fs.mkdirs(path(spark, "empty/inner"))
        equal(fs.getFileStatus(path(spark, "empty/inner")).isDirectory(), True)
        fs.delete(path(spark, "empty"), True)
        equal(fs.exists(path(spark, "empty/inner")), False)
    with s3a.check("addresses buckets by host name"):
        port = os.environ["AWS_ENDPOINT_URL"].rsplit(":", 1)[1]
        hosted = file_system(spark, endpoint=f"http://localhost:{port}", path_style_access="false")
        write(hosted.create(path(spark, "hosted")), b"content")
        equal(read(spark, fs, "hosted"), b"content")
        equal(hosted.listStatus(path(spark, "hosted"))[0].getLen(), 7)
