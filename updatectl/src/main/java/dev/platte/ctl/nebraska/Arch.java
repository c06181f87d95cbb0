package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.JsonObject;
import java.util.Optional;

/** Architectures by the numbers that a Nebraska gives them. */
final class Arch {

    private Arch() {}

    /** Empty for "all", which there are only hosts that say the word, and for unknown numbers. */
    static Optional<String> of(JsonObject thing) {
        return switch (thing.text("arch")) {
            case "1" -> Optional.of("amd64");
            case "2" -> Optional.of("arm64");
            case "3" -> Optional.of("x86");
            default -> Optional.empty();
        };
    }
}
