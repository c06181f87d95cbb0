package dev.platte.omaha.value;

/**
 * Why a host asks now. Open: any text survives; empty means that it did not say.
 *
 * @param text as written ({@code installsource})
 */
public record InstallSource(String text) {

    /** The timer of update_engine. */
    public static final InstallSource SCHEDULER = new InstallSource("scheduler");

    /** A person asked update_engine to look now. */
    public static final InstallSource ONDEMAND_UPDATE = new InstallSource("ondemandupdate");

    public static final InstallSource UNSAID = new InstallSource("");

    /** Whether a person is waiting for the answer. ue-rs and Fuchsia say {@code ondemand}. */
    public boolean isOnDemand() {
        return switch (text) {
            case "ondemandupdate", "ondemand", "ondemandcheckforupdate" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
