package dev.platte.client.config;

/** locksmith's strategies, and the FleetLock protocol. */
public enum RebootStrategy {
    REBOOT("reboot"),
    ETCD_LOCK("etcd-lock"),
    BEST_EFFORT("best-effort"),
    FLEET_LOCK("fleet-lock"),
    OFF("off");

    private final String word;

    RebootStrategy(String word) {
        this.word = word;
    }

    /** As written in update.conf. */
    public String word() {
        return word;
    }
}
