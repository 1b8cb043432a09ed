"""A Spark session on this machine, and file systems with settings of their own."""

import os
from contextlib import contextmanager

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

ROOT = f"s3a://{os.environ['FILMS_BUCKET']}/spark"
# The smallest size of a part, so that 12 MB are an upload of three parts.
PART = 5 * 1024 * 1024
# The keys of a page of a list.
PAGE = 100


def start():
    """Starts Spark; s3a takes the credentials from the variables of the SDK."""
    s3a = {
        "endpoint": os.environ["AWS_ENDPOINT_URL"],
        "endpoint.region": os.environ["AWS_REGION"],
        "path.style.access": "true",
        "multipart.size": str(PART),
        "multipart.threshold": str(PART),
        "paging.maximum": str(PAGE),
    }
    settings = {
        "spark.driver.extraClassPath": os.environ["JARS"] + "/*",
        # Without the second compiler of the JVM, the program is done in a third less time.
        "spark.driver.extraJavaOptions": f"-XX:TieredStopAtLevel=1 -Djdk.net.hosts.file={os.environ['HOSTS']}",
        "spark.driver.host": "localhost",
        "spark.driver.memory": "1g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        **{f"spark.hadoop.fs.s3a.{name}": value for name, value in s3a.items()},
    }
    builder = SparkSession.builder.master("local[2]").appName("client")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def path(spark, name):
    return spark._jvm.org.apache.hadoop.fs.Path(f"{ROOT}/{name}")


def file_system(spark, **settings):
    """A new file system, in which fs.s3a.NAME.WITH.DOTS is the argument NAME_WITH_DOTS."""
    hadoop = spark._jvm.org.apache.hadoop
    conf = hadoop.conf.Configuration(spark._jsc.hadoopConfiguration())
    for name, value in settings.items():
        conf.set("fs.s3a." + name.replace("_", "."), value)
    return hadoop.fs.FileSystem.newInstance(path(spark, "").toUri(), conf)


def write(stream, content):
    """Writes bytes to a stream of Java and completes the object."""
    stream.write(content)
    stream.close()


def read(spark, file_system, name):
    """The bytes of an object."""
    stream = file_system.open(path(spark, name))
    content = spark._jvm.org.apache.commons.io.IOUtils.toByteArray(stream)
    stream.close()
    return bytes(content)


@contextmanager
def throws(name):
    """Raises an error, unless the block raises an exception of this Java class."""
    try:
        yield
    except Py4JJavaError as error:
        thrown = error.java_exception.getClass().getSimpleName()
        if thrown != name:
            raise AssertionError(f"{thrown} instead of {name}: {error.java_exception.getMessage()}") from error
    else:
        raise AssertionError(f"no exception, instead of {name}")
