package dev.platte.client.config;

import java.util.List;
import java.util.stream.Collectors;

/** Settings that cannot be used; the message has one line for each. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, in the order of the keys; at least one. */
    public List<Problem> problems() {
        return problems == null ? List.of() : problems;
    }
}
