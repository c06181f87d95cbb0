package dev.platte.client.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.agent.Agent;
import dev.platte.client.agent.LiveInbox;
import dev.platte.client.agent.Reply;
import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.TestHost;
import dev.platte.client.agent.TestServer;
import dev.platte.client.agent.Watcher;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A daemon in this process, and commands that reach it on its socket. */
@Timeout(60)
class ControlSocketTest {
    @TempDir private Path directory;
    private TestHost host;
    private TestServer server;
    private Path run;
    private Agent agent;
    private ControlSocket socket;
    private Thread daemon;

    /** Remembers all it hears. */
    private static final class Heard implements RunningAgent.Ear {
        private final List<Situation> situations = new ArrayList<>();
        private long bytes;

        @Override
        public void standing(Situation situation) {
            situations.add(situation);
        }

        @Override
        public void progressed(long received, long total) {
            bytes = received;
        }

        List<String> phases() {
            return situations.stream().map(s -> s.now().phase()).distinct().toList();
        }
    }

    @BeforeEach
    void start() throws Exception {
        host = new TestHost(directory);
        server = new TestServer(host.payload());
        host.keys.put("SERVER", server.url("/v1/update/"));
        run = host.settings().places().run();
        socket = new ControlSocket(run);
        CountDownLatch scheduled = new CountDownLatch(1);
        Watcher timer =
                new Watcher() {
                    @Override
                    public void changed(State state, Situation situation) {
                        situation.checks().next().ifPresent(_ -> scheduled.countDown());
                    }
                };
        agent = host.agent(Watcher.all(List.of(socket, timer)), new LiveInbox());
        agent.begin();
        socket.start(agent);
        daemon =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        agent.run();
                                    } catch (InterruptedException e) {
                                        // Told to end.
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        scheduled.await();
    }

    @AfterEach
    void stop() throws InterruptedException {
        agent.end();
        server.close();
        daemon.join();
        socket.close();
    }

    private Reply ask(Verb verb, RunningAgent.Ear ear) throws IOException {
        try (RunningAgent running = RunningAgent.find(run).orElseThrow()) {
            return running.ask(verb, ear);
        }
    }

    @Test
    void anUpdateIsFollowedToItsEnd() throws Exception {
        Heard heard = new Heard();

        Reply reply = ask(Verb.UPDATE, heard);

        assertThat(reply).isEqualTo(Reply.done("2.0.0 is installed and waits for a reboot"));
        assertThat(heard.phases())
                .startsWith("idle", "checking")
                .contains("downloading")
                .endsWith("need-reboot");
        assertThat(heard.bytes).isEqualTo(host.payload().length);
        assertThat(heard.situations.getLast()).isEqualTo(agent.situation());
        assertThat(ask(Verb.RESET, new Heard()).kind()).isEqualTo(Reply.Kind.DONE);
    }

    @Test
    void statusTellsWhatNoFileTells() throws Exception {
        Heard heard = new Heard();
        assertThat(ask(Verb.STATUS, heard).kind()).isEqualTo(Reply.Kind.DONE);
        assertThat(heard.situations).hasSize(1);
        assertThat(heard.situations.getFirst().checks().next()).isPresent();
    }

    @Test
    void aSecondWishIsRefusedWhileTheAgentIsAtWork() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        server.says(
                (_, request, usual) -> {
                    asked.countDown();
                    await(refused);
                    return usual.apply(request);
                });
        Thread first =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        ask(Verb.CHECK, new Heard());
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        asked.await();
        Reply second = ask(Verb.UPDATE, new Heard());
        Heard status = new Heard();
        ask(Verb.STATUS, status);
        refused.countDown();
        first.join();
        assertThat(second.kind()).isEqualTo(Reply.Kind.REFUSED);
        assertThat(status.phases()).containsExactly("checking");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatTheAgentDoesNotKnowIsRefused() throws Exception {
        for (String line : List.of("reboot", "", "update now", "\u0000\u0001")) {
            try (SocketChannel channel = connect()) {
                channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
                assertThat(Message.read(ControlSocket.reader(channel)))
                        .hasValueSatisfying(
                                message ->
                                        assertThat(message)
                                                .isInstanceOfSatisfying(
                                                        Message.Done.class,
                                                        done ->
                                                                assertThat(done.reply().kind())
                                                                        .isEqualTo(
                                                                                Reply.Kind
                                                                                        .REFUSED)));
            }
        }
    }

