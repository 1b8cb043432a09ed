"""Calls every service with boto3, and queries Athena with PyAthena and awswrangler."""

import sys

import boto3
import queries
from checks import Checks
from services import athena, dynamodb, functions, glue, kinesis, others, s3, sqs

boto = Checks("boto3", boto3.__version__)
for service in (s3, kinesis, sqs, dynamodb, glue, athena, functions, others):
    service.run(boto)
queries.run()
sys.exit(1 if Checks.failed else 0)
