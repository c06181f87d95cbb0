package dev.platte.server.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/**
 * A process of its own with an embedded database: adds a row, says so, and waits to be killed or
 * told to end.
 */
final class EmbeddedProgram {

    static final String READY = "READY";

    private EmbeddedProgram() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres postgres =
                EmbeddedPostgres.start(Path.of(arguments[0]), line -> {})) {
            try (Connection connection =
                            DriverManager.getConnection(
                                    postgres.url(), postgres.user(), postgres.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table if not exists kept (id int)");
                statement.execute("insert into kept values (1)");
            }
            System.out.println(READY);
            int end = System.in.read();
            System.out.println("ENDING " + end);
        }
    }
}
