"""Calls every service with boto3, and queries Athena with PyAthena and awswrangler."""

import sys

import boto3
from checks import Checks
from services import kinesis, s3

boto = Checks("boto3", boto3.__version__)
for service in (s3, kinesis):
    service.run(boto)
sys.exit(1 if Checks.failed else 0)
