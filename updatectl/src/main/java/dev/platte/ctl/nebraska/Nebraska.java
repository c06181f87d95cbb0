package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * What a Nebraska holds, as its REST API and its tables both write it.
 *
 * @param applications with {@code id}, {@code name}, {@code description}, {@code product_id}
 * @param groups with {@code application_id}, {@code channel_id}, {@code track} and the policy
 * @param channels with {@code application_id}, {@code package_id} and {@code arch}
 * @param packages with {@code application_id}, {@code version}, {@code url}, {@code hash} and more
 * @param floors by channel: the ids of packages, with their reasons
 */
record Nebraska(
        List<JsonObject> applications,
        List<JsonObject> groups,
        List<JsonObject> channels,
        List<JsonObject> packages,
        Map<String, List<Floor>> floors) {

    /** A package that hosts of a channel must pass. */
    record Floor(String packageId, String reason) {}

    Nebraska {
        applications = List.copyOf(applications);
        groups = List.copyOf(groups);
        channels = List.copyOf(channels);
        packages = List.copyOf(packages);
        floors = Map.copyOf(floors);
    }

    /** Those of a list that belong to an application. */
    static List<JsonObject> of(JsonObject application, List<JsonObject> all) {
        return all.stream()
                .filter(each -> each.text("application_id").equals(application.text("id")))
                .toList();
    }
}
