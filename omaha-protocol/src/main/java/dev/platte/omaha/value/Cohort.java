package dev.platte.omaha.value;

import java.util.Optional;

/**
 * Which slice of the fleet a host belongs to (Omaha v3, cohorts). Absent is not empty: a client
 * keeps what it has when an attribute is absent, and overwrites it when it is empty.
 */
public record Cohort(Optional<String> id, Optional<String> hint, Optional<String> name) {

    public static final Cohort UNSAID =
            new Cohort(Optional.empty(), Optional.empty(), Optional.empty());
}
