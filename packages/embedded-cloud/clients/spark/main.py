"""Uses S3 as Spark does, through Hadoop's s3a file system."""

import sys

import pyspark
import files
import settings
import tables
import writes
from checks import Checks

spark = settings.start()
spark_checks = Checks("Spark s3a", pyspark.__version__)
for group in (tables, files, writes):
    group.run(spark, spark_checks)
spark.stop()
sys.exit(1 if Checks.failed else 0)
