package dev.platte.web.rollout;

import dev.platte.db.rollout.RolloutState;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What people do to rollouts, in the words of the form that asks for it. */
enum Act {
    PAUSE(
            "Pause",
            "pause",
            "primary",
            "Nobody begins or goes on from now on; time stands still. Resuming goes on from here.",
            "Why is it paused? Everybody who looks at the rollout reads it.",
            "Paused"),
    RESUME(
            "Resume",
            "play",
            "primary",
            "Hosts move again, from where the ramp stood.",
            "Why may it go on?",
            "Resumed"),
    HALT(
            "Halt",
            "stop",
            "danger",
            "It is marked as gone wrong. Nobody begins or goes on, also who was admitted and has not finished.",
            "What went wrong? Everybody who looks at the rollout reads it.",
            "Halted"),
    COMPLETE(
            "Complete now",
            "done",
            "primary",
            "Its version becomes what the group runs: whoever has not got it gets it now, without ramp and canaries. The limits stay.",
            "Why need nobody wait any longer?",
            "Completed");

    private final String word;
    private final String icon;
    private final String kind;
    private final String meaning;
    private final String question;
    private final String done;

    Act(String word, String icon, String kind, String meaning, String question, String done) {
        this.word = word;
        this.icon = icon;
        this.kind = kind;
        this.meaning = meaning;
        this.question = question;
        this.done = done;
    }

    static Optional<Act> of(String name) {
        return Stream.of(values()).filter(act -> act.address().equals(name)).findFirst();
    }

    /** Its part of an address. */
    public String address() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String word() {
        return word;
    }

    public String icon() {
        return icon;
    }

    /** How its button looks. */
    public String kind() {
        return kind;
    }

    /** What it does, for who is about to do it. */
    public String meaning() {
        return meaning;
    }

    public String question() {
        return question;
    }

    /** What was done. */
    String done() {
        return done;
    }

    /** Whether it can be done to a rollout in this state. */
    public boolean fits(RolloutState state) {
        return switch (this) {
            case PAUSE -> state == RolloutState.RUNNING;
            case RESUME -> state == RolloutState.PAUSED || state == RolloutState.HALTED;
            case HALT -> state == RolloutState.RUNNING || state == RolloutState.PAUSED;
            case COMPLETE -> state.rolling();
        };
    }
}
