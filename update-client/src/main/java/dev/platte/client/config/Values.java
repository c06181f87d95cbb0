package dev.platte.client.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads typed values; what does not fit is noted with its place and what would fit. */
final class Values {
    private final Definitions definitions;
    private final List<Problem> problems = new ArrayList<>();

    Values(Definitions definitions) {
        this.definitions = definitions;
    }

    /** The value; the built-in one where none is given, and where the given one does not fit. */
    <T> T of(Key<T> key) {
        Optional<Definition> found = given(key);
        if (found.isEmpty()) {
            return key.fallback();
        }
        Optional<T> value = key.read(found.get().value());
        if (value.isEmpty()) {
            refuse(key, found.get(), key.allowed());
        }
        return value.orElse(key.fallback());
    }

    /**
     * Where the value comes from. An empty one counts as not given: it hides a later place, and
     * means the built-in value.
     */
    Optional<Definition> given(Key<?> key) {
        return definitions.find(key.names()).filter(d -> !d.value().isEmpty());
    }

    /** Notes that a key makes no sense as it is; nothing where it is not given. */
    void refuse(Key<?> key, String allowed) {
        given(key).ifPresent(definition -> refuse(key, definition, allowed));
    }

    private void refuse(Key<?> key, Definition definition, String allowed) {
        Problem problem = Problem.of(definition, key.isSecret(), allowed);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    /** Both or none: names the one that is missing. */
    void requireTogether(Key<?> first, Key<?> second) {
        if (given(first).isPresent() && given(second).isEmpty()) {
            refuse(first, second.name() + " must be set as well");
        }
        if (given(second).isPresent() && given(first).isEmpty()) {
            refuse(second, first.name() + " must be set as well");
        }
    }

    void throwIfBad() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
