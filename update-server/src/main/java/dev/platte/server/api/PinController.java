package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.rollout.Pin;
import dev.platte.db.rollout.Pins;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Takes;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What operators decide for single hosts, always until a date. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}")
final class PinController {

    /**
     * A pin as it is shown.
     *
     * @param version what the host is aimed at; absent: it stays where it is
     */
    record PinView(
            String machineId,
            @Nullable String version,
            Instant until,
            String by,
            String reason,
            Instant made) {}

    private final Pins pins;
    private final Fleet fleet;
    private final Lookup lookup;
    private final Labels labels;

    PinController(Pins pins, Fleet fleet, Lookup lookup, Labels labels) {
        this.pins = pins;
        this.fleet = fleet;
        this.lookup = lookup;
        this.labels = labels;
    }

    /** All of the application, also those that have ended; at most 10,000 hold at a time. */
    @GetMapping("/pins")
    List<PinView> list(@PathVariable String app) {
        Application application = lookup.application(app);
        return pins.list(application.id()).stream().map(pin -> view(application, pin)).toList();
    }

    /** What was decided for a host. */
    @GetMapping("/hosts/{machineId}/pin")
    ResponseEntity<PinView> get(@PathVariable String app, @PathVariable String machineId) {
        Application application = lookup.application(app);
        Pin found =
                pins.find(application.id(), machineId)
                        .orElseThrow(
                                () -> Lookup.missing("pin-unknown", "The host is not pinned."));
        return Answers.shown(view(application, found), found.revision());
    }

    /**
     * Keeps the host where it is, or with {@code version} aims it there, until {@code until}; in
     * place of what was decided before. The host need not have been seen yet: {@code arch} says
     * which package is meant then.
     */
    @PutMapping("/hosts/{machineId}/pin")
    ResponseEntity<PinView> set(
            @PathVariable String app,
            @PathVariable String machineId,
            @Takes(Bodies.NewPin.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Long packageId =
                fields.optional("version")
                        .map(
                                version ->
                                        lookup.packageOf(
                                                        application,
                                                        arch(application, machineId, fields),
                                                        version)
                                                .id())
                        .orElse(null);
        Pin made =
                pins.set(
                        application.id(),
                        machineId,
                        packageId,
                        instant(fields.required("until")),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(view(application, made), made.revision());
    }

    /** Lets a host follow its group again. */
    @DeleteMapping("/hosts/{machineId}/pin")
    @Gives(204)
    ResponseEntity<Void> remove(
            @PathVariable String app,
            @PathVariable String machineId,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        pins.remove(lookup.application(app).id(), machineId, ApiRequest.caller(request, reason));
        return ResponseEntity.noContent().build();
    }

    private String arch(Application application, String machineId, Fields fields) {
        Optional<String> known =
                HostController.key(application, machineId)
                        .flatMap(fleet::find)
                        .map(host -> host.facts().arch());
        return fields.optional("arch")
                .or(() -> known)
                .orElseThrow(
                        () ->
                                ProblemException.of(
                                        422,
                                        "field-missing",
                                        "The field arch is missing: the host has not said its architecture."));
    }

    static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemException.of(
                    422,
                    "pin-until-invalid",
                    "The field until is no instant; write 2026-12-24T18:00:00Z.");
        }
    }

    private PinView view(Application application, Pin pin) {
        return new PinView(
                pin.machineId(),
                labels.version(application, pin.packageId()),
                pin.until(),
                pin.madeBy(),
                pin.reason(),
                pin.made());
    }
}
