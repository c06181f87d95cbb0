package dev.platte.client.config;

import java.util.List;
import java.util.Set;

/** The names that may stand in an update.conf. */
final class Keys {
    static final String GROUP = "GROUP";
    static final String SERVER = "SERVER";
    static final String MACHINE_ALIAS = "MACHINE_ALIAS";
    static final String DOWNLOAD_USER = "DOWNLOAD_USER";
    static final String DOWNLOAD_PASSWORD = "DOWNLOAD_PASSWORD";
    static final String REBOOT_STRATEGY = "REBOOT_STRATEGY";
    static final String WINDOW_START = "REBOOT_WINDOW_START";
    static final String WINDOW_LENGTH = "REBOOT_WINDOW_LENGTH";
    static final String STATE_DIR = "STATE_DIR";
    static final String PAYLOAD_KEYS = "PAYLOAD_KEYS";
    static final String DISK = "DISK";
    static final String CONNECT_TIMEOUT = "CONNECT_TIMEOUT";
    static final String REQUEST_TIMEOUT = "REQUEST_TIMEOUT";
    static final String STALL_TIMEOUT = "STALL_TIMEOUT";
    static final String STALL_RATE = "STALL_RATE";
    static final String DOWNLOAD_RETRIES = "DOWNLOAD_RETRIES";
    static final String DOWNLOAD_RETRY_DELAY = "DOWNLOAD_RETRY_DELAY";
    static final String HEALTH_TIMEOUT = "HEALTH_TIMEOUT";

    /** The prefixes of the keys that an image writes about itself, ours first. */
    static final List<String> RELEASE_PREFIXES = List.of("PLATTE_", "FLATCAR_", "COREOS_");

    static final String VERSION = "RELEASE_VERSION";
    static final String BOARD = "RELEASE_BOARD";
    static final String APPID = "RELEASE_APPID";

    /** Read by update_engine, and by nothing here: naming it unknown would be a lie. */
    private static final String PCR_POLICY_SERVER = "PCR_POLICY_SERVER";

    private static final Set<String> KNOWN =
            Set.of(
                    GROUP,
                    SERVER,
                    MACHINE_ALIAS,
                    DOWNLOAD_USER,
                    DOWNLOAD_PASSWORD,
                    REBOOT_STRATEGY,
                    WINDOW_START,
                    WINDOW_LENGTH,
                    STATE_DIR,
                    PAYLOAD_KEYS,
                    DISK,
                    CONNECT_TIMEOUT,
                    REQUEST_TIMEOUT,
                    STALL_TIMEOUT,
                    STALL_RATE,
                    DOWNLOAD_RETRIES,
                    DOWNLOAD_RETRY_DELAY,
                    HEALTH_TIMEOUT,
                    PCR_POLICY_SERVER);

    private Keys() {}

    static boolean isSecret(String key) {
        return key.contains("PASSWORD");
    }

    /** locksmith turns every one of its flags into LOCKSMITHD_FLAG and LOCKSMITHCTL_FLAG. */
    static boolean isKnown(String key) {
        return KNOWN.contains(key)
                || key.startsWith("LOCKSMITHD_")
                || key.startsWith("LOCKSMITHCTL_")
                || RELEASE_PREFIXES.stream()
                        .anyMatch(prefix -> key.startsWith(prefix + "RELEASE_"));
    }
}
