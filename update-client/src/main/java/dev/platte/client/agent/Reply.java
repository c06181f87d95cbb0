package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

/**
 * What became of a request.
 *
 * @param kind whether it was done
 * @param words for people: what came of it, or why it was not done
 */
public record Reply(Kind kind, String words) {
    public Reply {
        requireNonNull(kind, "kind");
        requireNonNull(words, "words");
    }

    /** How a request ends. */
    public enum Kind {
        /** Done; also when there was nothing to do, or the server says not now. */
        DONE,
        /** Tried, and failed. */
        FAILED,
        /** Not tried: the agent is at something else, or the request makes no sense now. */
        REFUSED
    }

    /** It was done. */
    public static Reply done(String words) {
        return new Reply(Kind.DONE, words);
    }

    /** It was tried. */
    public static Reply failed(String words) {
        return new Reply(Kind.FAILED, words);
    }

    /** It was not tried. */
    public static Reply refused(String words) {
        return new Reply(Kind.REFUSED, words);
    }
}
