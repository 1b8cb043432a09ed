"""Reads and writes tables, files and folders with Spark through Hadoop's s3a file system."""

import glob
import os
import sys

import pyspark
from checks import Checks, equal, refused
from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

BUCKET = os.environ["FILMS_BUCKET"]
ROOT = f"s3a://{BUCKET}/spark"
DAYS = 3
ROWS = 3_000
PART = 5 * 1024 * 1024


def start():
    settings = {
        "spark.jars": ",".join(glob.glob(os.environ["JARS"] + "/*.jar")),
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
        "spark.hadoop.fs.s3a.endpoint": os.environ["AWS_ENDPOINT_URL"],
        "spark.hadoop.fs.s3a.endpoint.region": os.environ["AWS_REGION"],
        "spark.hadoop.fs.s3a.path.style.access": "true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled": "false",
        "spark.hadoop.fs.s3a.multipart.size": str(PART),
        "spark.hadoop.fs.s3a.multipart.threshold": str(PART),
        "spark.hadoop.fs.s3a.paging.maximum": "1000",
    }
    builder = SparkSession.builder.master("local[2]").appName("client")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def tickets(spark, price):
    """3,000 tickets over three days, with a price that tells one version of the table from the other."""
    day = f.format_string("2026-11-%02d", (f.col("id") % DAYS + 1).cast("int"))
    return spark.range(ROWS).withColumn("dt", day).withColumn("price", f.lit(price))


def tables(spark, s3a):
    path = ROOT + "/tickets"
    with s3a.check("writes a partitioned Parquet table"):
        tickets(spark, 2.0).write.partitionBy("dt").parquet(path)
        equal(spark.read.parquet(path).count(), ROWS)
    with s3a.check("overwrites a table"):
        tickets(spark, 3.0).write.mode("overwrite").partitionBy("dt").parquet(path)
        equal(spark.read.parquet(path).agg(f.sum("price")).first()[0], 3.0 * ROWS)
    with s3a.check("reads a table with filters of partitions and rows"):
        one_day = spark.read.parquet(path).where("dt = '2026-11-02' AND id < 300")
        equal((one_day.count(), one_day.agg(f.min("id")).first()[0]), (100, 1))
    with s3a.check("overwrites single partitions"):
        overwrite = tickets(spark, 4.0).where("dt = '2026-11-03'").write.mode("overwrite").partitionBy("dt")
        overwrite.option("partitionOverwriteMode", "dynamic").parquet(path)
        totals = spark.read.parquet(path).groupBy("dt").agg(f.sum("price")).orderBy("dt").collect()
        equal([total for _, total in totals], [3_000.0, 3_000.0, 4_000.0])
    with s3a.check("writes and reads compressed JSON"):
        tickets(spark, 5.0).write.option("compression", "gzip").json(ROOT + "/json")
        equal(spark.read.json(ROOT + "/json").where("price = 5").count(), ROWS)


def files(spark, s3a):
    java = spark._jvm
    file_system = java.org.apache.hadoop.fs.Path(ROOT).getFileSystem(spark._jsc.hadoopConfiguration())

    def path(name):
        return java.org.apache.hadoop.fs.Path(f"{ROOT}/{name}")

    def write(name, content):
        stream = file_system.create(path(name))
        stream.write(content)
        stream.close()

    with s3a.check("uploads a file of 12 MB in parts and reads ranges of it"):
        content = bytes(range(256)) * (12_000_000 // 256)
        write("large", content)
        equal(file_system.getFileStatus(path("large")).getLen(), len(content))
        stream = file_system.open(path("large"))
        for position in (11_000_000, 5, 6_000_000):
            stream.seek(position)
            equal(stream.read(), content[position])
        stream.close()
        with refused("Py4JJavaError", Py4JJavaError):
            file_system.open(path("absent"))
    with s3a.check("lists a folder with 1,200 files by pages and deletes it"):
        for number in range(1_200):
            file_system.create(path(f"many/{number:04}")).close()
        equal(len(file_system.listStatus(path("many"))), 1_200)
        equal(file_system.getContentSummary(path("many")).getFileCount(), 1_200)
        equal(file_system.delete(path("many"), True), True)
        equal(file_system.exists(path("many")), False)
    with s3a.check("renames files and folders, also with special characters"):
        write("from/a b+ü.txt", b"content")
        write("from/sub/c=1,d&e.txt", b"")
        equal(file_system.rename(path("from"), path("to")), True)
        equal(file_system.exists(path("from")), False)
        names = sorted(status.getPath().getName() for status in file_system.listStatus(path("to")))
        equal(names, ["a b+ü.txt", "sub"])
        equal(spark.read.text(f"{ROOT}/to/a b+ü.txt").first()[0], "content")
    with s3a.check("creates and deletes empty folders"):
        file_system.mkdirs(path("empty/inner"))
        equal(file_system.getFileStatus(path("empty/inner")).isDirectory(), True)
        file_system.delete(path("empty"), True)
        equal(file_system.exists(path("empty/inner")), False)


session = start()
checks = Checks("Spark s3a", pyspark.__version__)
tables(session, checks)
files(session, checks)
session.stop()
sys.exit(1 if Checks.failed else 0)
