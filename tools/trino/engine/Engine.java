import io.trino.Session;
import io.trino.plugin.hive.HivePlugin;
import io.trino.testing.DistributedQueryRunner;
import java.util.HashMap;
import java.util.Map;

import static io.trino.testing.TestingSession.testSessionBuilder;

/**
 * Runs Trino with one Hive catalog over the files of a folder: `java Engine.java PORT FOLDER`. It prints a line when the
 * catalog exists; the server answers earlier.
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
        Map<String, String> properties = new HashMap<>();
        properties.put("hive.metastore", "file");
        properties.put("hive.metastore.catalog.dir", "local:///metastore");
        properties.put("fs.local.enabled", "true");
        properties.put("local.location", arguments[1]);
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
        runner.createCatalog("hive", "hive", properties);
        System.out.println("The catalog is ready.");
        System.out.flush();
        // The process that started this one closes the input, also when it fails.
        while (System.in.read() >= 0) { }
        System.exit(0);
    }
}
