package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads the tables of a Nebraska's database from one JSON object: a list of rows for each table, as
 * PostgreSQL's {@code json_agg} writes them. Tables that are of no use here may be left out.
 */
final class NebraskaDump {
    private static final long MOST_BYTES = 64 << 20;

    private NebraskaDump() {}

    static Nebraska read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(
                    file + " is longer than 64 MiB; it needs no tables of instances and events");
        }
        JsonObject tables;
        try {
            tables = JsonObject.of(Json.read(Files.readString(file)));
        } catch (MalformedJsonException e) {
            throw new IOException(file + " is no JSON: " + e.getMessage(), e);
        }
        if (tables.objects("application").isEmpty()) {
            throw new IOException(
                    file + " has no rows of the table application; see docs/migrate.md");
        }
        return new Nebraska(
                tables.objects("application"),
                groups(tables),
                tables.objects("channel"),
                packages(tables),
                floors(tables));
    }

    /** What the safe mode has switched off stands beside the group (group_local). */
    private static List<JsonObject> groups(JsonObject tables) {
        Map<String, JsonObject> local = by("group_id", tables.objects("group_local"));
        return tables.objects("groups").stream()
                .map(
                        group -> {
                            JsonObject beside = local.get(group.text("id"));
                            return beside == null || !beside.has("policy_updates_enabled_override")
                                    ? group
                                    : with(
                                            group,
                                            "policy_updates_enabled",
                                            beside.members()
                                                    .get("policy_updates_enabled_override"));
                        })
                .toList();
    }

    private static List<JsonObject> packages(JsonObject tables) {
        Map<String, List<JsonObject>> files =
                tables.objects("package_file").stream()
                        .collect(Collectors.groupingBy(file -> file.text("package_id")));
        Map<String, JsonObject> actions = by("package_id", tables.objects("flatcar_action"));
        Map<String, List<JsonObject>> barred =
                tables.objects("package_channel_blacklist").stream()
                        .collect(Collectors.groupingBy(row -> row.text("package_id")));
        return tables.objects("package").stream()
                .map(
                        row -> {
                            String id = row.text("id");
                            Map<String, Object> all = new HashMap<>(row.members());
                            all.put("extra_files", plain(files.getOrDefault(id, List.of())));
                            all.put(
                                    "channels_blacklist",
                                    plain(barred.getOrDefault(id, List.of())));
                            if (actions.containsKey(id)) {
                                all.put("flatcar_action", actions.get(id).members());
                            }
                            return new JsonObject(all);
                        })
                .toList();
    }

    private static Map<String, List<Nebraska.Floor>> floors(JsonObject tables) {
        return tables.objects("channel_package_floors").stream()
                .collect(
                        Collectors.groupingBy(
                                row -> row.text("channel_id"),
                                Collectors.mapping(
                                        row ->
                                                new Nebraska.Floor(
                                                        row.text("package_id"),
                                                        row.text("floor_reason")),
                                        Collectors.toList())));
    }

    private static JsonObject with(JsonObject row, String name, Object value) {
        Map<String, Object> all = new HashMap<>(row.members());
        all.put(name, value);
        return new JsonObject(all);
    }

    private static List<Object> plain(List<JsonObject> rows) {
        return rows.stream().<Object>map(JsonObject::members).toList();
    }

    private static Map<String, JsonObject> by(String name, List<JsonObject> rows) {
        return rows.stream()
                .collect(Collectors.toMap(row -> row.text(name), row -> row, (one, two) -> one));
    }
}
