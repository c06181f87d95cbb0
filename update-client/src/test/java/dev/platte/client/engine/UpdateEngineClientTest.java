package dev.platte.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.dbus.PrivateBus;
import dev.platte.client.dbus.StandIn;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class UpdateEngineClientTest {
    @TempDir Path temp;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private PrivateBus bus;

    @BeforeEach
    void startTheBus() throws IOException {
        bus = PrivateBus.in(temp).start();
    }

    @AfterEach
    void end() {
        bus.close();
    }

    private int run(String... flags) throws InterruptedException {
        return new UpdateEngineClient(
                        new UpdateEngineClient.Bus(
                                bus.address(), Duration.ofMillis(1), Duration.ofMillis(5)),
                        new PrintWriter(out),
                        new PrintWriter(err),
                        InstantSource.fixed(Instant.EPOCH))
                .run(List.of(flags));
    }

    private static String block(String operation, String progress) {
        return """
        LAST_CHECKED_TIME=1717041020
        PROGRESS=%s
        CURRENT_OP=UPDATE_STATUS_%s
        NEW_VERSION=2.0.0
        NEW_SIZE=1000
        """
                .formatted(progress, operation);
    }

    @Test
    void statusIsTheKnownBlock() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            service.shows("DOWNLOADING", 0.5);
            assertThat(run("-status")).isZero();
            assertThat(out).hasToString(block("DOWNLOADING", "0.500000"));
            assertThat(err.toString())
                    .matches(
                            "I\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{6} +\\d+ update_engine_client:1\\] Querying Update Engine status...\n");
        }
    }

    @Test
    void anUpdateIsWaitedForAndSucceeds() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            service.onAttempt(() -> service.shows("UPDATED_NEED_REBOOT", 0));
            assertThat(run("-update")).isZero();
            assertThat(out).hasToString(block("UPDATED_NEED_REBOOT", "0.000000"));
            assertThat(err.toString()).contains("] Update succeeded -- reboot needed.\n");
        }
    }

    @Test
    void nothingToInstallIsNoFailure() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            service.onAttempt(() -> service.shows("IDLE", 0));
            assertThat(run("--update")).isZero();
            assertThat(out).hasToString(block("IDLE", "0.000000"));
            assertThat(err.toString()).contains("] No update available\n", "reason: up to date");
        }
    }

    @Test
    void aFailedUpdateIsSaidToHaveFailed() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            service.onAttempt(() -> service.fails("no key fits"));
            assertThat(run("-update")).isOne();
            assertThat(out).hasToString(block("IDLE", "0.000000"));
            assertThat(err.toString())
                    .contains("] Update failed.\n", "reason: no key fits")
                    .doesNotContain("No update available");
        }
    }

    @Test
    void aCheckIsBegunAndNotWaitedFor() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            CompletableFuture<Boolean> asked = new CompletableFuture<>();
            service.onAttempt(() -> asked.complete(true));
            assertThat(run("-check_for_update")).isZero();
            assertThat(asked).succeedsWithin(20, TimeUnit.SECONDS);
            assertThat(out).hasToString("");
        }
    }

    @Test
    void aResetIsDoneOrItsRefusalSaid() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            assertThat(run("-reset_status")).isZero();
            service.refuses("an update is at work");
            assertThat(run("-reset_status")).isOne();
            assertThat(err.toString()).contains("ResetStatus failed. an update is at work\n");
        }
    }

    @Test
    void updatesAreWatchedUntilTheBusIsGone() throws IOException, InterruptedException {
        try (StandIn service = StandIn.on(bus)) {
            CompletableFuture<Integer> watching =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return run("-watch_for_updates");
                                } catch (InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            service.until(
                    () -> {
                        service.shows("DOWNLOADING", 0.5);
                        service.shows("FINALIZING", 0);
                        return err.toString()
                                .contains("current_operation: UPDATE_STATUS_FINALIZING");
                    });
            bus.stop();
            assertThat(watching).succeedsWithin(30, TimeUnit.SECONDS).isEqualTo(1);
            assertThat(err.toString()).contains("] Got status update:\n", "]   progress: 0.5\n");
        }
    }

    @Test
    void aServiceThatIsNotThereIsLookedForFourTimes() throws InterruptedException {
        assertThat(run("-status")).isOne();
        assertThat(err.toString())
                .contains("Retrying to get dbus proxy. Try 4/4\n", "Giving up -- unable to get");
        assertThat(out).hasToString("");
    }

    @Test
    void noFlagIsDone() throws InterruptedException {
        assertThat(run()).isZero();
        assertThat(err.toString()).endsWith("] Done.\n");
        assertThat(run("-reboot")).isOne();
        assertThat(err.toString()).endsWith("ERROR: unknown command line flag 'reboot'\n");
        assertThat(run("-version")).isZero();
        assertThat(run("-help")).isOne();
    }
}
