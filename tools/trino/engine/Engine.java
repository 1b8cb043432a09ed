import io.trino.Session;
import io.trino.plugin.hive.HivePlugin;
import io.trino.testing.DistributedQueryRunner;
import java.util.HashMap;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * Runs Trino with the Hive catalog `hive` over the files of a folder, and the catalog `s3` over the API of an S3 at an
 * address: `java Engine.java PORT FOLDER ENDPOINT`. It prints a line when the catalogs exist; the server answers earlier.
 */
public class Engine
{
    public static void main(String[] arguments)
            throws Exception
    {
        Session session = testSessionBuilder().setCatalog("hive").setSchema("default").build();
        DistributedQueryRunner runner = DistributedQueryRunner.builder(session)
                .setWorkerCount(0)
                .addCoordinatorProperty("http-server.http.port", arguments[0])
                .build();
        runner.installPlugin(new HivePlugin());
        runner.createCatalog("hive", "hive", properties("hive", arguments[1]));
        Map<String, String> s3 = properties("s3", arguments[1]);
        s3.put("fs.native-s3.enabled", "true");
        s3.put("s3.endpoint", arguments[2]);
        s3.put("s3.region", "us-east-1");
        s3.put("s3.path-style-access", "true");
        s3.put("s3.aws-access-key", "any");
        s3.put("s3.aws-secret-key", "any");
        runner.createCatalog("s3", "hive", s3);
        System.out.println("The catalogs are ready.");
        System.out.flush();
        // The process that started this one closes the input, also when it fails.
        while (System.in.read() >= 0) { }
        System.exit(0);
    }

    /** The properties of a catalog, whose metastore is in a folder of its own. */
    private static Map<String, String> properties(String catalog, String folder)
    {
        Map<String, String> properties = new HashMap<>();
        properties.put("hive.metastore", "file");
        properties.put("hive.metastore.catalog.dir", "local:///metastore-" + catalog);
        properties.put("fs.local.enabled", "true");
        properties.put("local.location", folder);
        properties.put("hive.security", "allow-all");
        properties.put("hive.table-statistics-enabled", "false");
        properties.put("hive.collect-column-statistics-on-write", "false");
        for (String name : new String[] {
                "partition-projection-enabled",
                "recursive-directories",
                "ignore-absent-partitions",
                "allow-register-partition-procedure",
                "non-managed-table-writes-enabled"}) {
            properties.put("hive." + name, "true");
        }
        return properties;
    }
}
