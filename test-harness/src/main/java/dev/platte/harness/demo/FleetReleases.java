package dev.platte.harness.demo;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** FleetReleases of a megabyte, signed and uploaded: virtual hosts do not look into them. */
final class FleetReleases {
    private static final int IMAGE_BYTES = 1 << 20;

    private final Programs programs;
    private final DemoApi api;
    private final Path folder;
    private final Path key;

    /**
     * @param folder where images and payloads are made
     * @param key signs them
     */
    FleetReleases(Programs programs, DemoApi api, Path folder, Path key) {
        this.programs = programs;
        this.api = api;
        this.folder = folder;
        this.key = key;
    }

    /** Publishes a version on each architecture. */
    void publish(String app, String version, String notes, List<String> archs)
            throws IOException, InterruptedException {
        Path payload = payload(app + "-" + version);
        for (String arch : archs) {
            String packages = "/applications/" + app + "/packages";
            api.post(packages, Map.of("version", version, "arch", arch, "notes", notes));
            String place = packages + "/" + arch + "/" + version;
            api.change("PUT", place + "/payload", BodyPublishers.ofFile(payload), "octet-stream");
            api.change("POST", place + "/publish", Map.of());
        }
    }

    private Path payload(String name) throws IOException, InterruptedException {
        byte[] content = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), IMAGE_BYTES);
        Path image = Files.write(folder.resolve(name + ".img"), content);
        Path payload = folder.resolve(name + ".payload");
        Programs.Ended ended =
                programs.ask(
                        "updatectl",
                        List.of(
                                "payload",
                                "create",
                                "--image=" + image,
                                "--key=" + key,
                                "--out=" + payload));
        if (ended.status() != 0) {
            throw new IOException("making " + payload + ": " + ended.output());
        }
        return payload;
    }
}
