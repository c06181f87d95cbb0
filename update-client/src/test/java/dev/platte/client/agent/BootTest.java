package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.confirm.Verdict;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a boot finds, and what it makes of it. */
class BootTest {
    private static final String FLIPPED_UNDER = "794e09d3-2587-45ed-8209-ee3b888b3126";
    private static final String LATER = "11111111-2587-45ed-8209-ee3b888b3126";

    @TempDir private Path directory;
    private TestHost host;

    @BeforeEach
    void start() throws IOException {
        host = new TestHost(directory);
    }

    private BootMemory memory() throws IOException {
        return new BootMemory(host.state());
    }

    private void flipped(BootFlags target) throws IOException {
        memory().flipping(new Flip("b", "2.0.0", "aa", "1.0.0", FLIPPED_UNDER, false));
        host.setFlags(SlotName.A, new BootFlags(1, 0, true));
        host.setFlags(SlotName.B, target);
    }

    private Verdict begin() throws Exception {
        return host.agent().begin();
    }

    @Test
    void aFlipThatWaitsForItsRebootStaysAsItIs() throws Exception {
        flipped(new BootFlags(2, 1, false));
        Agent agent = host.agent();
        assertThat(agent.begin()).isInstanceOf(Verdict.NotBootedYet.class);
        assertThat(agent.situation().status()).isEqualTo("UPDATE_STATUS_UPDATED_NEED_REBOOT");
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 1, false));
    }

    @Test
    void aFlipThatNeverReachedTheDiskIsForgotten() throws Exception {
        flipped(BootFlags.UNBOOTABLE);
        assertThat(begin()).isInstanceOf(Verdict.NeverFlipped.class);
        assertThat(memory().flip()).isEmpty();
        assertThat(memory().isBad("2.0.0", "aa")).isFalse();
        assertThat(host.state().pref("previous-version")).contains("");
    }

    @Test
    void theOldSlotStartedByHandLeavesTheTryAlone() throws Exception {
        flipped(new BootFlags(2, 1, false));
        host.boots(SlotName.A, "1.0.0", LATER);
        assertThat(begin()).isInstanceOf(Verdict.NotBootedYet.class);
        assertThat(memory().isBad("2.0.0", "aa")).isFalse();
    }

    @Test
    void aSpentTryOnTheOldSlotIsAFallBack() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.boots(SlotName.A, "1.0.0", LATER);
        assertThat(begin()).isInstanceOf(Verdict.FellBack.class);
        assertThat(memory().isBad("2.0.0", "aa")).isTrue();
        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(host.state().pref("previous-version")).contains("1.0.0");
        assertThat(begin()).isInstanceOf(Verdict.WasConfirmed.class);
    }

    @Test
    void theNewSlotIsConfirmedOnce() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.boots(SlotName.B, "2.0.0", LATER);
        assertThat(begin()).isInstanceOf(Verdict.Confirmed.class);
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(begin()).isInstanceOf(Verdict.WasConfirmed.class);
    }

    @Test
    void anUnhealthySlotIsKeptWhereThereIsNoOtherToBoot() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.setFlags(SlotName.A, BootFlags.UNBOOTABLE);
        host.boots(SlotName.B, "2.0.0", LATER);
        host.write("usr/lib/platte/health.d/10-no", "#!/bin/sh\nexit 1\n");
        assertThat(host.root.resolve("usr/lib/platte/health.d/10-no").toFile().setExecutable(true))
                .isTrue();
        assertThat(begin())
                .isInstanceOfSatisfying(
                        Verdict.Unhealthy.class, verdict -> assertThat(verdict.gone()).isFalse());
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, false));
    }

    @Test
    void aSlotWithoutAnyRecordIsCheckedBeforeItIsConfirmed() throws Exception {
        host.setFlags(SlotName.A, new BootFlags(2, 0, false));
        assertThat(begin()).isInstanceOf(Verdict.Confirmed.class);
        assertThat(host.flags(SlotName.A)).isEqualTo(new BootFlags(2, 0, true));
    }

    @Test
    void withoutADiskNothingIsDecidedAboutAFlip() throws Exception {
        flipped(new BootFlags(2, 0, false));
        Files.delete(host.disk);
        assertThatThrownBy(this::begin).isInstanceOf(IOException.class);
        assertThat(memory().flip()).isPresent();
    }

    @Test
    void damagedMemoryIsSetAsideAndTheHostGoesOn() throws Exception {
        flipped(new BootFlags(2, 0, false));
        Path record = host.settings().places().state().resolve("flip");
        Files.writeString(record, "platte-state 1\nslot=b\n");
        host.boots(SlotName.B, "2.0.0", LATER);
        assertThat(begin()).isInstanceOf(Verdict.Confirmed.class);
        assertThat(record.resolveSibling("flip.damaged")).exists();
    }
}
