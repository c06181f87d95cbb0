package dev.platte.client.config;

import java.nio.file.Path;
import java.util.Optional;

/** One value and where it was written; line 0 without a file is the command line. */
record Definition(String key, String value, Optional<Path> file, int line) {

    static Definition ofCommandLine(String key, String value) {
        return new Definition(key, value, Optional.empty(), 0);
    }

    String place() {
        return file.map(path -> path + ":" + line).orElse("command line");
    }
}
