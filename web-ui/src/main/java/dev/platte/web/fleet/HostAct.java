package dev.platte.web.fleet;

import java.util.Locale;

/** What people do to single hosts, in the words of the form that asks for it. */
enum HostAct {
    UNPIN(
            "Unpin",
            "primary",
            "It goes with its group again from its next poll on.",
            false,
            "Unpinned: it goes with its group."),
    RESET(
            "Reset",
            "primary",
            "It begins anew: an open attempt ends uncounted and gives its slot back, and no failure of the past keeps it from a release any more. What the host itself remembers stays.",
            true,
            "Reset: its next poll is answered as if nothing had failed."),
    TRUST(
            "Take for one machine",
            "primary",
            "After the second machine was given an id of its own. Should two boot ids alternate again, it is marked again.",
            false,
            "It is taken for one machine again."),
    RECORD(
            "Keep its next request",
            "primary",
            "Polls that only repeat what a host said before are not kept. Its next one will be, whatever it says; look here again after it.",
            false,
            "Its next request will be kept."),
    RETIRE(
            "Retire",
            "danger",
            "It is not counted any more, in no version and no group. Should it poll again, it is back.",
            true,
            "Retired: it is not counted any more."),
    FORGET(
            "Forget",
            "danger",
            "All that is known of it goes, with its history. It cannot be taken back.",
            true,
            "Forgotten, with all its history.");

    private final String word;
    private final String kind;
    private final String meaning;
    private final boolean reasoned;
    private final String done;

    HostAct(String word, String kind, String meaning, boolean reasoned, String done) {
        this.word = word;
        this.kind = kind;
        this.meaning = meaning;
        this.reasoned = reasoned;
        this.done = done;
    }

    static HostAct of(String address) {
        return valueOf(address.toUpperCase(Locale.ROOT));
    }

    /** Its part of an address. */
    public String address() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String word() {
        return word;
    }

    /** How its button looks. */
    public String kind() {
        return kind;
    }

    public String meaning() {
        return meaning;
    }

    /** Whether it needs a reason. */
    public boolean reasoned() {
        return reasoned;
    }

    /** What was done. */
    String done() {
        return done;
    }
}
