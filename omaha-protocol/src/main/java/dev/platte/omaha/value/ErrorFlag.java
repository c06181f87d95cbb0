package dev.platte.omaha.value;

/** What update_engine adds to an error code in bits 28 to 31 (update_engine action_processor.h). */
public enum ErrorFlag {
    /** The host is in developer mode. Defined, never sent. */
    DEV_MODE(1 << 31, "developer mode"),
    /** The download was a resumed one. */
    RESUMED(1 << 30, "resumed"),
    /** The host runs an image that is not an official one. */
    TEST_IMAGE(1 << 29, "test image"),
    /** The server is not the vendor's own; always set with a server like ours. */
    TEST_OMAHA_URL(1 << 28, "private server");

    private final int bit;
    private final String words;

    ErrorFlag(int bit, String words) {
        this.bit = bit;
        this.words = words;
    }

    int bit() {
        return bit;
    }

    public String words() {
        return words;
    }
}
