package dev.platte.omaha.value;

/** What an error means for the mirror a payload came from (update_engine payload_state.cc). */
public enum Consequence {
    /** The payload of this URL is bad: go on to the next URL at once. */
    NEXT_URL,
    /** Count a failure of this URL; too many of them ({@code MaxFailureCountPerUrl}): next URL. */
    COUNT_FAILURE,
    /** Not the URL's fault. */
    NONE
}
