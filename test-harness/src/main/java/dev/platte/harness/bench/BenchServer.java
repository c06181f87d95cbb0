package dev.platte.harness.bench;

import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.demo.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The real server with its embedded database in a folder of its own, with one application that has
 * one release, and a database that counts and explains statements where it is asked to.
 */
final class BenchServer implements AutoCloseable {
    static final String VERSION = "1.0.0";
    private static final int IMAGE_BYTES = 1 << 20;

    private final Path work;
    private final Programs programs;
    private final DemoServer server;
    private final BenchDatabase database;

    private BenchServer(Path work, Programs programs, DemoServer server, BenchDatabase database) {
        this.work = work;
        this.programs = programs;
        this.server = server;
        this.database = database;
    }

    /**
     * Starts it.
     *
     * @param name of the benchmark
     * @param settings more of them, as on its command line
     */
    static BenchServer start(String name, String... settings)
            throws IOException, SQLException, InterruptedException {
        Path work = Files.createTempDirectory("platte-bench-" + name);
        Programs programs = Programs.built(BenchPlace.root());
        Runtime.getRuntime().addShutdownHook(new Thread(programs::close));
        boolean started = false;
        try {
            prepare(programs, work);
            DemoServer server = DemoServer.start(programs, work, 0, settings);
            BenchServer made =
                    new BenchServer(
                            work, programs, server, BenchDatabase.open(DemoServer.data(work)));
            started = true;
            return made;
        } finally {
            if (!started) {
                programs.close();
                BenchPlace.remove(work);
            }
        }
    }

    /** Then the server ends once: what counts statements is there from the database's start on. */
    private static void prepare(Programs programs, Path work)
            throws IOException, SQLException, InterruptedException {
        Path key = work.resolve("key.pem");
        Path publicKey = work.resolve("key.pub.pem");
        Path image = Files.write(work.resolve("usr.img"), new byte[IMAGE_BYTES]);
        Path payload = work.resolve("usr.crau");
        ctl(programs, "keys", "generate", "--type=rsa2048", "--out=" + key);
        ctl(programs, "keys", "public", "--key=" + key, "--out=" + publicKey);
        ctl(programs, "payload", "create", "--image=" + image, "--key=" + key, "--out=" + payload);
        DemoServer server = DemoServer.start(programs, work, 0);
        server.establish(publicKey);
        server.publish(VERSION, payload);
        try (BenchDatabase database = BenchDatabase.open(DemoServer.data(work))) {
            database.countStatements();
        }
        server.stop();
    }

    private static void ctl(Programs programs, String... arguments)
            throws IOException, InterruptedException {
        Programs.Ended ended = programs.ask("updatectl", List.of(arguments));
        if (ended.status() != 0) {
            throw new IOException("updatectl " + String.join(" ", arguments) + ": " + ended);
        }
    }

    DemoServer server() {
        return server;
    }

    BenchDatabase database() {
        return database;
    }

    /** What the database says of itself. */
    Path databaseLog() {
        return DemoServer.data(work).resolve("postgresql/postgresql.log");
    }

    /** Ends it, and leaves nothing behind. */
    @Override
    public void close() throws IOException, SQLException {
        database.close();
        programs.close();
        BenchPlace.remove(work);
    }
}
