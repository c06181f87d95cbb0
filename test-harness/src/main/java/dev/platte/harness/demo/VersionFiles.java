package dev.platte.harness.demo;

/** The files by which a {@code /usr} says which release it is. */
public final class VersionFiles {
    private VersionFiles() {}

    /** os-release(5). */
    public static String osRelease(String id, String name, String version) {
        return """
                ID=%s
                NAME="%s"
                VERSION=%s
                VERSION_ID=%s
                """
                .formatted(id, name, version, version);
    }

    /** What the client asks for. */
    public static String release(String version) {
        return """
                PLATTE_RELEASE_VERSION=%s
                PLATTE_RELEASE_BOARD=amd64-usr
                PLATTE_RELEASE_APPID={e96281a6-d1af-4bde-9a0a-97b76e56dc57}
                """
                .formatted(version);
    }
}
