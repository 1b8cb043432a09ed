"""PyAthena and awswrangler: the same rows by every cursor and in every mode."""

import datetime
import os

import awswrangler as wr
import pyathena
from checks import Checks, equal, refused
from pyathena.cursor import DictCursor
from pyathena.pandas.cursor import PandasCursor

DATABASE = os.environ["DATABASE"]
STAGING = "s3://cinema-results/python/"
SQL = "SELECT ticket, film, price, sold_at FROM tickets WHERE dt = '2026-11-01' ORDER BY ticket LIMIT 2"
ROWS = [
    (1, "Alien", 8.0, datetime.datetime(2026, 11, 1, 0, 30)),
    (2, "Brazil", 8.5, datetime.datetime(2026, 11, 1, 1, 30)),
]


def run():
    run_pyathena(Checks("PyAthena", pyathena.__version__))
    run_awswrangler(Checks("awswrangler", wr.__version__))


def run_pyathena(checks):
    # Without the ArrowCursor: PyAthena passes its filesystem no endpoint, so it always calls AWS.
    settings = {"schema_name": DATABASE, "work_group": os.environ["WORKGROUP"], "s3_staging_dir": STAGING}
    connection = pyathena.connect(**settings, poll_interval=0.1)
    with checks.check("reads rows with a Cursor, with parameters and typed errors"):
        equal(connection.cursor().execute(SQL).fetchall(), ROWS)
        by_film = "SELECT count(*) FROM tickets WHERE film = %(film)s"
        equal(connection.cursor().execute(by_film, {"film": "Alien"}).fetchone(), (20,))
        with refused("OperationalError", pyathena.error.OperationalError):
            connection.cursor().execute("SELECT nothing FROM tickets")
    with checks.check("reads rows with a DictCursor"):
        names = ("ticket", "film", "price", "sold_at")
        equal(connection.cursor(DictCursor).execute(SQL).fetchall(), [dict(zip(names, row)) for row in ROWS])
    with checks.check("reads a data frame with a PandasCursor"):
        frame = connection.cursor(PandasCursor).execute(SQL).as_pandas()
        equal([tuple(row) for row in frame.itertuples(index=False)], ROWS)
    with checks.check("reads a data frame with a PandasCursor that unloads"):
        frame = connection.cursor(PandasCursor, unload=True).execute(SQL.replace("sold_at", "dt")).as_pandas()
        equal(sorted(frame["film"]), ["Alien", "Brazil"])
    with checks.check("lists and describes tables"):
        equal(connection.cursor().execute("SHOW TABLES").fetchall(), [("tickets",)])
        metadata = connection.cursor().get_table_metadata("tickets")
        equal([column.name for column in metadata.columns][:2], ["ticket", "film"])


def run_awswrangler(checks):
    read = {"database": DATABASE, "workgroup": os.environ["WORKGROUP"], "s3_output": f"{STAGING}awswrangler/"}
    modes = {
        "with CREATE TABLE AS, its default": {},
        "with UNLOAD": {"ctas_approach": False, "unload_approach": True, "s3_output": f"{STAGING}unloaded/"},
        "from the CSV of the results": {"ctas_approach": False},
    }
    for mode, options in modes.items():
        with checks.check(f"reads a query {mode}"):
            frame = wr.athena.read_sql_query(SQL, **{**read, **options})
            equal([(int(row.ticket), row.film, row.price) for row in frame.itertuples()], [row[:3] for row in ROWS])
    with checks.check("writes a partitioned Parquet dataset, and reads it from the table that it created"):
        path = "s3://cinema-films/awswrangler/"
        frame = wr.athena.read_sql_query("SELECT ticket, film, dt FROM tickets", **read)
        wr.s3.to_parquet(frame, path=path, dataset=True, database=DATABASE, table="copied", partition_cols=["dt"])
        by_day = "SELECT dt, count(*) AS sold FROM copied GROUP BY dt ORDER BY dt"
        counts = wr.athena.read_sql_query(by_day, **read, ctas_approach=False)
        equal([(row.dt, int(row.sold)) for row in counts.itertuples()], [(f"2026-11-0{day}", 20) for day in (1, 2, 3)])
        equal(len(wr.s3.read_parquet(path, dataset=True)), 60)
        equal(wr.catalog.delete_table_if_exists(database=DATABASE, table="copied"), True)
