package dev.platte.harness.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.Optional;

/** A benchmark; its fields are the options of its command line. */
interface Benchmark {

    /** What is wrong with the options, as a sentence; empty: nothing. */
    default Optional<String> wrong() {
        return Optional.empty();
    }

    /**
     * Runs and prints its table.
     *
     * @return the same figures as JSON
     */
    String run(PrintStream out) throws IOException, SQLException, InterruptedException;
}
