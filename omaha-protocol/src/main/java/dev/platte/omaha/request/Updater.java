package dev.platte.omaha.request;

/**
 * The software that speaks for a host.
 *
 * @param version {@code request@version}: name and version in one word, such as {@code
 *     update_engine-0.4.10}; empty if not said
 * @param updaterVersion {@code request@updaterversion}; update_engine repeats {@code version} here
 * @param machine whether it speaks for the whole machine ({@code ismachine})
 */
public record Updater(String version, String updaterVersion, boolean machine) {

    /** As update_engine introduces itself. */
    public static Updater of(String nameAndVersion) {
        return new Updater(nameAndVersion, nameAndVersion, true);
    }
}
