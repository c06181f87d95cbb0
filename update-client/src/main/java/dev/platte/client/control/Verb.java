package dev.platte.client.control;

import dev.platte.client.agent.Request;
import dev.platte.omaha.value.InstallSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be said to the agent on its socket, one word on a line. */
public enum Verb {
    /** How things stand; anybody may ask. */
    STATUS,
    /** How things stand, and every change from now on; anybody may ask. */
    WATCH,
    /** {@link Request.Check}. */
    CHECK,
    /** {@link Request.Update}. */
    UPDATE,
    /** {@link Request.Confirm}. */
    CONFIRM,
    /** {@link Request.Reset}. */
    RESET,
    /** {@link Request.RollBack}. */
    ROLLBACK;

    static Optional<Verb> of(String line) {
        return Arrays.stream(values()).filter(verb -> verb.word().equals(line)).findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What the agent is asked for; empty where it is only looked at. */
    Optional<Request> request() {
        return switch (this) {
            case STATUS, WATCH -> Optional.empty();
            case CHECK -> Optional.of(new Request.Check(InstallSource.ONDEMAND_UPDATE));
            case UPDATE -> Optional.of(new Request.Update(InstallSource.ONDEMAND_UPDATE));
            case CONFIRM -> Optional.of(new Request.Confirm());
            case RESET -> Optional.of(new Request.Reset());
            case ROLLBACK -> Optional.of(new Request.RollBack());
        };
    }
}
