package dev.platte.ctl.simulate;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Pause;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Looks at every host of an application over REST, once all is quiet. */
final class Recount {
    private static final int PAGE = 200;

    /**
     * Leases end and hosts that are not ours poll while it reads: it has to meet a moment between
     * them. Counters that are wrong stay wrong.
     */
    private static final int TRIES = 4;

    private final Api api;
    private final Place application;
    private final Pause pause;

    Recount(Api api, Place application, Pause pause) {
        this.api = api;
        this.application = application;
        this.pause = pause;
    }

    /** What was found by looking at each host, and what the counters said before and after. */
    private static final class Look {
        private final Map<String, Long> counted = new TreeMap<>();
        private final Map<String, String> versions = new HashMap<>();
        private Map<String, Long> before = Map.of();
        private Map<String, Long> after = Map.of();

        boolean stoodStill() {
            return before.equals(after);
        }

        /** Where the counters say something else. */
        List<String> differences() {
            return stoodStill()
                    ? Recount.differences(after, counted)
                    : List.of("other hosts polled meanwhile; try it again without");
        }
    }

    /**
     * Whether the server still knows what it acknowledged, and its counters say what a recount
     * says.
     *
     * @param known what each simulated host runs, by its id
     */
    List<Check> of(Map<String, String> known) throws ApiException, InterruptedException {
        Look look = look();
        for (int tries = 1; tries < TRIES && !look.differences().isEmpty(); tries++) {
            if (!look.stoodStill()) {
                pause.next(Duration.ofSeconds(1));
            }
            look = look();
        }
        return List.of(
                Check.of(
                        "nothing acknowledged was lost",
                        "%d simulated hosts, and what the server knows of them"
                                .formatted(known.size()),
                        forgotten(known, look.versions)),
                Check.of(
                        "counters equal a recount",
                        "%d hosts of the application, one by one".formatted(look.versions.size()),
                        look.differences()));
    }

    private static List<String> forgotten(Map<String, String> known, Map<String, String> found) {
        return known.entrySet().stream()
                .filter(host -> !host.getValue().equals(found.get(host.getKey())))
                .map(
                        host ->
                                "%s said %s, the server knows %s"
                                        .formatted(
                                                host.getKey(),
                                                host.getValue(),
                                                found.getOrDefault(host.getKey(), "nothing of it")))
                .toList();
    }

    private Look look() throws ApiException, InterruptedException {
        Look look = new Look();
        look.before = counters();
        read(look);
        look.after = counters();
        return look;
    }

    private static List<String> differences(Map<String, Long> counters, Map<String, Long> counted) {
        List<String> found = new ArrayList<>();
        Map<String, Long> kinds = new TreeMap<>(counters);
        counted.forEach(kinds::putIfAbsent);
        for (String kind : kinds.keySet()) {
            long said = counters.getOrDefault(kind, 0L);
            long real = counted.getOrDefault(kind, 0L);
            if (said != real) {
                found.add("%s: counted %d, there are %d".formatted(kind, said, real));
            }
        }
        return found;
    }

    private Map<String, Long> counters() throws ApiException, InterruptedException {
        Map<String, Long> counters = new TreeMap<>();
        for (JsonObject count : api.get(application.sub("fleet", "counts")).objects()) {
            counters.merge(
                    kind(count.optional("group").orElse(""), count),
                    Long.parseLong(count.text("hosts")),
                    Long::sum);
        }
        return counters;
    }

    /** Hosts whose track names no group are one kind to the counters. */
    private void read(Look look) throws ApiException, InterruptedException {
        Set<String> tracks =
                api.get(application.sub("groups")).objects().stream()
                        .map(group -> group.text("track"))
                        .collect(Collectors.toSet());
        Answer page = api.get(application.sub("hosts").with("limit", PAGE));
        while (true) {
            for (JsonObject host : page.objects()) {
                String track = host.text("track");
                look.counted.merge(kind(tracks.contains(track) ? track : "", host), 1L, Long::sum);
                look.versions.put(host.text("machineId"), host.text("version"));
            }
            if (page.next().isEmpty()) {
                return;
            }
            page = api.page(page.next().get());
        }
    }

    private static String kind(String group, JsonObject of) {
        return "%s %s %s".formatted(group, of.text("version"), of.text("state"));
    }
}
