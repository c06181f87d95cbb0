package dev.platte.ctl.simulate;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Looks at every host of an application over REST, once all is quiet. */
final class Recount {
    private static final int PAGE = 200;

    private final Api api;
    private final Place application;
    private final Map<String, Long> counted = new TreeMap<>();
    private final Map<String, String> versions = new HashMap<>();

    Recount(Api api, Place application) {
        this.api = api;
        this.application = application;
    }

    /**
     * Whether the server still knows what it acknowledged, and its counters say what a recount
     * says.
     *
     * @param known what each simulated host runs, by its id
     */
    List<Check> of(Map<String, String> known) throws ApiException, InterruptedException {
        Map<String, Long> before = counters();
        hosts();
        Map<String, Long> after = counters();
        List<String> forgotten = new ArrayList<>();
        known.forEach(
                (host, version) -> {
                    String found = versions.getOrDefault(host, "nothing of it");
                    if (!found.equals(version)) {
                        forgotten.add(
                                "%s said %s, the server knows %s".formatted(host, version, found));
                    }
                });
        return List.of(
                Check.of(
                        "nothing acknowledged was lost",
                        "%d simulated hosts, and what the server knows of them"
                                .formatted(known.size()),
                        forgotten),
                Check.of(
                        "counters equal a recount",
                        "%d hosts of the application, one by one".formatted(versions.size()),
                        before.equals(after)
                                ? differences(after)
                                : List.of("other hosts polled meanwhile; try it again without")));
    }

    private List<String> differences(Map<String, Long> counters) {
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
    private void hosts() throws ApiException, InterruptedException {
        List<String> tracks =
                api.get(application.sub("groups")).objects().stream()
                        .map(group -> group.text("track"))
                        .toList();
        Answer page = api.get(application.sub("hosts").with("limit", PAGE));
        while (true) {
            for (JsonObject host : page.objects()) {
                String track = host.text("track");
                counted.merge(kind(tracks.contains(track) ? track : "", host), 1L, Long::sum);
                versions.put(host.text("machineId"), host.text("version"));
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
