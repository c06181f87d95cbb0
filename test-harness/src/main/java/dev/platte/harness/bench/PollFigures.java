package dev.platte.harness.bench;

import dev.platte.harness.bench.PollLoad.Outcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What the benchmark of polls found.
 *
 * @param hosts rows of the host table
 * @param connections requests on their way at any time
 * @param statements of the database for each poll, begin and commit included
 * @param miscounted hosts whose counters differ from a recount
 */
record PollFigures(
        int hosts,
        int connections,
        Measured polls,
        Measured constant,
        double statements,
        long miscounted) {

    private static final double AIM_RATIO = 0.5;
    private static final double AIM_STATEMENTS = 0.2;

    /**
     * What one of the two endpoints did and took.
     *
     * @param server CPU of the server's process
     * @param database CPU of the database's processes
     * @param load CPU of the load generator
     */
    record Measured(Outcome outcome, Duration server, Duration database, Duration load) {

        Measured plus(Measured other) {
            return new Measured(
                    outcome.plus(other.outcome),
                    server.plus(other.server),
                    database.plus(other.database),
                    load.plus(other.load));
        }

        double micros(Duration cpu) {
            return cpu.toNanos() / 1e3 / Math.max(1, outcome.nanos().length);
        }
    }

    /** The rate of polls to the rate of the constant. */
    double ratio() {
        return polls.outcome.perSecond() / constant.outcome.perSecond();
    }

    /**
     * CPU of server and database for a poll, to that for a constant: what is left of it when others
     * take the machine.
     */
    double cpuRatio() {
        return polls.micros(polls.server.plus(polls.database))
                / constant.micros(constant.server.plus(constant.database));
    }

    void print(PrintStream out) {
        out.printf(
                "%,d host rows, %d connections, %d cores shared with the load generator%n",
                hosts, connections, Runtime.getRuntime().availableProcessors());
        out.printf(
                "%-10s %s %14s %14s %14s%n",
                "endpoint", Outcome.HEAD, "server (us)", "database (us)", "load gen. (us)");
        line("constant", constant, out);
        line("poll", polls, out);
        out.printf(
                Locale.ROOT,
                "statements per poll (pg_stat_statements, begin and commit included): %.4f%n",
                statements);
        out.printf(Locale.ROOT, "rate of polls to rate of the constant: %.2f%n", ratio());
        out.printf(
                Locale.ROOT,
                "CPU of a poll to that of the constant, database included: %.2f%n",
                cpuRatio());
        out.printf("hosts miscounted: %d%n", miscounted);
        out.printf("aim: ratio %.1f or more: %s%n", AIM_RATIO, met(ratio() >= AIM_RATIO));
        out.printf(
                "aim: under %.1f statements per poll: %s%n",
                AIM_STATEMENTS, met(statements < AIM_STATEMENTS));
    }

    private static void line(String name, Measured measured, PrintStream out) {
        out.printf(
                Locale.ROOT,
                "%-10s %s %14.0f %14.0f %14.0f%n",
                name,
                measured.outcome.columns(),
                measured.micros(measured.server),
                measured.micros(measured.database),
                measured.micros(measured.load));
    }

    private static String met(boolean met) {
        return met ? "met" : "MISSED";
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"hosts\": %d, \"connections\": %d, \"poll\": %s, \"constant\": %s,"
                        + " \"ratio\": %.3f, \"cpuRatio\": %.3f, \"statementsPerPoll\": %.4f, \"miscounted\": %d}%n",
                hosts,
                connections,
                json(polls),
                json(constant),
                ratio(),
                cpuRatio(),
                statements,
                miscounted);
    }

    private static String json(Measured one) {
        return String.format(
                Locale.ROOT,
                "{%s, \"serverCpuMicros\": %.1f, \"databaseCpuMicros\": %.1f}",
                one.outcome.json(),
                one.micros(one.server),
                one.micros(one.database));
    }
}
