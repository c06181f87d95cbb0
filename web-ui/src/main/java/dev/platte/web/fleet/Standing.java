package dev.platte.web.fleet;

/** How a host's version stands to what its group's channel points to. */
public enum Standing {
    /** The same. */
    CURRENT("current", "on target", "at the version that its group's channel points to"),
    /** Newer. */
    AHEAD("ahead", "ahead", "newer than what its group's channel points to"),
    /** Older: a laggard. */
    BEHIND("behind", "behind", "older than what its group's channel points to"),
    /** No group, no target, or a version that cannot be read. */
    APART(
            "apart",
            "without target",
            "without a group or a target, or at a version that cannot be read");

    private final String name;
    private final String word;
    private final String meaning;

    Standing(String name, String word, String meaning) {
        this.name = name;
        this.word = word;
        this.meaning = meaning;
    }

    /** The CSS class. */
    public String css() {
        return name;
    }

    public String word() {
        return word;
    }

    public String meaning() {
        return meaning;
    }
}
