package dev.platte.omaha.value;

import java.util.Map;

/**
 * What happened on a host (Omaha v3, event types). Open: an unknown code survives and says that it
 * is unknown.
 *
 * @param code the number on the wire
 */
public record EventType(int code) {

    public static final EventType INSTALL_COMPLETE = new EventType(2);
    public static final EventType UPDATE_COMPLETE = new EventType(3);
    public static final EventType UPDATE_DOWNLOAD_STARTED = new EventType(13);
    public static final EventType UPDATE_DOWNLOAD_FINISHED = new EventType(14);

    /** CoreRoller and Nebraska only: installed, and something keeps it from completing. */
    public static final EventType UPDATE_INSTALLED = new EventType(800);

    private static final Map<Integer, String> WORDS =
            Map.ofEntries(
                    Map.entry(0, "unknown"),
                    Map.entry(1, "download complete"),
                    Map.entry(2, "install complete"),
                    Map.entry(3, "update complete"),
                    Map.entry(4, "uninstall"),
                    Map.entry(5, "download started"),
                    Map.entry(6, "install started"),
                    Map.entry(9, "new application install started"),
                    Map.entry(10, "setup started"),
                    Map.entry(11, "setup finished"),
                    Map.entry(12, "update started"),
                    Map.entry(13, "update download started"),
                    Map.entry(14, "update download finished"),
                    Map.entry(15, "update installer started"),
                    Map.entry(16, "setup update begin"),
                    Map.entry(17, "setup update complete"),
                    Map.entry(20, "register product complete"),
                    Map.entry(30, "OEM first check"),
                    Map.entry(40, "app command started"),
                    Map.entry(41, "app command ended"),
                    Map.entry(42, "action"),
                    Map.entry(50, "update-check failure"),
                    Map.entry(54, "rebooted after update"),
                    Map.entry(60, "lzma operation"),
                    Map.entry(61, "zucchini operation"),
                    Map.entry(62, "puffin operation"),
                    Map.entry(63, "crx3 operation"),
                    Map.entry(100, "setup failure"),
                    Map.entry(102, "COM server failure"),
                    Map.entry(103, "setup update failure"),
                    Map.entry(800, "update installed, completion prevented"));

    public static EventType of(int code) {
        return new EventType(code);
    }

    public boolean isKnown() {
        return WORDS.containsKey(code);
    }

    /** The code in words; an unknown one as {@code event type 77}. */
    public String words() {
        return WORDS.getOrDefault(code, "event type " + code);
    }

    @Override
    public String toString() {
        return words();
    }
}
