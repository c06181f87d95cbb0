package dev.platte.db.culpritpeer;

import dev.platte.db.culprit.Here;
import java.util.Optional;

/** Needs its neighbour, which needs it. */
public record There(Optional<Here> here) {
    Here required() {
        return here.orElseThrow();
    }
}
