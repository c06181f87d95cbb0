package dev.platte.omaha.value;

import java.util.Map;

/**
 * How it went (Omaha v3, event results). Open: an unknown code survives.
 *
 * @param code the number on the wire
 */
public record EventResult(int code) {

    public static final EventResult ERROR = new EventResult(0);
    public static final EventResult SUCCESS = new EventResult(1);
    public static final EventResult SUCCESS_REBOOT = new EventResult(2);

    /** update_engine: the update waits for its back-off or a policy. */
    public static final EventResult UPDATE_DEFERRED = new EventResult(9);

    private static final Map<Integer, String> WORDS =
            Map.ofEntries(
                    Map.entry(0, "error"),
                    Map.entry(1, "success"),
                    Map.entry(2, "success, reboot"),
                    Map.entry(3, "success, browser restart"),
                    Map.entry(4, "cancelled"),
                    Map.entry(5, "installer error (MSI)"),
                    Map.entry(6, "installer error"),
                    Map.entry(7, "no update"),
                    Map.entry(8, "installer error (system)"),
                    Map.entry(9, "update deferred"),
                    Map.entry(10, "hand-off error"));

    public static EventResult of(int code) {
        return new EventResult(code);
    }

    public boolean isKnown() {
        return WORDS.containsKey(code);
    }

    /** The code in words; an unknown one as {@code event result 77}. */
    public String words() {
        return WORDS.getOrDefault(code, "event result " + code);
    }

    @Override
    public String toString() {
        return words();
    }
}
