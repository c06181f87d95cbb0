package dev.platte.server.events;

import dev.platte.db.access.Presence;

/** One who follows. */
final class Follower {

    private final String caller;
    private final Presence.Mark mark;
    private final Wanted wanted;
    private volatile boolean ended;

    Follower(String caller, Presence.Mark mark, Wanted wanted) {
        this.caller = caller;
        this.mark = mark;
        this.wanted = wanted;
    }

    String caller() {
        return caller;
    }

    Presence.Mark mark() {
        return mark;
    }

    Wanted wanted() {
        return wanted;
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }
}
