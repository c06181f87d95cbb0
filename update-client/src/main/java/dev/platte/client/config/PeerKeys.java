package dev.platte.client.config;

import java.util.Map;
import java.util.Optional;

/**
 * Keys that update_engine and locksmith read and nothing here does, and what takes their place:
 * whoever brings a file along learns what of it does not count any more.
 */
final class PeerKeys {
    private static final String NEVER_USED = "locksmith itself made no use of it";
    private static final String OF_THE_COMMAND =
            "locksmithctl and \"update-client lock\" read it from their environment; in this file it is ";

    private static final Map<String, String> ADVICE =
            Map.ofEntries(
                    Map.entry(
                            "PCR_POLICY_SERVER",
                            "policies for the TPM are not sent anywhere; the new image's postinst can send them"),
                    Map.entry("LOCKSMITHD_DEBUG", NEVER_USED),
                    Map.entry("LOCKSMITHD_VERSION", NEVER_USED),
                    Map.entry("LOCKSMITHCTL_DEBUG", NEVER_USED),
                    Map.entry("LOCKSMITHCTL_VERSION", NEVER_USED),
                    Map.entry("LOCKSMITHCTL_GROUP", OF_THE_COMMAND + "LOCK_GROUP"),
                    Map.entry("LOCKSMITHCTL_ENDPOINT", OF_THE_COMMAND + "ETCD_ENDPOINTS"),
                    Map.entry("LOCKSMITHCTL_ETCD_CAFILE", OF_THE_COMMAND + "LOCK_CA_FILE"),
                    Map.entry("LOCKSMITHCTL_ETCD_CERTFILE", OF_THE_COMMAND + "LOCK_CERT_FILE"),
                    Map.entry("LOCKSMITHCTL_ETCD_KEYFILE", OF_THE_COMMAND + "LOCK_KEY_FILE"),
                    Map.entry("LOCKSMITHCTL_ETCD_USERNAME", OF_THE_COMMAND + "ETCD_USERNAME"),
                    Map.entry("LOCKSMITHCTL_ETCD_PASSWORD", OF_THE_COMMAND + "ETCD_PASSWORD"));

    private PeerKeys() {}

    /** Why a key does not count, and what does; empty for a key that no peer knows. */
    static Optional<String> advice(String name) {
        return Optional.ofNullable(ADVICE.get(name));
    }
}
