package dev.platte.ctl.simulate;

import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Pause;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.output.Table;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** simulate: a virtual fleet against a server, and whether the server kept what it promises. */
@Command(
        name = "simulate",
        description = {
            "A virtual fleet that polls a server as real hosts do: to try a policy before it is",
            "production's. Ends with status 1 if a limit was exceeded, a halted rollout granted,",
            "something acknowledged lost, or the counters were wrong. The hosts are there",
            "afterwards; their ids begin with sim-. @FILE reads options from a file."
        })
public final class SimulateVerb implements Callable<Integer> {
    private static final Duration SHORTEST_STEP = Duration.ofSeconds(1);

    @Mixin private Session session;
    @Mixin private AppOption app = new AppOption();
    @Mixin private ScenarioOptions scenario = new ScenarioOptions();

    @Option(
            names = "--for",
            defaultValue = "PT5M",
            paramLabel = "DURATION",
            description = "how long, in real time (PT5M)")
    private Duration length = Duration.ZERO;

    @Option(
            names = "--every",
            defaultValue = "PT5S",
            paramLabel = "DURATION",
            description = "how often to say how far it is (PT5S)")
    private Duration every = Duration.ZERO;

    @Option(
            names = "--connections",
            defaultValue = "64",
            description = "requests on their way at any time (64)")
    private int connections;

    @Option(
            names = "--poll-url",
            paramLabel = "URL",
            description = "where hosts poll, if that is not where --url is")
    private Optional<URI> pollUrl = Optional.empty();

    @Option(
            names = "--no-recount",
            description = "do not look at every host at the end; for applications with very many")
    private boolean noRecount;

    private SimulateVerb(Terminal terminal) {
        this.session = new Session(terminal);
    }

    /** simulate, ready to be added to a command line. */
    public static CommandLine verb(Terminal terminal) {
        return new CommandLine(new SimulateVerb(terminal), Session.factory(terminal));
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        check();
        Api api = session.api();
        Place application = app.of(session, api);
        Scenario wanted = scenario.scenario(api.get(application).object().text("appid"));
        Simulation.Target target = new Simulation.Target(pollUrl.orElse(api.server()), connections);
        Simulation simulation = Simulation.start(wanted, target);
        List<Check> checks = new ArrayList<>();
        try (simulation) {
            Watch watch = new Watch(api, application, simulation.grants());
            watch.learnLeases(tracks(wanted));
            follow(simulation, watch);
            simulation.close(); // The last looks are at a fleet that stands still.
            watch.look();
            checks.add(watch.limitsHeld());
            checks.add(watch.haltsHeld());
        }
        if (!noRecount) {
            checks.addAll(new Recount(api, application, Pause.REAL).of(simulation.known()));
        }
        simulation
                .failure()
                .ifPresent(
                        cause ->
                                checks.add(
                                        new Check(
                                                "every answer was one that hosts take",
                                                "the first one that was not ended the simulation",
                                                List.of(String.valueOf(cause.getMessage())))));
        report(simulation.picture(), checks);
        return checks.stream().allMatch(Check::held) ? 0 : 1;
    }

    /** Before anybody is asked anything. */
    private void check() {
        if (!length.isPositive() || every.compareTo(SHORTEST_STEP) < 0) {
            throw session.usage("--for is more than nothing, --every is PT1S or more");
        }
        if (connections < 1) {
            throw session.usage("--connections are 1 or more");
        }
        try {
            scenario.scenario("");
        } catch (IllegalArgumentException e) {
            throw session.usage(String.valueOf(e.getMessage()));
        }
    }

    private static Set<String> tracks(Scenario scenario) {
        return scenario.crowd().groups().stream()
                .map(Scenario.Share::track)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private void follow(Simulation simulation, Watch watch)
            throws ApiException, InterruptedException {
        ProgressRows rows = new ProgressRows(session);
        Duration left = length;
        while (left.isPositive() && simulation.failure().isEmpty()) {
            Duration step = left.compareTo(every) < 0 ? left : every;
            for (Duration rest = step; rest.isPositive(); rest = rest.minus(SHORTEST_STEP)) {
                Pause.REAL.next(rest.compareTo(SHORTEST_STEP) < 0 ? rest : SHORTEST_STEP);
                watch.look();
            }
            rows.add(simulation.picture());
            left = left.minus(step);
        }
    }

    private void report(Picture end, List<Check> checks) {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        facts.put("seconds", Math.round(end.seconds()));
        facts.put("polls", end.sums().polls());
        facts.put("offers", end.sums().offers());
        facts.put("updated", end.sums().updated());
        facts.put("failed", end.sums().failed());
        facts.put("refused", end.sums().refused());
        facts.put("unreachable", end.sums().unreachable());
        facts.put("p50Millis", end.medianMillis());
        facts.put("p99Millis", end.slowMillis());
        Table table = new Table("check", "held", "how", "broken");
        for (Check check : checks) {
            table.row(check.name(), check.held(), check.how(), String.join("; ", check.broken()));
        }
        session.result(facts, "checks", table);
    }
}
