package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes the document for {@code apply} of what a Nebraska holds, and notes what has no counterpart.
 */
final class Counterpart {
    private final Nebraska nebraska;
    private final boolean versions;
    private final List<Note> notes = new ArrayList<>();

    /**
     * @param versions whether channels point to what they point to there, with their floors: the
     *     packages must be here by then
     */
    Counterpart(Nebraska nebraska, boolean versions) {
        this.nebraska = nebraska;
        this.versions = versions;
    }

    /** What was noted while the document was made. */
    List<Note> notes() {
        return List.copyOf(notes);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put(
                "applications", nebraska.applications().stream().map(this::application).toList());
        return document;
    }

    /** The appid as hosts write it: an id of there in braces. */
    static String appid(JsonObject application) {
        return "{" + application.text("id") + "}";
    }

    private Map<String, Object> application(JsonObject application) {
        String name = application.text("name");
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("appid", appid(application));
        made.put("name", name);
        made.put("description", application.text("description"));
        if (application.has("product_id")) {
            note(
                    "application " + name,
                    "Hosts that call it %s are not found here: an application has one appid, and this one took its id. Change their appid, or the document's."
                            .formatted(application.text("product_id")));
        }
        Map<String, JsonObject> packages =
                Nebraska.of(application, nebraska.packages()).stream()
                        .collect(
                                Collectors.toMap(
                                        each -> each.text("id"), Function.identity(), (a, b) -> a));
        Map<String, JsonObject> channels = new LinkedHashMap<>();
        List<Map<String, Object>> written = new ArrayList<>();
        for (JsonObject channel : Nebraska.of(application, nebraska.channels())) {
            channel(name, channel, packages)
                    .ifPresent(
                            found -> {
                                channels.put(channel.text("id"), channel);
                                written.add(found);
                            });
        }
        made.put("channels", written);
        made.put("groups", groups(name, application, channels));
        packages.values().forEach(each -> notePackage(name, each));
        return made;
    }

    private Optional<Map<String, Object>> channel(
            String application, JsonObject channel, Map<String, JsonObject> packages) {
        String about = "channel %s of %s".formatted(channel.text("name"), application);
        Optional<String> arch = Arch.of(channel);
        if (arch.isEmpty()) {
            note(
                    about,
                    "It is for the architecture \"all\", which only hosts have that say the word; it was left out.");
            return Optional.empty();
        }
        Map<String, Object> made = new LinkedHashMap<>();
        String name = channel.text("name").replaceAll("[^A-Za-z0-9._-]", "-");
        if (!name.equals(channel.text("name"))) {
            note(about, "It is called " + name + " here, where names have no other characters.");
        }
        made.put("name", name);
        made.put("arch", arch.get());
        if (versions) {
            JsonObject target = packages.get(channel.text("package_id"));
            if (target != null) {
                made.put("version", target.text("version"));
            }
            made.put("floors", floors(channel, packages));
        }
        return Optional.of(made);
    }

    private List<Map<String, Object>> floors(JsonObject channel, Map<String, JsonObject> packages) {
        List<Map<String, Object>> made = new ArrayList<>();
        for (Nebraska.Floor floor : nebraska.floors().getOrDefault(channel.text("id"), List.of())) {
            JsonObject found = packages.get(floor.packageId());
            if (found != null) {
                Map<String, Object> one = new LinkedHashMap<>();
                one.put("version", found.text("version"));
                one.put(
                        "reason",
                        floor.reason().isBlank() ? "a floor in Nebraska" : floor.reason());
                made.add(one);
            }
        }
        return made;
    }

    /** Hosts of all architectures that say a track are one group here. */
    private List<Map<String, Object>> groups(
            String application, JsonObject owner, Map<String, JsonObject> channels) {
        Map<String, Map<String, Object>> byTrack = new LinkedHashMap<>();
        for (JsonObject group : Nebraska.of(owner, nebraska.groups())) {
            String about = "group %s of %s".formatted(group.text("name"), application);
            JsonObject channel = channels.get(group.text("channel_id"));
            if (channel == null) {
                note(about, "It follows no channel that is here, so it was left out.");
                continue;
            }
            Map<String, Object> made = group(about, group, channel);
            String track = Objects.toString(made.get("track"));
            Map<String, Object> first = byTrack.putIfAbsent(track, made);
            if (first != null) {
                noteTwin(about, track, first, made);
            }
        }
        return List.copyOf(byTrack.values());
    }

    private Map<String, Object> group(String about, JsonObject group, JsonObject channel) {
        PolicyCounterpart policy = PolicyCounterpart.of(group);
        policy.notes().forEach(sentence -> note(about, sentence));
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("track", group.text(group.text("track").isBlank() ? "id" : "track"));
        made.put("id", group.text("id"));
        made.put("channel", channel.text("name").replaceAll("[^A-Za-z0-9._-]", "-"));
        String described = group.text("description");
        made.put(
                "description",
                described.isBlank() ? group.text("name") : group.text("name") + ": " + described);
        policy.pausedReason().ifPresent(why -> made.put("pausedReason", why));
        made.put("policy", policy.document());
        return made;
    }

    private void noteTwin(
            String about, String track, Map<String, Object> first, Map<String, Object> second) {
        boolean alike =
                List.of("channel", "policy", "pausedReason").stream()
                        .allMatch(part -> Objects.equals(first.get(part), second.get(part)));
        String kept = "\"" + first.get("description") + "\" (channel " + first.get("channel") + ")";
        note(
                about,
                alike
                        ? "Its hosts are in the group of the same track, %s, which serves all architectures."
                                .formatted(kept)
                        : "Another group has the track %s and another channel or policy, or is paused; %s was kept. A group here follows the channel of one name on all architectures: make the channels' names alike, or give its hosts a track of their own."
                                .formatted(track, kept));
        if (!Objects.equals(first.get("id"), second.get("id"))) {
            note(about, "Hosts that say its id %s are not found.".formatted(second.get("id")));
        }
    }

    private void notePackage(String application, JsonObject each) {
        String about = "package %s of %s".formatted(each.text("version"), application);
        if (!each.text("type").equals("1")) {
            note(about, "It is no payload of update_engine; it was left out.");
        }
        if (each.members().get("channels_blacklist") instanceof List<?> barred
                && !barred.isEmpty()) {
            note(
                    about,
                    "%d channels must not point to it there; here nothing bars a channel from a published package."
                            .formatted(barred.size()));
        }
    }

    private void note(String about, String sentence) {
        notes.add(new Note(about, sentence));
    }
}
