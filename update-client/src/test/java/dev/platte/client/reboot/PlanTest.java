package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Situation;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Wish WISH = new Wish("1.0.0", "2.0.0");
    private static final Obstacle FULL =
            new Obstacle.LockSays("failed_lock_semaphore_full", "others hold it", Optional.of(4L));
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Optional<SlotRecord> SLOT =
            Optional.of(
                    new SlotRecord(
                            new SlotRecord.Lock("etcd", "stable", "a"),
                            "boot-1",
                            WISH,
                            Optional.of(NOON.plusSeconds(60)),
                            false,
                            false));

    private final Plan plan = new Plan(Situation.Reboot.NONE);

    @Test
    void whoQueuesSaysSinceWhenWhereAndWhy() {
        plan.at(new Gate.Looking(WISH, false), Optional.empty(), NOON);
        Situation.Reboot told =
                plan.at(
                        new Gate.Queued(WISH, FULL, Duration.ofSeconds(15)),
                        Optional.empty(),
                        NOON.plusSeconds(30));

        assertThat(told)
                .isEqualTo(
                        new Situation.Reboot(
                                "queued",
                                "the reboot into 2.0.0 waits for a slot: others hold it",
                                "failed_lock_semaphore_full",
                                Optional.of(NOON),
                                Optional.empty(),
                                Optional.of(4L)));
    }

    @Test
    void whoHoldsASlotSaysSinceWhen() {
        Situation.Reboot told =
                plan.at(
                        new Gate.Draining(new Gate.Slot(WISH, Optional.empty(), false)),
                        SLOT,
                        NOON.plusSeconds(90));

        assertThat(told.phase()).isEqualTo("draining");
        assertThat(told.slotSince()).contains(NOON.plusSeconds(60));
        assertThat(told.waitingSince()).contains(NOON.plusSeconds(90));
        assertThat(told.kind()).isEmpty();
    }

    @Test
    void aRestartOfTheDaemonBeginsNoNewWait() {
        Situation.Reboot before = plan.at(new Gate.Looking(WISH, false), Optional.empty(), NOON);

        assertThat(new Plan(before).at(new Gate.Blocked(WISH, FULL), SLOT, NOON.plusSeconds(600)))
                .returns(Optional.of(NOON), Situation.Reboot::waitingSince)
                .as("a slot that nobody may hold")
                .returns(Optional.empty(), Situation.Reboot::slotSince);
    }

    @Test
    void nothingIsWaitedForAfterTheReboot() {
        plan.at(new Gate.Looking(WISH, false), Optional.empty(), NOON);

        assertThat(plan.at(new Gate.Returned("settling"), SLOT, NOON.plusSeconds(900)))
                .returns("back", Situation.Reboot::phase)
                .returns(Optional.empty(), Situation.Reboot::waitingSince)
                .returns(Optional.of(NOON.plusSeconds(60)), Situation.Reboot::slotSince);
        assertThat(plan.at(new Gate.Quiet(), Optional.empty(), NOON))
                .isEqualTo(Situation.Reboot.NONE);
    }
}
