package dev.platte.server.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;

@Timeout(180)
final class EmbeddedPostgresTest {

    /** The user nobody, who is on every Linux. */
    private static final int NOBODY = 65534;

    private static Path made = Path.of("");

    private final List<String> progress = new ArrayList<>();
    private Path place;
    private Path data;

    @BeforeEach
    void makePlace() throws IOException {
        place = Files.createTempDirectory("platte-embedded-");
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        data = Files.createDirectory(place.resolve("data"));
    }

    @AfterEach
    void removePlace() throws IOException {
        FileSystemUtils.deleteRecursively(place);
    }

    @BeforeAll
    static void makeOnce() throws Exception {
        made = Files.createTempDirectory("platte-embedded-once-");
        EmbeddedPostgres.start(made, line -> {}).close();
    }

    @AfterAll
    static void removeOnce() throws IOException {
        FileSystemUtils.deleteRecursively(made);
    }

    /** A data directory that was started before: making each anew would take most of the time. */
    private void startedBefore() throws Exception {
        Process copy = new ProcessBuilder("cp", "-a", made + "/.", data.toString()).start();
        assertThat(copy.waitFor()).isZero();
    }

    private EmbeddedPostgres start() throws Exception {
        return EmbeddedPostgres.start(data, progress::add);
    }

    private static String ask(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.url(), postgres.user(), postgres.password());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void dataOutlivesTheServerAndNothingIsMadeTwice() throws Exception {
        try (EmbeddedPostgres first = start()) {
            run(first, "create table kept (id int)");
            run(first, "insert into kept values (7)");
        }
        assertThat(progress).hasSize(2).allMatch(line -> line.startsWith("First start: "));
        progress.clear();
        try (EmbeddedPostgres second = start()) {
            assertThat(ask(second, "select id from kept")).isEqualTo("7");
        }
        assertThat(progress).isEmpty();
    }

    @Test
    void commitsAreSyncedAndOnlyThePasswordOpensOnLoopback() throws Exception {
        startedBefore();
        try (EmbeddedPostgres postgres = start()) {
            for (String setting : List.of("fsync", "full_page_writes", "synchronous_commit")) {
                assertThat(ask(postgres, "show " + setting)).as(setting).isEqualTo("on");
            }
            assertThat(ask(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
            assertThat(ask(postgres, "show unix_socket_directories")).isEmpty();
            assertThat(ask(postgres, "show data_checksums")).isEqualTo("on");
            assertThat(ask(postgres, "select distinct auth_method from pg_hba_file_rules"))
                    .isEqualTo("scram-sha-256");
            assertThatThrownBy(
                            () ->
                                    DriverManager.getConnection(
                                                    postgres.url(), postgres.user(), "guess")
                                            .close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password");
        }
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("postgresql/password"))))
                .isEqualTo("rw-------");
    }

    @Test
    void secondServerOnTheDirectoryIsTurnedAway() throws Exception {
        startedBefore();
        try (EmbeddedPostgres first = start()) {
            assertThatThrownBy(this::start)
                    .isInstanceOf(EmbeddedPostgresException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid())
                    .hasMessageContaining("--platte.data");
            assertThat(ask(first, "select 1")).isEqualTo("1");
        }
        start().close();
    }

    @Test
    void directoryOfAnotherMajorVersionIsRefusedWithAdvice() throws Exception {
        startedBefore();
        Files.writeString(data.resolve("postgresql/cluster/PG_VERSION"), "9\n");
        assertThatThrownBy(this::start)
                .isInstanceOf(EmbeddedPostgresException.class)
                .hasMessageContaining("made by PostgreSQL 9")
                .hasMessageContaining("pg_dump");
    }

    @Test
    void databaseOfAKilledServerIsStoppedAndKeepsItsRows() throws Exception {
        startedBefore();
        Process killed = program(List.of(), classPath());
        awaitReady(killed);
        killed.destroyForcibly().waitFor();
        try (EmbeddedPostgres next = start()) {
            assertThat(ask(next, "select count(*) from kept")).isEqualTo("1");
        }
        assertThat(progress)
                .containsExactly("Stopping the database that a killed server left running");
    }

    @Test
    void rowsSurviveAKilledDatabase() throws Exception {
        startedBefore();
        EmbeddedPostgres first = start();
        run(first, "create table kept (id int)");
        run(first, "insert into kept select generate_series(1, 1000)");
        String pid =
                Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid")).getFirst();
        ProcessHandle database = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        database.destroyForcibly();
        database.onExit().get(20, TimeUnit.SECONDS);
        first.close();
        try (EmbeddedPostgres second = start()) {
            assertThat(ask(second, "select count(*) from kept")).isEqualTo("1000");
        }
    }

