"""Uses S3 as data tools do: pyarrow's file system, and the calls of boto3 that it does not make."""

import sys

import addresses
import boto3
import checksums
import files
import listings
import objects
import pyarrow
import uploads
from checks import Checks

boto = Checks("boto3 with awscrt", boto3.__version__)
files.run(Checks("pyarrow", pyarrow.__version__))
for group in (objects, listings, uploads, checksums, addresses):
    group.run(boto)
sys.exit(1 if Checks.failed else 0)
