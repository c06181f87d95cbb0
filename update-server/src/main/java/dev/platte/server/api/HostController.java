package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Attempt;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PastEvent;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
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
     * One page, by machine id, or by the alias, address or silence that is looked for; the header
     * Link names the next, and X-Total-Count says how many there are on all, where the counters
     * know it.
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
        HostQuery query =
                new HostChoice(
                                group, version, state, prefix, alias, address, error, silentFor,
                                retired)
                        .query(application, lookup, time.instant(), Pages.checked(limit) + 1)
                        .after(cursor == null ? null : decode(cursor));
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
