package dev.platte.omaha.response;

/**
 * The folder at a mirror that holds the packages of an offer.
 *
 * @param url as written, not blank. What we send ends in {@code /}: clients concatenate, resolve or
 *     join the name of the package, and only then all of them get the same address
 */
public record Codebase(String url) {

    public Codebase {
        if (url.isBlank()) {
            throw new IllegalArgumentException("a codebase is not blank");
        }
    }

    /** The folder at this address; the slash at its end is added if it is missing. */
    public static Codebase of(String url) {
        return new Codebase(url.endsWith("/") ? url : url + "/");
    }

    /** Where this package lies. Flatcar's update_engine adds a missing slash too. */
    public String urlOf(UpdatePackage updatePackage) {
        return of(url).url() + updatePackage.name();
    }

    @Override
    public String toString() {
        return url;
    }
}