    @Test
    void anEndlessRequestIsCutOff() throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap("x".repeat(1000).getBytes(StandardCharsets.UTF_8)));
            BufferedReader in = ControlSocket.reader(channel);
            try {
                assertThat(in.readLine()).isNull();
            } catch (IOException reset) {
                assertThat(reset).hasMessageContaining("reset");
            }
        }
        assertThat(ask(Verb.STATUS, new Heard()).kind()).isEqualTo(Reply.Kind.DONE);
    }

    @Test
    void aWatcherThatDoesNotReadKeepsNobodyWaiting() throws Exception {
        List<SocketChannel> deaf = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            SocketChannel channel = connect();
            channel.write(ByteBuffer.wrap("watch\n".getBytes(StandardCharsets.UTF_8)));
            deaf.add(channel);
        }
        for (int i = 0; i < 20; i++) {
            ask(Verb.CHECK, new Heard());
        }
        for (SocketChannel channel : deaf) {
            channel.close();
        }
        assertThat(ask(Verb.UPDATE, new Heard()).kind()).isEqualTo(Reply.Kind.DONE);
    }

    @Test
    void theEndOfTheAgentIsSaid() throws Exception {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap("watch\n".getBytes(StandardCharsets.UTF_8)));
            BufferedReader in = ControlSocket.reader(channel);
            assertThat(Message.read(in)).isPresent();
            agent.end();
            daemon.join();
            socket.close();
            Optional<Message> last = Optional.empty();
            try {
                last = Message.read(in);
            } catch (IOException reset) {
                assertThat(reset).isNotNull();
            }
            assertThat(last.filter(Message.Done.class::isInstance)).isEmpty();
        }
        assertThat(RunningAgent.find(run)).isEmpty();
    }

    @Test
    void aSocketOfADeadAgentIsNoAgentAndIsReplaced() throws Exception {
        agent.end();
        daemon.join();
        socket.close();
        Path file = ControlSocket.file(run);
        Files.createFile(file);
        assertThat(RunningAgent.find(run)).isEmpty();
        try (ControlSocket next = new ControlSocket(run)) {
            next.start(agent);
            assertThat(RunningAgent.find(run)).isPresent();
        }
    }

    @Test
    void everybodyMayLookAndOnlyTheAgentsUserMayChange() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "needs root to be somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl to connect");
        openToAll(ControlSocket.file(run).getParent());
        assertThat(asNobody("status")).contains("status=UPDATE_STATUS_IDLE", "kind=done");
        assertThat(asNobody("update")).contains("kind=refused", "only root").doesNotContain("done");
        assertThat(server.polls).isEmpty();
    }

    @Test
    void whoLooksForEverKeepsRootNotOutAndLeavesNothingBehind() throws Exception {
        assumeTrue(
                System.getProperty("user.name").equals("root"), "needs root to be somebody else");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "needs setpriv (util-linux)");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "needs perl to connect");
        openToAll(ControlSocket.file(run).getParent());
        String many =
                "my @all; for (1..24) { my $c = IO::Socket::UNIX->new($ARGV[0]) or die $!;"
                        + " print $c \"watch\\n\"; $c->flush; <$c>; push @all, $c; }"
                        + " $s = IO::Socket::UNIX->new($ARGV[0]) or die $!;"
                        + " print <$s>; $| = 1; print \"\\n.\\n\"; <STDIN>;";
        Process nobody = perlAsNobody(many).start();
        try (BufferedReader said = nobody.inputReader()) {
            List<String> lines = new ArrayList<>();
            for (String line = said.readLine(); !".".equals(line); line = said.readLine()) {
                assertThat(line).as("so far: " + lines).isNotNull();
                lines.add(line);
            }
            assertThat(lines).anyMatch(line -> line.contains("too many look already"));

            assertThat(ask(Verb.STATUS, new Heard()).kind()).as("root").isEqualTo(Reply.Kind.DONE);
        } finally {
            nobody.destroyForcibly().waitFor();
        }
        // Nothing happened meanwhile that the dead would have been told.
        String status = asNobody("status");
        while (status.contains("too many")) {
            Thread.onSpinWait();
            status = asNobody("status");
        }
        assertThat(status).contains("kind=done");
    }

    /** Temporary directories are for their owner only; those of a host are not. */
    private void openToAll(Path last) throws IOException {
        for (Path path = last; !path.equals(Path.of("/tmp")); path = path.getParent()) {
            Files.setPosixFilePermissions(
                    path, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private String asNobody(String word) throws Exception {
        Process process =
                perlAsNobody(
                                "$s = IO::Socket::UNIX->new($ARGV[0]) or die $!; print $s \"$ARGV[1]\\n\"; $s->flush; print <$s>",
                                word)
                        .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private ProcessBuilder perlAsNobody(String program, String... arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=65534",
                                "--regid=65534",
                                "--clear-groups",
                                "/usr/bin/perl",
                                "-MIO::Socket::UNIX",
                                "-e",
                                program,
                                ControlSocket.file(run).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(ControlSocket.file(run)));
    }

    @Test
    void anAgentThatSpeaksAnotherLanguageIsSaid() {
        assertThatThrownBy(
                        () ->
                                Message.read(
                                        new BufferedReader(
                                                new java.io.StringReader("hello\na=b\n\n"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another language");
    }

    @Test
    void everyMessageComesBackAsItWas() throws Exception {
        Situation odd =
                new Situation(
                        new Situation.Now(
                                "UPDATE_STATUS_IDLE",
                                "idle",
                                java.time.Instant.parse("2026-01-01T00:00:00Z"),
                                "two\nlines, a \r and a \\ and ü"),
                        new Situation.Checks(
                                Optional.of(java.time.Instant.EPOCH), Optional.empty()),
                        new Situation.Update("2.0.0", 7, 0.25, 9),
                        Optional.empty(),
                        "",
                        new Situation.Reboot(
                                "queued",
                                "waits for a slot",
                                "failed_lock_semaphore_full",
                                Optional.of(java.time.Instant.parse("2026-01-02T00:00:00Z")),
                                Optional.of(java.time.Instant.parse("2026-01-03T00:00:00Z")),
                                Optional.of(3L)));
        for (Message message :
                List.of(
                        new Message.Standing(odd),
                        new Message.Progress(5, 10),
                        new Message.Done(Reply.failed("no\n")))) {
            assertThat(Message.read(new BufferedReader(new java.io.StringReader(message.encode()))))
                    .contains(message);
        }
    }
}
