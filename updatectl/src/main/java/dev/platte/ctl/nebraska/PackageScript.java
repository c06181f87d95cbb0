package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.JsonObject;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a shell script that fetches the packages which channels point to and hosts must pass,
 * checks them against the hashes that the Nebraska has, and uploads and publishes them. What it
 * says comes from another server: every word of it is quoted.
 */
final class PackageScript {
    private static final String HEAD =
            """
            #!/bin/sh
            # The packages that a Nebraska's channels point to, with their floors: fetched, checked, uploaded, published.
            # Each application must trust the keys of its payloads first: updatectl app key trust FILE.
            # What is there already is left as it is, so that this can be run again.
            set -eu
            work=$(mktemp -d)
            trap 'rm -rf "$work"' EXIT

            fetch() { # URL NAME SHA1
              echo "fetching $1" >&2
              curl -fsSL --proto =http,https --proto-redir =http,https -o "$work/$2" -- "$1"
              echo "$3  $work/$2" | sha1sum -c --quiet -
            }

            """;

    /** What may stand in a path: nothing that leads out of the directory. */
    private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._+-]*");

    private PackageScript() {}

    static String of(Nebraska nebraska) {
        StringBuilder script = new StringBuilder(HEAD);
        for (JsonObject application : nebraska.applications()) {
            for (JsonObject each : needed(nebraska, application)) {
                script.append(one(application, each));
            }
        }
        return script.toString();
    }

    /**
     * Floors before the packages that they are floors of: in the order in which hosts pass them.
     */
    private static List<JsonObject> needed(Nebraska nebraska, JsonObject application) {
        Set<String> ids = new LinkedHashSet<>();
        for (JsonObject channel : Nebraska.of(application, nebraska.channels())) {
            nebraska.floors()
                    .getOrDefault(channel.text("id"), List.of())
                    .forEach(floor -> ids.add(floor.packageId()));
            ids.add(channel.text("package_id"));
        }
        return Nebraska.of(application, nebraska.packages()).stream()
                .filter(each -> ids.contains(each.text("id")))
                .filter(each -> each.text("type").equals("1") && Arch.of(each).isPresent())
                .toList();
    }

    private static String one(JsonObject application, JsonObject each) {
        String app = quoted(Counterpart.appid(application));
        String version = quoted(each.text("version"));
        String arch = Arch.of(each).orElseThrow();
        String base = each.text("url").replaceFirst("/*$", "/");
        if (!NAME.matcher(each.text("filename")).matches()
                || !each.objects("extra_files").stream()
                        .allMatch(file -> NAME.matcher(file.text("name")).matches())) {
            return "echo %s >&2\n"
                    .formatted(
                            quoted(
                                    "left out: a file of package %s has a name that is no file's"
                                            .formatted(each.text("version"))));
        }
        List<String> lines = new ArrayList<>();
        List<String> extras = new ArrayList<>();
        lines.add(fetch(base, each.text("filename"), each.text("hash")));
        for (JsonObject file : each.objects("extra_files")) {
            lines.add(fetch(base, file.text("name"), file.text("hash")));
            extras.add(" --extra " + place(file.text("name")));
        }
        lines.add(
                "updatectl package upload --app %s --version %s --arch %s --file %s%s --publish"
                        .formatted(
                                app,
                                version,
                                arch,
                                place(each.text("filename")),
                                String.join("", extras)));
        lines.add("rm -f \"$work\"/*");
        return """
                if ! updatectl package show --app %s --arch %s %s --output json 2>/dev/null | grep -q '"PUBLISHED"'; then
                  %s
                fi
                """
                .formatted(app, arch, version, String.join("\n  ", lines));
    }

    private static String fetch(String base, String name, String hash) {
        return "fetch %s %s %s".formatted(quoted(base + name), quoted(name), hex(hash));
    }

    /** Base64 there; sha1sum reads hex digits. What is no hash never fits a file. */
    private static String hex(String hash) {
        try {
            return HexFormat.of().formatHex(Base64.getDecoder().decode(hash.strip()));
        } catch (IllegalArgumentException e) {
            return "no-hash";
        }
    }

    private static String place(String name) {
        return "\"$work\"/" + quoted(name);
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
