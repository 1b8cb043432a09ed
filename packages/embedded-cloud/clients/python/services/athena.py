"""Athena: executions, results, work groups and the catalog."""

import os

import boto3
from checks import equal, refused, until


def run(boto):
    athena = boto3.client("athena")
    workgroup, database = os.environ["WORKGROUP"], os.environ["DATABASE"]

    def start(sql, **options):
        context = {"Database": database}
        answer = athena.start_query_execution(
            QueryString=sql, WorkGroup=workgroup, QueryExecutionContext=context, **options
        )
        return answer["QueryExecutionId"]

    def finished(execution):
        state = lambda: athena.get_query_execution(QueryExecutionId=execution)["QueryExecution"]
        until(lambda: state()["Status"]["State"] not in ("QUEUED", "RUNNING"))
        return state()

    with boto.check("athena:StartQueryExecution", "athena:GetQueryExecution"):
        sql = "SELECT film, count(*) AS sold, sum(price) AS income FROM tickets WHERE dt = ? GROUP BY 1 ORDER BY 1"
        query = start(sql, ExecutionParameters=["'2026-11-02'"])
        execution = finished(query)
        equal(execution["Status"]["State"], "SUCCEEDED")
        equal(execution["Statistics"]["DataScannedInBytes"] > 0, True)
        failed = finished(start("SELECT nothing FROM tickets"))["Status"]
        equal((failed["State"], "COLUMN_NOT_FOUND" in failed["StateChangeReason"]), ("FAILED", True))
    with boto.check("athena:GetQueryResults"):
        result = athena.get_query_results(QueryExecutionId=query)["ResultSet"]
        rows = [[cell["VarCharValue"] for cell in row["Data"]] for row in result["Rows"]]
        equal(rows, [["film", "sold", "income"], ["Alien", "7", "63.5"], ["Brazil", "6", "54.0"], ["Casablanca", "7", "62.5"]])
        types = [column["Type"] for column in result["ResultSetMetadata"]["ColumnInfo"]]
        equal(types, ["varchar", "bigint", "double"])
        with refused("InvalidRequestException", athena.exceptions.InvalidRequestException):
            athena.get_query_results(QueryExecutionId="nowhere")
    with boto.check("athena:BatchGetQueryExecution", "athena:ListQueryExecutions"):
        batch = athena.batch_get_query_execution(QueryExecutionIds=[query])
        equal([one["Query"] for one in batch["QueryExecutions"]], [sql])
        equal(query in athena.list_query_executions(WorkGroup=workgroup)["QueryExecutionIds"], True)
    with boto.check("athena:StopQueryExecution"):
        with refused("InvalidRequestException"):
            athena.stop_query_execution(QueryExecutionId="00000000-0000-0000-0000-000000000000")
    with boto.check("athena:GetWorkGroup", "athena:ListWorkGroups"):
        configuration = athena.get_work_group(WorkGroup=workgroup)["WorkGroup"]["Configuration"]
        equal(configuration["ResultConfiguration"]["OutputLocation"], "s3://cinema-results/athena/")
        equal(workgroup in [one["Name"] for one in athena.list_work_groups()["WorkGroups"]], True)
    with boto.check("athena:ListDataCatalogs", "athena:GetDataCatalog"):
        equal(athena.list_data_catalogs()["DataCatalogsSummary"][0]["CatalogName"], "AwsDataCatalog")
        equal(athena.get_data_catalog(Name="AwsDataCatalog")["DataCatalog"]["Type"], "GLUE")
    catalog = {"CatalogName": "AwsDataCatalog"}
    with boto.check("athena:ListDatabases", "athena:GetDatabase"):
        equal([one["Name"] for one in athena.list_databases(**catalog)["DatabaseList"]], [database])
        equal(athena.get_database(**catalog, DatabaseName=database)["Database"]["Name"], database)
    with boto.check("athena:ListTableMetadata", "athena:GetTableMetadata"):
        listed = athena.list_table_metadata(**catalog, DatabaseName=database)["TableMetadataList"]
        equal([one["Name"] for one in listed], ["tickets"])
        table = athena.get_table_metadata(**catalog, DatabaseName=database, TableName="tickets")["TableMetadata"]
        equal([column["Type"] for column in table["Columns"]], ["bigint", "string", "double", "timestamp", "array<int>"])
        with refused("MetadataException", athena.exceptions.MetadataException):
            athena.get_table_metadata(**catalog, DatabaseName=database, TableName="nowhere")
