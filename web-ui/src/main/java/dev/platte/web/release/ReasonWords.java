package dev.platte.web.release;

import dev.platte.policy.decide.Reason;

/** Why some hosts would not move, said of many of them: "120 run it already". */
public final class ReasonWords {

    private ReasonWords() {}

    public static String of(Reason.Code code) {
        return switch (code) {
            case UP_TO_DATE -> "run it already";
            case NEWER_THAN_TARGET -> "run something newer and are not sent back";
            case GROUP_PAUSED -> "are in a paused group";
            case VERSION_UNREADABLE -> "say a version that nobody can read";
            case NO_PACKAGE_FOR_ARCH -> "do not say their architecture";
            case WITHDRAWN -> "are held: it was withdrawn";
            case PINNED, AIMED -> "are pinned or aimed elsewhere";
            case OUTSIDE_PREFIX -> "do not let themselves be moved there";
            case FAILED_BEFORE -> "came back from it before";
            case ROLLED_OUT,
                    ADMITTED,
                    CANARY,
                    FORCED,
                    SAME_VERSION,
                    DOWNGRADE,
                    FLOOR_FIRST,
                    STABLE_MEANWHILE,
                    GRANTED_BEFORE,
                    DELTA_FAILED,
                    ROLLOUT_PAUSED,
                    HALTED,
                    ATTEMPT_OPEN,
                    CANARIES_FIRST,
                    RAMP_NOT_REACHED,
                    WINDOW_CLOSED,
                    LIMIT_AT_ONCE,
                    LIMIT_PER_PERIOD ->
                    "wait: " + code.name();
        };
    }
}
