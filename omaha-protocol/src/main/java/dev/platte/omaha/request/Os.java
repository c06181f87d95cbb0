package dev.platte.omaha.request;

/**
 * The operating system (Omaha v3, section os). Empty means not said.
 *
 * @param version update_engine: always {@code Chateau}
 * @param platform update_engine: always {@code CoreOS}
 * @param sp update_engine: the application's version, {@code _}, and what {@code uname -m} says
 * @param arch x86, x64, arm, ...; update_engine does not say
 */
public record Os(String version, String platform, String sp, String arch) {

    /**
     * As update_engine says it.
     *
     * @param machine what {@code uname -m} says, e.g. {@code x86_64}
     */
    public static Os coreOs(String appVersion, String machine) {
        return new Os("Chateau", "CoreOS", appVersion + "_" + machine, "");
    }
}
