package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Attempt;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostQuery.Mark;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PastEvent;
import dev.platte.db.rollout.Group;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Hosts as they were last seen, and what happened to them. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/hosts")
final class HostController {

    private static final int HISTORY = 100;
    private static final String TOTAL = "X-Total-Count";

    /** A host as it is shown in lists. */
    record HostView(
            String machineId,
            String track,
            String version,
            HostState state,
            Instant stateSince,
            @Nullable String board,
            @Nullable String arch,
            @Nullable String bootId,
            @Nullable String oem,
            @Nullable String alias,
            @Nullable String aleph,
            @Nullable String ip,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable Long lastError,
            @Nullable Instant lastErrorAt) {

        static HostView of(Host host) {
            HostFacts facts = host.facts();
            return new HostView(
                    host.key().machineId(),
                    facts.track(),
                    facts.version(),
                    host.state(),
                    host.stateSince(),
                    facts.board(),
                    facts.arch(),
                    facts.bootId(),
                    facts.oem(),
                    facts.alias(),
                    facts.aleph(),
                    facts.ip(),
                    host.firstSeen(),
                    host.lastSeen(),
                    host.lastError(),
                    host.lastErrorAt());
        }
    }

    /** An attempt as it is shown. */
    record AttemptView(
            String fromVersion,
            @Nullable String toVersion,
            HostState state,
            Instant granted,
            Instant changed,
            @Nullable Long errorCode) {}

    /** A host with its past. */
    record HostDetail(HostView host, List<AttemptView> attempts, List<PastEvent> events) {}

    private final Fleet fleet;
    private final Labels labels;
    private final Lookup lookup;
    private final InstantSource time;

    HostController(Fleet fleet, Labels labels, Lookup lookup, InstantSource time) {
        this.fleet = fleet;
        this.labels = labels;
        this.lookup = lookup;
        this.time = time;
    }

    /**
     * One page, by machine id; the header Link names the next, and X-Total-Count says how many
     * there are on all, where the counters know it.
     *
     * @param prefix what the machine id begins with
     * @param alias what the alias begins with, in any case
     * @param address what the address begins with that it last polled from
     * @param error the last error code it reported, whatever flags it came with
     * @param silentFor not seen for so long, such as P30D
     * @param retired whether those that are not counted any more, instead of those that are
     */
    @GetMapping
    ResponseEntity<List<HostView>> list(
            @PathVariable String app,
            @RequestParam(required = false) @Nullable String group,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String prefix,
            @RequestParam(required = false) @Nullable String alias,
            @RequestParam(required = false) @Nullable String address,
            @RequestParam(required = false) @Nullable Long error,
            @RequestParam(required = false) @Nullable String silentFor,
            @RequestParam(defaultValue = "false") boolean retired,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Group members = group == null ? null : lookup.group(application, group);
        HostQuery query =
                new HostQuery(
                        application.id(),
                        new HostQuery.Kind(
                                members == null ? null : members.id(),
                                version,
                                state == null ? null : state(state)),
                        marks(prefix, alias, address, error, silentFor, retired),
                        cursor == null ? null : decode(cursor),
                        Pages.checked(limit) + 1);
        List<Host> found = fleet.list(query);
        ResponseEntity<List<HostView>> page =
                Pages.of(
                        request,
                        found,
                        limit,
                        HostView::of,
                        host -> encode(host.key().machineId()));
        OptionalLong all = fleet.count(query);
        return all.isEmpty()
                ? page
                : ResponseEntity.ok()
                        .headers(page.getHeaders())
                        .header(TOTAL, Long.toString(all.getAsLong()))
                        .body(page.getBody());
    }

    private List<Mark> marks(
            @Nullable String prefix,
            @Nullable String alias,
            @Nullable String address,
            @Nullable Long error,
            @Nullable String silentFor,
            boolean retired) {
        List<Mark> marks = new ArrayList<>();
        text("prefix", prefix).map(Mark.Named::new).ifPresent(marks::add);
        text("alias", alias).map(Mark.Aliased::new).ifPresent(marks::add);
        text("address", address).map(Mark.Addressed::new).ifPresent(marks::add);
        if (error != null) {
            marks.add(new Mark.Erred(error));
        }
        if (silentFor != null) {
            Duration silent = GroupController.duration(silentFor);
            marks.add(new Mark.SilentSince(time.instant().minus(silent)));
        }
        if (retired) {
            marks.add(new Mark.Retired());
        }
        return marks;
    }

    private static Optional<String> text(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw ProblemException.of(400, name + "-invalid", name + " has a zero byte.");
        }
        return Optional.ofNullable(value);
    }

    /** One host, with its attempts and what it said last. */
    @GetMapping("/{machineId}")
    HostDetail get(@PathVariable String app, @PathVariable String machineId) {
        Application application = lookup.application(app);
        Host host =
                key(application, machineId)
                        .flatMap(fleet::find)
                        .orElseThrow(() -> unknown(machineId));
        return new HostDetail(
                HostView.of(host),
                fleet.attempts(host.id(), HISTORY).stream()
                        .map(attempt -> view(application, attempt))
                        .toList(),
                fleet.history(host.id(), null, HISTORY));
    }

    /** Empty for what no host can be called. */
    static Optional<HostKey> key(Application application, String machineId) {
        return machineId.isEmpty()
                        || machineId.length() > HostKey.MAX_MACHINE_ID
                        || machineId.indexOf('\0') >= 0
                ? Optional.empty()
                : Optional.of(new HostKey(application.id(), machineId));
    }

    private AttemptView view(Application application, Attempt attempt) {
        return new AttemptView(
                attempt.fromVersion(),
                labels.version(application, attempt.packageId()),
                attempt.state(),
                attempt.granted(),
                attempt.changed(),
                attempt.errorCode());
    }

    static ProblemException unknown(String machineId) {
        return Lookup.missing(
                "host-unknown", "No host " + machineId + " has asked for this application.");
    }

    private static HostState state(String text) {
        try {
            return HostState.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(
                    400,
                    "state-invalid",
                    "There is no state " + text + "; states are such as installed or failed.");
        }
    }

    private static String encode(String machineId) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(machineId.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (text.indexOf('\0') < 0) {
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw badCursor();
        }
        throw badCursor();
    }

    private static ProblemException badCursor() {
        return ProblemException.of(
                400, "cursor-invalid", "The cursor is not one that this server gave.");
    }
}
