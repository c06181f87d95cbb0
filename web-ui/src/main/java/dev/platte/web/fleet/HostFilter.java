package dev.platte.web.fleet;

import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.PageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which hosts a page shows; what stands in its address, and nothing else. Absent parts match all.
 *
 * @param marks what single hosts are looked for by
 * @param after the last machine id of the page before
 */
record HostFilter(
        ApplicationSnapshot application,
        @Nullable Group group,
        @Nullable String version,
        @Nullable HostState state,
        HostMarks marks,
        @Nullable String after) {

    static final int PAGE = 50;

    private static final int MAX_VERSIONS = 100;
    private static final int MAX_TEXT = 512;
    private static final Set<String> FIXED = Set.of("application", "after");
    private static final String CHOOSE = "Choose one in the form above the table of hosts.";

    static HostFilter read(ApplicationSnapshot application, MultiValueMap<String, String> address) {
        return new HostFilter(
                application,
                group(application, text(address, "group")),
                text(address, "version"),
                state(text(address, "state")),
                HostMarks.read(address),
                text(address, "after"));
    }

    HostFilter after(@Nullable String machineId) {
        return new HostFilter(application, group, version, state, marks, machineId);
    }

    /**
     * @param now silence is counted back from it
     */
    HostQuery query(int limit, Instant now) {
        return new HostQuery(
                application.application().id(),
                new HostQuery.Kind(group == null ? null : group.id(), version, state),
                marks.at(now),
                after,
                limit);
    }

    /** What may be chosen: what hosts run, and what is chosen now. */
    public List<String> versions(VersionSpread spread) {
        return Stream.concat(
                        Stream.ofNullable(version),
                        spread.rows().stream().map(VersionSpread.Row::version).limit(MAX_VERSIONS))
                .filter(known -> !known.isEmpty())
                .distinct()
                .toList();
    }

    public boolean narrows() {
        return group != null || version != null || state != null || !marks.none();
    }

    /** How many hosts match; absent where only the hosts themselves could tell. */
    @Nullable Long count(VersionSpread spread) {
        return !marks.none()
                ? null
                : Long.valueOf(
                        spread.hosts(
                                count ->
                                        (group == null
                                                        || Objects.equals(
                                                                count.groupId(), group.id()))
                                                && (version == null
                                                        || count.version().equals(version))
                                                && (state == null || count.state() == state)));
    }

    /** The address of the page with this filter. */
    public String address() {
        return address("/hosts", words());
    }

    /** The address of what is done to all that it matches. */
    public String many(String deed) {
        Map<String, String> words = words();
        words.remove("after");
        return address("/hosts/" + deed, words);
    }

    /** The address of all that it matches, as a file. */
    public String export(String format) {
        Map<String, String> words = words();
        words.remove("after");
        words.put("format", format);
        return address("/hosts/export", words);
    }

    /** What narrows it, each with the address of the page without it. */
    public List<Chip> chips() {
        List<Chip> chips = new ArrayList<>();
        for (Map.Entry<String, String> word : words().entrySet()) {
            if (!FIXED.contains(word.getKey())) {
                Map<String, String> others = words();
                others.remove(word.getKey());
                others.remove("after");
                chips.add(
                        new Chip(
                                word.getKey().equals("group") && group != null
                                        ? "group: " + group.track()
                                        : word.getKey() + ": " + word.getValue(),
                                address("/hosts", others)));
            }
        }
        return chips;
    }

    /** A part of a filter that can be taken away. */
    public record Chip(String words, String without) {}

    private Map<String, String> words() {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("application", Long.toString(application.application().id()));
        put(words, "group", group == null ? null : Long.toString(group.id()));
        put(words, "version", version);
        put(words, "state", state == null ? null : state.name().toLowerCase(Locale.ROOT));
        words.putAll(marks.words());
        put(words, "after", after);
        return words;
    }

    private static void put(Map<String, String> words, String name, @Nullable String value) {
        if (value != null) {
            words.put(name, value);
        }
    }

    private static String address(String path, Map<String, String> words) {
        return path
                + words.entrySet().stream()
                        .map(
                                word ->
                                        word.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        word.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static @Nullable Group group(ApplicationSnapshot application, @Nullable String said) {
        if (said == null) {
            return null;
        }
        return application.groups().stream()
                .filter(group -> said.equals(Long.toString(group.id())))
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.badAddress(
                                        "There is no group " + said + " in this application.",
                                        CHOOSE));
    }

    private static @Nullable HostState state(@Nullable String said) {
        if (said == null) {
            return null;
        }
        return Arrays.stream(HostState.values())
                .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(said))
                .findFirst()
                .orElseThrow(
                        () ->
                                PageException.badAddress(
                                        "Hosts have no state \"" + said + "\".",
                                        "The states are "
                                                + Arrays.stream(HostState.values())
                                                        .map(HostState::name)
                                                        .collect(Collectors.joining(", "))
                                                        .toLowerCase(Locale.ROOT)
                                                + "."));
    }

    /** The value, stripped; absent when empty, as a form sends what was not filled in. */
    static @Nullable String text(MultiValueMap<String, String> address, String name) {
        String value = address.getFirst(name);
        if (value == null || value.isBlank()) {
            return null;
        }
        String text = value.strip();
        if (text.length() > MAX_TEXT || text.indexOf('\0') >= 0) {
            throw PageException.badAddress(
                    "The filter \"" + name + "\" has more than 512 characters or a zero byte.",
                    "Shorten it.");
        }
        return text;
    }
}