    @Test
    void killedDatabaseComesBackByItselfWhereItWas() throws Exception {
        startedBefore();
        try (EmbeddedPostgres postgres = start()) {
            run(postgres, "create table kept (id int)");
            for (int i = 1; i < 3; i++) {
                run(postgres, "insert into kept values (" + i + ")");
                String pid =
                        Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid"))
                                .getFirst();
                ProcessHandle killed = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
                killed.destroyForcibly();
                killed.onExit().get(20, TimeUnit.SECONDS);
                assertThat(askPatiently(postgres, "select count(*) from kept"))
                        .isEqualTo(Integer.toString(i));
            }
        }
    }

    /** Until it answers; a killed one takes about a second to come back. */
    private static String askPatiently(EmbeddedPostgres postgres, String question)
            throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (true) {
            try {
                return ask(postgres, question);
            } catch (SQLException notYet) {
                assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
            }
        }
    }

    @Test
    void pidFileOfAnotherProcessDoesNotStopTheStart() throws Exception {
        startedBefore();
        Files.writeString(
                data.resolve("postgresql/cluster/postmaster.pid"),
                ProcessHandle.current().pid() + "\n/elsewhere\n");
        try (EmbeddedPostgres postgres = start()) {
            assertThat(ask(postgres, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void halfMadeDatabaseIsMadeAnew() throws Exception {
        Files.createDirectories(data.resolve("postgresql/cluster-unfinished/base"));
        Files.createDirectories(data.resolve("postgresql/programs-unfinished/bin"));
        start().close();
        assertThat(data.resolve("postgresql/cluster-unfinished")).doesNotExist();
    }

    @Test
    void ordinaryUserCanRunIt() throws Exception {
        Assumptions.assumeTrue(
                Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")),
                "the tests do not run as root: every other test here ran as an ordinary user already");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/setpriv")),
                "setpriv is missing, which lends the tests another user; install Debian's util-linux");
        Files.setAttribute(data, "unix:uid", NOBODY);
        Process program =
                program(
                        List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups"),
                        readableClassPath());
        awaitReady(program);
        try (OutputStream in = program.getOutputStream()) {
            in.write('\n');
        }
        assertThat(program.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
        assertThat(Files.getAttribute(data.resolve("postgresql/cluster"), "unix:uid"))
                .isEqualTo(NOBODY);
    }

    private static void run(EmbeddedPostgres postgres, String statement) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                postgres.url(), postgres.user(), postgres.password());
                Statement step = connection.createStatement()) {
            step.execute(statement);
        }
    }

    private Process program(List<String> before, String classPath) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath,
                        EmbeddedProgram.class.getName(),
                        data.toString()));
        return new ProcessBuilder(command)
                .directory(place.toFile())
                .redirectError(place.resolve("stderr").toFile())
                .start();
    }

    private void awaitReady(Process program) throws IOException {
        BufferedReader out = program.inputReader();
        String line = out.readLine();
        assertThat(line)
                .as(() -> "what the program said: " + read(place.resolve("stderr")))
                .isEqualTo(EmbeddedProgram.READY);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    private static String classPath() {
        return System.getProperty(
                "surefire.test.class.path", System.getProperty("java.class.path"));
    }

    /** Copies of the few jars the program needs, where another user can read them. */
    private String readableClassPath() throws IOException, URISyntaxException {
        Path copies = Files.createDirectory(place.resolve("classes"));
        Set<Path> sources = new TreeSet<>();
        for (Class<?> type :
                List.of(
                        EmbeddedPostgres.class,
                        EmbeddedProgram.class,
                        org.postgresql.Driver.class,
                        org.tukaani.xz.XZInputStream.class,
                        org.apache.commons.compress.archivers.tar.TarArchiveEntry.class,
                        org.apache.commons.io.IOUtils.class,
                        org.apache.commons.lang3.ArrayUtils.class,
                        org.apache.commons.codec.CharEncoding.class,
                        org.slf4j.Logger.class,
                        org.apache.commons.logging.Log.class,
                        FileSystemUtils.class)) {
            sources.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        for (String archive : List.of("/postgres-linux-x86_64.txz", "/postgres-linux-arm_64.txz")) {
            URL found = Programs.class.getResource(archive);
            if (found != null) {
                String path =
                        found.toString().replaceFirst("^jar:file:", "").replaceFirst("!.*", "");
                sources.add(Path.of(path));
            }
        }
        List<String> classPath = new ArrayList<>();
        for (Path source : sources) {
            Path copy = copies.resolve(classPath.size() + "-" + source.getFileName());
            FileSystemUtils.copyRecursively(source, copy);
            classPath.add(copy.toString());
        }
        try (Stream<Path> all = Files.walk(copies)) {
            for (Path file : all.toList()) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
        return String.join(":", classPath);
    }
}
