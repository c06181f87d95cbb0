package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.confirm.Confirmation;
import dev.platte.client.confirm.Verdict;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootCount;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import dev.platte.omaha.value.InstallSource;
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
        unhealthy();
        assertThat(begin())
                .isInstanceOfSatisfying(
                        Verdict.Unhealthy.class,
                        verdict ->
                                assertThat(verdict.next()).isEqualTo(Verdict.Next.NOWHERE_TO_GO));
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

    private void unhealthy() throws IOException {
        host.write("usr/lib/platte/health.d/10-no", "#!/bin/sh\nexit 1\n");
        assertThat(host.root.resolve("usr/lib/platte/health.d/10-no").toFile().setExecutable(true))
                .isTrue();
    }

    private static Verdict.Next next(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Unhealthy.class);
        return ((Verdict.Unhealthy) verdict).next();
    }

    @Test
    void aBootloaderThatStartsABadSlotAgainAndAgainIsNotHelpedByReboots() throws Exception {
        flipped(new BootFlags(2, 0, false));
        unhealthy();
        host.keys.put("BOOT_LIMIT", "2");
        host.boots(SlotName.B, "2.0.0", "boot-1");
        assertThat(next(begin())).isEqualTo(Verdict.Next.REBOOT);
        assertThat(next(begin())).as("the same boot").isEqualTo(Verdict.Next.REBOOT);
        host.boots(SlotName.B, "2.0.0", "boot-2");
        assertThat(next(begin())).isEqualTo(Verdict.Next.REBOOT);
        host.boots(SlotName.B, "2.0.0", "boot-3");
        Verdict verdict = begin();
        assertThat(next(verdict)).isEqualTo(Verdict.Next.ENOUGH_BOOTS);
        assertThat(verdict.words()).contains("staying up until somebody looks");
        host.boots(SlotName.A, "1.0.0", "boot-4");
        assertThat(begin()).isInstanceOf(Verdict.FellBack.class);
        assertThat(new BootCount(host.state()).unhealthy("boot-5")).isEqualTo(1);
    }

    @Test
    void aBootThatFailedOtherwiseIsTakenBackWithoutRunningChecks() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.boots(SlotName.B, "2.0.0", LATER);
        try (Slots slots = host.slots()) {
            Verdict verdict =
                    new Confirmation(host.settings(), host.state())
                            .failed(slots, "boot-complete.target was not reached");
            assertThat(next(verdict)).isEqualTo(Verdict.Next.REBOOT);
            assertThat(verdict.words()).contains("boot-complete.target was not reached");
        }
        assertThat(host.flags(SlotName.B)).isEqualTo(BootFlags.UNBOOTABLE);
        assertThat(memory().isBad("2.0.0", "aa")).isTrue();
        assertThat(memory().flip().orElseThrow().condemned()).isTrue();
    }

    @Test
    void aConfirmedSlotIsNotTakenBackByALaterBadBoot() throws Exception {
        try (Slots slots = host.slots()) {
            assertThat(new Confirmation(host.settings(), host.state()).failed(slots, "no network"))
                    .isInstanceOf(Verdict.WasConfirmed.class);
        }
        assertThat(host.flags(SlotName.A).successful()).isTrue();
    }

    @Test
    void anAgentThatLeavesTheBootToOthersInstallsNothingUntilTheyDecided() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.keys.put("SERVER", "http://127.0.0.1:1/");
        host.boots(SlotName.B, "2.0.0", LATER);
        Agent agent = host.agent();
        assertThat(agent.beginUnsettled()).isInstanceOf(Verdict.Unconfirmed.class);
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, false));

        Reply reply = agent.handle(new Request.Update(InstallSource.SCHEDULER));
        assertThat(reply.words()).contains("USR-B runs and is not confirmed yet");
        assertThat(agent.situation().reason()).isEqualTo(reply.words());

        assertThat(agent.handle(new Request.Confirm()).kind()).isEqualTo(Reply.Kind.DONE);
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(2, 0, true));
        assertThat(agent.handle(new Request.Update(InstallSource.SCHEDULER)).words())
                .doesNotContain("not confirmed");
    }

    @Test
    void anAgentGoesOnWhenAnotherProcessConfirmed() throws Exception {
        flipped(new BootFlags(2, 0, false));
        host.keys.put("SERVER", "http://127.0.0.1:1/");
        host.boots(SlotName.B, "2.0.0", LATER);
        Agent agent = host.agent();
        agent.beginUnsettled();
        try (Slots slots = host.slots()) {
            new Confirmation(host.settings(), host.state()).run(slots);
        }
        assertThat(agent.handle(new Request.Update(InstallSource.SCHEDULER)).words())
                .doesNotContain("not confirmed");
    }
}
