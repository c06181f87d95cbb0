package dev.platte.web.fleet;

import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.PageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * Which hosts a page shows; what stands in its address, and nothing else. Absent parts match all.
 *
 * @param idPrefix how the machine id begins
 * @param after the last machine id of the page before
 */
record HostFilter(
        ApplicationSnapshot application,
        @Nullable Group group,
        @Nullable String version,
        @Nullable HostState state,
        @Nullable String idPrefix,
        @Nullable String after) {

    static final int PAGE = 50;

    private static final int MAX_VERSIONS = 100;
    private static final int MAX_TEXT = 512;
    private static final String CHOOSE = "Choose one in the form above the table of hosts.";

    static HostFilter read(ApplicationSnapshot application, MultiValueMap<String, String> address) {
        return new HostFilter(
                application,
                group(application, text(address, "group")),
                text(address, "version"),
                state(text(address, "state")),
                text(address, "id"),
                text(address, "after"));
    }

    HostFilter after(@Nullable String machineId) {
        return new HostFilter(application, group, version, state, idPrefix, machineId);
    }

    HostQuery query(int limit) {
        return new HostQuery(
                application.application().id(),
                new HostQuery.Kind(group == null ? null : group.id(), version, state),
                idPrefix == null ? List.of() : List.of(new HostQuery.Mark.Named(idPrefix)),
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
        return group != null || version != null || state != null || idPrefix != null;
    }

    /** How many hosts match; absent where only the hosts themselves could tell. */
    @Nullable Long count(VersionSpread spread) {
        return idPrefix != null
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
    String address() {
        StringBuilder built =
                new StringBuilder("/hosts?application=" + application.application().id());
        add(built, "group", group == null ? null : Long.toString(group.id()));
        add(built, "version", version);
        add(built, "state", state == null ? null : state.name().toLowerCase(Locale.ROOT));
        add(built, "id", idPrefix);
        add(built, "after", after);
        return built.toString();
    }

    private static void add(StringBuilder address, String name, @Nullable String value) {
        if (value != null) {
            address.append('&')
                    .append(name)
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
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
    private static @Nullable String text(MultiValueMap<String, String> address, String name) {
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
