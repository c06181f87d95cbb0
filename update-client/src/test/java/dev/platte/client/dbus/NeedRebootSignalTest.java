package dev.platte.client.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class NeedRebootSignalTest {
    @TempDir Path directory;

    @Test
    void othersSayThatAHostNeedsARebootAndWeDoNotHearOurselves() throws Exception {
        BlockingQueue<Boolean> heard = new LinkedBlockingQueue<>();
        try (PrivateBus bus = PrivateBus.in(directory).start();
                SystemBus joined = new SystemBus(bus.address(), SystemBus.Backoff.USUAL)) {
            joined.add(new NeedRebootSignal(heard::add));
            joined.start();
            NeedRebootSignal.send(bus.address());
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isTrue();
            joined.connection()
                    .orElseThrow()
                    .sendMessage(
                            new CoreosUpdate.StatusUpdate(
                                    "/com/coreos/update1",
                                    0,
                                    0,
                                    "UPDATE_STATUS_UPDATED_NEED_REBOOT",
                                    "",
                                    0));
            // As locksmith's users wrote it in shell.
            bus.busctl(
                    "emit",
                    "/com/coreos/update1",
                    "com.coreos.update1.Manager",
                    "StatusUpdate",
                    "xdssx",
                    "0",
                    "0",
                    "UPDATE_STATUS_IDLE",
                    "",
                    "0");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).as("ours, then idle").isFalse();
        }
    }

    @Test
    void withoutABusItSaysSo() {
        assertThatIOException()
                .isThrownBy(() -> NeedRebootSignal.send("unix:path=" + directory.resolve("none")))
                .withMessageContaining("there is no");
    }
}
