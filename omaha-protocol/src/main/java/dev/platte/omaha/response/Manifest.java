package dev.platte.omaha.response;

import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import java.util.List;

/**
 * One version and what belongs to it (Omaha v3, section manifest).
 *
 * @param version what the host will run; unreadable if the server did not say
 * @param packages the payload first: update_engine looks at no other
 * @param actions what to do with them; update_engine obeys the first postinstall
 * @param waypoint where this version stands on the way to another
 */
public record Manifest(
        Version version, List<UpdatePackage> packages, List<Action> actions, Waypoint waypoint) {

    public Manifest {
        packages = List.copyOf(packages);
        actions = List.copyOf(actions);
        if (packages.isEmpty()) {
            throw new IllegalArgumentException("a manifest has a package");
        }
    }

    /**
     * The manifest of one payload as every known client takes it: one postinstall action that
     * carries the payload's SHA-256, and no back-off of the client's own, since the server paces.
     *
     * @throws IllegalArgumentException if the package has no SHA-256
     */
    public static Manifest of(Version version, UpdatePackage payload) {
        Sha256 sha256 =
                payload.sha256()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "package "
                                                        + payload.name()
                                                        + " has no SHA-256; update_engine needs"
                                                        + " one"));
        return new Manifest(
                version, List.of(payload), List.of(Action.postinstall(sha256)), Waypoint.NONE);
    }

    public UpdatePackage payload() {
        return packages.getFirst();
    }

    /**
     * Flatcar's marks for downstream servers.
     *
     * @param floor hosts must pass this version
     * @param reason why; empty if not said
     * @param target this is where the way ends
     */
    public record Waypoint(boolean floor, String reason, boolean target) {
        public static final Waypoint NONE = new Waypoint(false, "", false);
    }
}
