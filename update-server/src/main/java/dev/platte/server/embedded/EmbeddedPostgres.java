package dev.platte.server.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of the server's own, under its data directory: nothing to install, yet as safe with
 * data as any other. It syncs every commit, asks for a password that only the owner of the
 * directory can read, and listens on the loopback interface only. If it ends by itself, it is
 * started again.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String DATABASE = "platte";

    private final DirectoryLock lock;
    private final Cluster cluster;
    private final int port;
    private final String password;
    private final Supervisor supervisor;

    private EmbeddedPostgres(DirectoryLock lock, Cluster cluster, int port, String password) {
        this.lock = lock;
        this.cluster = cluster;
        this.port = port;
        this.password = password;
        this.supervisor = Supervisor.of(cluster, port);
    }

    /**
     * Starts the database, and makes it where there is none.
     *
     * @param data the server's data directory; the database lies in {@code postgresql} under it
     * @param progress hears what takes long
     * @throws EmbeddedPostgresException when another server has the directory, when another major
     *     version made it, or when PostgreSQL does not start; the message says what to do
     */
    public static EmbeddedPostgres start(Path data, Consumer<String> progress)
            throws EmbeddedPostgresException, InterruptedException {
        Path directory = data.toAbsolutePath().normalize().resolve("postgresql");
        try {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            DirectoryLock lock = DirectoryLock.take(directory);
            boolean running = false;
            try {
                Path programs = Programs.unpack(directory, progress);
                Commands commands = Commands.of(programs, directory);
                Cluster cluster = new Cluster(directory, commands, progress);
                String password = cluster.prepare();
                EmbeddedPostgres made =
                        new EmbeddedPostgres(lock, cluster, cluster.start(), password);
                made.createDatabase();
                running = true;
                return made;
            } finally {
                if (!running) {
                    lock.close();
                }
            }
        } catch (IOException e) {
            throw new EmbeddedPostgresException(
                    "the embedded database in %s cannot be used: %s"
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    private void createDatabase() throws EmbeddedPostgresException {
        try (Connection connection =
                        DriverManager.getConnection(address("postgres"), user(), password);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "select from pg_database where datname = '" + DATABASE + "'")) {
            if (!found.next()) {
                statement.execute("create database " + DATABASE);
            }
        } catch (SQLException e) {
            throw new EmbeddedPostgresException(
                    "the embedded database is up and does not let this server in: "
                            + e.getMessage(),
                    e);
        }
    }

    /** For JDBC, without user and password. */
    public String url() {
        return address(DATABASE);
    }

    private String address(String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    public String user() {
        return Cluster.USER;
    }

    public String password() {
        return password;
    }

    /** Stops the database, everything written out, and frees the directory. */
    @Override
    public void close() {
        supervisor.close();
        try {
            cluster.stop();
        } catch (IOException e) {
            LOG.warn("The embedded database was not stopped; the next start will do it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            lock.close();
        } catch (IOException e) {
            LOG.warn("The data directory was not freed; it is free when this process ends", e);
        }
    }
}
