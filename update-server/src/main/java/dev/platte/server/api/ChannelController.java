package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Floor;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.verb.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Channels, what they point to, and the floors on the way there. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/channels")
final class ChannelController {

    /** A channel as it is shown. */
    record ChannelView(String name, String arch, @Nullable String version, Instant created) {}

    /** A floor as it is shown. */
    record FloorView(String version, String reason, Instant created) {}

    private final Catalog catalog;
    private final Packages packages;
    private final Lookup lookup;

    ChannelController(Catalog catalog, Packages packages, Lookup lookup) {
        this.catalog = catalog;
        this.packages = packages;
        this.lookup = lookup;
    }

    @GetMapping
    List<ChannelView> list(@PathVariable String app) {
        return catalog.channels(lookup.application(app).id()).stream().map(this::view).toList();
    }

    @PostMapping
    ResponseEntity<ChannelView> create(
            @PathVariable String app, @RequestBody JsonNode body, HttpServletRequest request) {
        Application application = lookup.application(app);
        Fields fields = Fields.of(body, Set.of("name", "arch", "reason"));
        Caller caller = ApiRequest.caller(request, fields.optional("reason").orElse(null));
        Channel made =
                catalog.createChannel(
                        application.id(), fields.required("arch"), fields.required("name"), caller);
        return Answers.created(
                caller.dryRun(),
                view(made),
                made.revision(),
                "applications",
                application.key(),
                "channels",
                made.arch(),
                made.name());
    }

    @GetMapping("/{arch}/{name}")
    ResponseEntity<ChannelView> get(
            @PathVariable String app, @PathVariable String arch, @PathVariable String name) {
        Channel found = lookup.channel(lookup.application(app), arch, name);
        return Answers.shown(view(found), found.revision());
    }

    /** Points it: {@code version} names a published package, null points to nothing. */
    @PatchMapping("/{arch}/{name}")
    ResponseEntity<ChannelView> point(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel found = lookup.channel(application, arch, name);
        Fields fields = Fields.of(body, Set.of("version", "reason"));
        long seen = ApiRequest.seen(request, found.revision());
        Long target =
                fields.has("version")
                        ? fields.optional("version")
                                .map(v -> lookup.packageOf(application, found.arch(), v).id())
                                .orElse(null)
                        : found.packageId();
        Channel after =
                catalog.point(
                        found.id(),
                        target,
                        seen,
                        ApiRequest.caller(request, fields.optional("reason").orElse(null)));
        return Answers.shown(view(after), after.revision());
    }

    @GetMapping("/{arch}/{name}/floors")
    List<FloorView> floors(
            @PathVariable String app, @PathVariable String arch, @PathVariable String name) {
        return catalog.floors(lookup.channel(lookup.application(app), arch, name).id()).stream()
                .map(this::view)
                .toList();
    }

    @PutMapping("/{arch}/{name}/floors/{version}")
    FloorView setFloor(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @PathVariable String version,
            @RequestBody JsonNode body,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel channel = lookup.channel(application, arch, name);
        Fields fields = Fields.of(body, Set.of("reason"));
        return view(
                catalog.setFloor(
                        channel.id(),
                        lookup.packageOf(application, channel.arch(), version).id(),
                        ApiRequest.caller(request, fields.optional("reason").orElse(null))));
    }

    @DeleteMapping("/{arch}/{name}/floors/{version}")
    ResponseEntity<Void> removeFloor(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @PathVariable String version,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel channel = lookup.channel(application, arch, name);
        catalog.removeFloor(
                channel.id(),
                lookup.packageOf(application, channel.arch(), version).id(),
                ApiRequest.caller(request, request.getParameter("reason")));
        return ResponseEntity.noContent().build();
    }

    private ChannelView view(Channel channel) {
        return new ChannelView(
                channel.name(), channel.arch(), version(channel.packageId()), channel.created());
    }

    private FloorView view(Floor floor) {
        String version = version(floor.packageId());
        return new FloorView(version == null ? "" : version, floor.reason(), floor.created());
    }

    private @Nullable String version(@Nullable Long packageId) {
        return packageId == null
                ? null
                : packages.find(packageId).map(UpdatePackage::version).orElse(null);
    }
}
