package dev.platte.client.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirTest {
    @TempDir private Path directory;

    @Property
    void recordsComeBackAsTheyWereWritten(@ForAll Map<String, String> values) throws Exception {
        Fields fields = new Fields();
        int i = 0;
        for (String value : values.values()) {
            // A text that is not Unicode, such as half a surrogate pair, cannot be kept.
            fields.with("f" + i++, value.replaceAll("\\p{Cs}", ""));
        }
        Fields back = Fields.decode(fields.encode());
        assertThat(back.encode()).isEqualTo(fields.encode());
        for (int n = 0; n < i; n++) {
            assertThat(back.text("f" + n)).isEqualTo(fields.text("f" + n));
        }
    }

    @Test
    void prefsAreFilesAsUpdateEngineKeepsThem() throws IOException {
        StateDir state = new StateDir(directory);
        assertThat(state.pref("previous-version")).isEmpty();
        Files.writeString(directory.resolve("prefs/previous-version"), " 1.0.0\n");
        assertThat(state.pref("previous-version")).contains("1.0.0");
        state.pref("previous-version", "");
        assertThat(state.pref("previous-version")).contains("");
        assertThat(directory.resolve("prefs/previous-version")).isEmptyFile();
    }

    @Test
    void keysCannotLeaveTheDirectory() throws IOException {
        StateDir state = new StateDir(directory);
        assertThatThrownBy(() -> state.pref("../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> state.read("a/b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyDamagedByteSetsTheRecordAside() throws IOException {
        StateDir state = new StateDir(directory);
        Fields fields = new Fields().with("a", "x\ny").with("at", Instant.EPOCH).with("n", 7);
        state.write("agent", fields);
        byte[] good = Files.readAllBytes(directory.resolve("agent"));
        assertThat(state.read("agent").orElseThrow().text("a")).contains("x\ny");
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            Files.write(directory.resolve("agent"), bad);
            assertThat(state.read("agent")).as("byte " + i).isEmpty();
            assertThat(directory.resolve("agent")).doesNotExist();
            assertThat(directory.resolve("agent.damaged")).hasBinaryContent(bad);
        }
    }

    @Test
    void everyTruncationSetsTheRecordAside() throws IOException {
        StateDir state = new StateDir(directory);
        state.write("agent", new Fields().with("a", "b"));
        byte[] good = Files.readAllBytes(directory.resolve("agent"));
        for (int length = 0; length < good.length; length++) {
            Files.write(directory.resolve("agent"), Arrays.copyOf(good, length));
            assertThat(state.read("agent")).as("length " + length).isEmpty();
        }
    }

    @Test
    void aHalfWrittenNewFileIsNotLookedAt() throws IOException {
        StateDir state = new StateDir(directory);
        state.write("agent", new Fields().with("a", "old"));
        Files.writeString(directory.resolve("agent.new"), "platte-st");
        assertThat(state.read("agent").orElseThrow().text("a")).contains("old");
        state.write("agent", new Fields().with("a", "new"));
        assertThat(state.read("agent").orElseThrow().text("a")).contains("new");
    }

    @Test
    void whatCannotBeOursIsSetAsideAndStopsNothing() throws IOException {
        StateDir state = new StateDir(directory);
        Files.write(directory.resolve("agent"), new byte[(1 << 20) + 1]);
        Files.write(directory.resolve("manifest"), new byte[(8 << 20) + 1]);
        Files.createDirectory(directory.resolve("schedule"));

        assertThat(state.read("agent")).isEmpty();
        assertThat(state.readRaw("manifest")).isEmpty();
        assertThat(state.read("schedule")).isEmpty();

        assertThat(directory.resolve("agent.damaged")).isRegularFile();
        assertThat(directory.resolve("manifest.damaged")).isRegularFile();
        assertThat(directory.resolve("schedule.damaged")).isDirectory();
        state.write("schedule", new Fields().with("a", "b"));
        assertThat(state.read("schedule").orElseThrow().text("a")).contains("b");
    }

    @Test
    void aLinkThatLiesInTheWayLeadsNoBytesAway() throws IOException {
        StateDir state = new StateDir(directory);
        Path victim = Files.writeString(directory.resolve("victim"), "precious");
        Files.createSymbolicLink(directory.resolve("agent.new"), victim);
        Files.createSymbolicLink(directory.resolve("agent"), victim);

        state.write("agent", new Fields().with("a", "b"));

        assertThat(victim).hasContent("precious");
        assertThat(directory.resolve("agent")).isRegularFile();
        assertThat(Files.isSymbolicLink(directory.resolve("agent"))).isFalse();
        assertThat(state.read("agent").orElseThrow().text("a")).contains("b");
    }

    @Test
    void theLockIsForOne() throws IOException {
        StateDir state = new StateDir(directory);
        try (HostLock _ = HostLock.take(directory).orElseThrow()) {
            assertThat(HostLock.take(directory)).isEmpty();
            assertThat(HostLock.holder(directory)).isEqualTo("" + ProcessHandle.current().pid());
        }
        HostLock.take(directory).orElseThrow().close();
    }

    @Test
    void badReleasesAreKnownByHashOrVersion() throws IOException {
        BootMemory memory = new BootMemory(new StateDir(directory));
        Flip flip = new Flip("b", "2.0.0", "aa", "1.0.0", "boot-1", false);
        memory.flipping(flip);
        memory.fellBack(flip);
        assertThat(memory.flip()).isEmpty();
        assertThat(memory.isBad("2.0.0", "bb")).isTrue();
        assertThat(memory.isBad("3.0.0", "aa")).isTrue();
        assertThat(memory.isBad("2.0.1", "bb")).isFalse();
        assertThat(memory.isBad("", "bb")).isFalse();
    }

    @Test
    void onlyTheLastBadReleasesAreKept() throws IOException {
        BootMemory memory = new BootMemory(new StateDir(directory));
        for (int i = 0; i < 70; i++) {
            memory.fellBack(new Flip("b", "v" + i, "h" + i, "1.0.0", "", false));
        }
        assertThat(memory.bad()).hasSize(64);
        assertThat(memory.isBad("v5", "h5")).isFalse();
        assertThat(memory.isBad("v69", "x")).isTrue();
    }

    @Test
    void theSameVersionAgainIsNoFallBackToReport() throws IOException {
        StateDir state = new StateDir(directory);
        BootMemory memory = new BootMemory(state);
        Flip flip = new Flip("b", "1.0.0", "aa", "1.0.0", "boot-1", false);
        memory.flipping(flip);
        memory.confirmed(flip);
        assertThat(state.pref("previous-version")).contains("");
    }
}
