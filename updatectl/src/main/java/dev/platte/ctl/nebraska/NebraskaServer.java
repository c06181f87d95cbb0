package dev.platte.ctl.nebraska;

import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.OtherServer;
import dev.platte.ctl.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a running Nebraska over its REST API ({@code backend/api/spec.yaml} there). */
final class NebraskaServer {
    private static final int PAGE = 100;
    private static final int MOST_PAGES = 1000;

    private final OtherServer server;

    NebraskaServer(OtherServer server) {
        this.server = server;
    }

    Nebraska read() throws ApiException, InterruptedException {
        List<JsonObject> applications =
                pages("/api/apps", "applications")
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                "no Nebraska answers there: /api/apps is no list of applications"));
        List<JsonObject> groups = new ArrayList<>();
        List<JsonObject> channels = new ArrayList<>();
        List<JsonObject> packages = new ArrayList<>();
        Map<String, List<Nebraska.Floor>> floors = new HashMap<>();
        for (JsonObject application : applications) {
            String place = "/api/apps/" + application.text("id");
            groups.addAll(pages(place + "/groups", "groups").orElse(List.of()));
            packages.addAll(pages(place + "/packages", "packages").orElse(List.of()));
            for (JsonObject channel : pages(place + "/channels", "channels").orElse(List.of())) {
                channels.add(channel);
                floors.put(channel.text("id"), floors(channel));
            }
        }
        return new Nebraska(applications, groups, channels, packages, floors);
    }

    /** Older ones know no floors, and answer with their start page. */
    private List<Nebraska.Floor> floors(JsonObject channel)
            throws ApiException, InterruptedException {
        return pages("/api/channels/" + channel.text("id") + "/floors", "packages")
                .orElse(List.of())
                .stream()
                .map(each -> new Nebraska.Floor(each.text("id"), each.text("floor_reason")))
                .toList();
    }

    private Optional<List<JsonObject>> pages(String path, String items)
            throws ApiException, InterruptedException {
        List<JsonObject> all = new ArrayList<>();
        for (int number = 1; number <= MOST_PAGES; number++) {
            Optional<JsonObject> page = server.get(path + "?page=" + number + "&perpage=" + PAGE);
            if (page.isEmpty() || !(page.get().has(items) || page.get().has("count"))) {
                return number == 1 ? Optional.empty() : Optional.of(all);
            }
            List<JsonObject> found = page.get().objects(items);
            all.addAll(found);
            if (found.size() < PAGE) {
                return Optional.of(all);
            }
        }
        throw new ApiException(path + " has no end: more than " + MOST_PAGES + " pages");
    }
}
