package dev.platte.client.reboot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.platte.client.reboot.Gate.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gate's table, as rules over all its rows. */
class MoveTest {
    private static final Wish WISH = new Wish("1.0.0", "2.0.0");
    private static final Wish NEWER = new Wish("1.0.0", "3.0.0");
    private static final Obstacle WHY = new Obstacle.Busy("a test");
    private static final Duration NOW = Duration.ofHours(1);
    private static final Slot SLOT = new Slot(WISH, Optional.empty(), false);

    private static final List<Gate> GATES =
            List.of(
                    new Gate.Quiet(),
                    new Gate.Looking(WISH, false),
                    new Gate.Looking(WISH, true),
                    new Gate.Blocked(WISH, WHY),
                    new Gate.Asking(WISH),
                    new Gate.Queued(WISH, WHY, NOW),
                    new Gate.Draining(SLOT),
                    new Gate.Checking(SLOT, Optional.empty()),
                    new Gate.Checking(SLOT.asTold(), Optional.of(NOW)),
                    new Gate.Stuck(SLOT, WHY, NOW),
                    new Gate.Stuck(SLOT.asTold(), WHY, NOW),
                    new Gate.Leaving(SLOT, Optional.empty()),
                    new Gate.Leaving(SLOT.asTold(), Optional.of(NOW)),
                    new Gate.Gone(SLOT.asTold(), NOW),
                    new Gate.GivingBack(Optional.of(WISH), WHY, ""),
                    new Gate.GivingBack(Optional.empty(), WHY, "lost"),
                    new Gate.Returned("settling"));

    private static final List<Happening> HAPPENINGS =
            List.of(
                    new Happening.Wanted(NEWER),
                    new Happening.Unwanted(),
                    new Happening.Tick(),
                    new Happening.Clear(Optional.empty()),
                    new Happening.Obstructed(WHY, NOW),
                    new Happening.Granted(Optional.of(NOW)),
                    new Happening.Denied(WHY, NOW),
                    new Happening.Drained(),
                    new Happening.PatienceEnded(),
                    new Happening.Accepted(NOW),
                    new Happening.GaveBack(),
                    new Happening.Kept("not heard"));

    private static Optional<Gate> next(Gate gate, Happening happening) {
        try {
            return Optional.of(Move.next(gate, happening));
        } catch (IllegalStateException impossible) {
            return Optional.empty();
        }
    }

    @Test
    void whatMayHoldASlotEndsOnlyByGivingItBack() {
        for (Gate gate : GATES) {
            for (Happening happening : HAPPENINGS) {
                Optional<Gate> next = next(gate, happening);
                if (gate.mayHold() && next.isPresent() && !next.get().mayHold()) {
                    assertThat(happening)
                            .as("%s -> %s", gate, next.get())
                            .isInstanceOf(Happening.GaveBack.class);
                }
            }
        }
    }

    @Test
    void whoWasToldToGoDownNeverGivesItsSlotBackInThisBoot() {
        for (Gate gate : GATES) {
            if (!isTold(gate)) {
                continue;
            }
            for (Happening happening : HAPPENINGS) {
                next(gate, happening)
                        .ifPresent(
                                next ->
                                        assertThat(isTold(next))
                                                .as("%s, %s -> %s", gate, happening, next)
                                                .isTrue());
            }
        }
    }

    private static boolean isTold(Gate gate) {
        return switch (gate) {
            case Gate.Checking(Slot slot, var _) -> slot.told();
            case Gate.Stuck(Slot slot, var _, var _) -> slot.told();
            case Gate.Leaving(Slot slot, var _) -> slot.told();
            case Gate.Gone(Slot slot, var _) -> slot.told();
            default -> false;
        };
    }

    @Test
    void nobodyGoesDownWithoutALastLook() {
        for (Gate gate : GATES) {
            for (Happening happening : HAPPENINGS) {
                next(gate, happening)
                        .filter(next -> next instanceof Gate.Leaving && !gate.equals(next))
                        .ifPresent(
                                next -> {
                                    assertThat(gate).isInstanceOf(Gate.Checking.class);
                                    assertThat(happening).isInstanceOf(Happening.Clear.class);
                                });
            }
        }
    }

    @Test
    void everyStateSaysWhatItIsAbout() {
        for (Gate gate : GATES) {
            if (!(gate instanceof Gate.Quiet)) {
                assertThat(gate.words()).as(gate.toString()).isNotBlank();
            }
        }
    }

    @Test
    void everyStateIsReachedAndLeft() {
        Random chance = new Random(11);
        Gate gate = new Gate.Quiet();
        boolean[] seen = new boolean[13];
        List<Class<?>> kinds = GATES.stream().<Class<?>>map(Object::getClass).distinct().toList();
        for (int i = 0; i < 20_000; i++) {
            Happening happening = HAPPENINGS.get(chance.nextInt(HAPPENINGS.size()));
            gate = next(gate, happening).orElse(gate);
            seen[kinds.indexOf(gate.getClass())] = true;
            if (gate instanceof Gate.Gone
                    || gate instanceof Gate.Stuck(Slot slot, _, _) && slot.told()) {
                // The next boot.
                gate = chance.nextBoolean() ? new Gate.Returned("boot") : gate;
            }
        }
        for (int i = 0; i < kinds.size(); i++) {
            assertThat(seen[i]).as(kinds.get(i).getSimpleName()).isTrue();
        }
    }

    @Test
    void whatCannotFollowSaysSo() {
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> Move.next(new Gate.Quiet(), new Happening.Granted(Optional.empty())))
                .withMessage("Granted cannot follow on Quiet");
    }
}
