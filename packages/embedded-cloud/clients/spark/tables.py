"""Tables: partitioned Parquet and compressed JSON, written, overwritten and read with filters."""

import os

from checks import equal
from pyspark.sql import functions as f
from settings import ROOT

DAYS = 3
ROWS = 3_000
WIDE_ROWS = 1_500_000


def tickets(spark, price):
    """3,000 tickets over three days; the price distinguishes one version of the table from the other."""
    day = f.format_string("2026-11-%02d", (f.col("id") % DAYS + 1).cast("int"))
    return spark.range(ROWS).withColumn("dt", day).withColumn("price", f.lit(price))


def run(spark, s3a):
    table = ROOT + "/tickets"
    with s3a.check("reads a partitioned table of JSON"):
        sold = spark.read.json(f"s3a://{os.environ['LAKE_BUCKET']}/tickets")
        equal((sold.count(), sold.where("dt = '2026-11-02'").agg(f.min("ticket")).first()[0]), (60, 21))
    with s3a.check("writes a partitioned Parquet table and renames its files out of the temporary folder"):
        tickets(spark, 2.0).write.partitionBy("dt").parquet(table)
        equal(spark.read.parquet(table).count(), ROWS)
        names = {name.rsplit("/", 2)[-2] for name in spark.read.parquet(table).inputFiles()}
        equal(names, {"dt=2026-11-01", "dt=2026-11-02", "dt=2026-11-03"})
    with s3a.check("overwrites a table"):
        tickets(spark, 3.0).write.mode("overwrite").partitionBy("dt").parquet(table)
        equal(spark.read.parquet(table).agg(f.sum("price")).first()[0], 3.0 * ROWS)
    with s3a.check("reads a table with filters of partitions and rows"):
        one_day = spark.read.parquet(table).where("dt = '2026-11-02' AND id < 300")
        equal((one_day.count(), one_day.agg(f.min("id")).first()[0]), (100, 1))
    with s3a.check("overwrites single partitions"):
        write = tickets(spark, 4.0).where("dt = '2026-11-03'").write.mode("overwrite").partitionBy("dt")
        write.option("partitionOverwriteMode", "dynamic").parquet(table)
        totals = spark.read.parquet(table).groupBy("dt").agg(f.sum("price")).orderBy("dt").collect()
        equal([total for _, total in totals], [3_000.0, 3_000.0, 4_000.0])
    with s3a.check("uploads Parquet files of 12 MB in parts and reads single columns of them"):
        wide = spark.range(WIDE_ROWS).coalesce(1).withColumn("random", f.rand(7)).withColumn("dt", f.lit("2026-11-01"))
        wide.write.option("compression", "none").partitionBy("dt").parquet(ROOT + "/wide")
        read = spark.read.parquet(ROOT + "/wide")
        equal(read.agg(f.sum("id")).first()[0], WIDE_ROWS * (WIDE_ROWS - 1) // 2)
        equal(read.where("id = 1234567").select("id").collect(), [(1_234_567,)])
    with s3a.check("writes and reads JSON compressed with gzip"):
        tickets(spark, 5.0).write.option("compression", "gzip").partitionBy("dt").json(ROOT + "/json")
        read = spark.read.json(ROOT + "/json")
        equal(all(name.endswith(".json.gz") for name in read.inputFiles()), True)
        equal(read.where("price = 5").count(), ROWS)
