"""pyarrow: Parquet data sets, files and folders through an endpoint override."""

import hashlib
import os

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as fs
import pyarrow.parquet as pq
from checks import equal, refused

DAYS = ["2026-11-01", "2026-11-02", "2026-11-03"]
ROWS = 30_000


def file_system(**options):
    endpoint = os.environ["AWS_ENDPOINT_URL"].removeprefix("http://")
    patience = {"connect_timeout": 60, "request_timeout": 60}  # a busy machine needs more than the default of 3 s
    return fs.S3FileSystem(endpoint_override=endpoint, scheme="http", **patience, **options)


def tickets(price):
    return pa.table({"dt": [DAYS[row % 3] for row in range(ROWS)], "row": range(ROWS), "price": [price] * ROWS})


def run(arrow):
    s3 = file_system()
    root = os.environ["FILMS_BUCKET"] + "/arrow"
    with arrow.check("writes a partitioned Parquet data set and reads it with filters"):
        write = {"filesystem": s3, "format": "parquet", "partitioning": ["dt"], "partitioning_flavor": "hive"}
        ds.write_dataset(tickets(2), root + "/tickets", **write)
        read = ds.dataset(root + "/tickets", filesystem=s3, partitioning="hive")
        equal(len(read.files), 3)
        table = read.to_table(columns=["row", "price"], filter=(pc.field("dt") == DAYS[1]) & (pc.field("row") < 300))
        equal((table.num_rows, pc.sum(table["price"]).as_py()), (100, 200))
    with arrow.check("overwrites the partitions of a data set"):
        ds.write_dataset(tickets(3), root + "/tickets", existing_data_behavior="delete_matching", **write)
        read = ds.dataset(root + "/tickets", filesystem=s3, partitioning="hive")
        equal((read.count_rows(), pc.sum(read.to_table()["price"]).as_py()), (ROWS, 3 * ROWS))
    with arrow.check("reads one column of one row group by ranges"):
        pq.write_table(tickets(4), root + "/groups.parquet", filesystem=s3, row_group_size=1_000)
        with s3.open_input_file(root + "/groups.parquet") as opened:
            group = pq.ParquetFile(opened).read_row_group(7, columns=["row"])
        equal((group.num_rows, group["row"][0].as_py()), (1_000, 7_000))
    with arrow.check("streams a large file in parts and reads it back"):
        content = os.urandom(1_000_000) * 33
        with s3.open_output_stream(root + "/large", metadata={"Content-Type": "video/mp4"}) as stream:
            for start in range(0, len(content), 3_000_000):
                stream.write(content[start : start + 3_000_000])
        with s3.open_input_stream(root + "/large") as stream:
            equal(hashlib.sha256(stream.read()).digest(), hashlib.sha256(content).digest())
            equal(stream.metadata()["Content-Type"], b"video/mp4")
    with arrow.check("copies, moves and deletes files and folders"):
        s3.copy_file(root + "/groups.parquet", root + "/moved/a b+ü%.parquet")
        s3.move(root + "/moved/a b+ü%.parquet", root + "/moved/c=1,d&e.parquet")
        names = [info.base_name for info in s3.get_file_info(fs.FileSelector(root + "/moved"))]
        equal(names, ["c=1,d&e.parquet"])
        equal(pq.read_metadata(root + "/moved/c=1,d&e.parquet", filesystem=s3).num_rows, ROWS)
        s3.create_dir(root + "/empty")
        equal(s3.get_file_info(root + "/empty").type, fs.FileType.Directory)
        s3.delete_dir(root + "/empty")
        s3.delete_dir(root + "/moved")
        equal(s3.get_file_info(root + "/moved").type, fs.FileType.NotFound)
        with refused("FileNotFoundError"):
            s3.open_input_file(root + "/moved/c=1,d&e.parquet")
    with arrow.check("lists a folder with 1,200 files by pages"):
        for number in range(1_200):
            with s3.open_output_stream(f"{root}/many/{number:04}") as stream:
                stream.write(b"x")
        equal(len(s3.get_file_info(fs.FileSelector(root + "/many"))), 1_200)
        s3.delete_dir_contents(root + "/many")
        equal(s3.get_file_info(fs.FileSelector(root + "/many", allow_not_found=True)), [])
    with arrow.check("addresses buckets by host name"):
        hosted = file_system(force_virtual_addressing=True)
        equal(pq.read_metadata(root + "/groups.parquet", filesystem=hosted).num_row_groups, 30)
