package dev.platte.client.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the running image and kernel say about themselves, below a root directory. */
final class HostFiles {
    private static final int MAX_LINE = 4096;

    private HostFiles() {}

    /** The trimmed first line; empty when the file cannot be read, as update_engine sends it. */
    static String firstLine(Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MAX_LINE), StandardCharsets.UTF_8);
            return text.lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The machine as {@code uname -m} prints it; the kernel tells since Linux 6.1. */
    static String machine(Path root) {
        String told = firstLine(root.resolve("proc/sys/kernel/arch"));
        if (!told.isEmpty()) {
            return told;
        }
        return switch (System.getProperty("os.arch")) {
            case "amd64" -> "x86_64";
            case String other -> other;
        };
    }

    static String osVersion(Path root) throws IOException {
        for (String file : List.of("etc/os-release", "usr/lib/os-release")) {
            KeyValueFile release = read(root.resolve(file));
            var version = release.find("VERSION_ID").or(() -> release.find("VERSION"));
            if (version.isPresent()) {
                return version.get().value();
            }
        }
        return "";
    }

    static Settings.Oem oem(Path root) throws IOException {
        for (String file : List.of("etc/oem-release", "usr/share/oem/oem-release")) {
            KeyValueFile read = read(root.resolve(file));
            if (read.find("ID").isPresent()) {
                return new Settings.Oem(
                        read.find("ID").map(Definition::value).orElse(""),
                        read.find("VERSION_ID").map(Definition::value).orElse(""));
            }
        }
        return new Settings.Oem("", "");
    }

    /** These files are not ours: what is odd in them is nobody's warning. */
    private static KeyValueFile read(Path file) throws IOException {
        return KeyValueFile.read(file, new ArrayList<>());
    }
}
