package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Floor;
import dev.platte.db.promotion.Promotions;
import dev.platte.db.rollout.Rollback;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.verb.Caller;
import dev.platte.server.contract.Gives;
import dev.platte.server.contract.Guarded;
import dev.platte.server.contract.Takes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Channels, what they point to, and the floors on the way there. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/channels")
final class ChannelController {

    /**
     * A channel as it is shown.
     *
     * @param promotion what would come of pointing it there; only where that was only tried
     */
    record ChannelView(
            String name,
            String arch,
            @Nullable String version,
            Instant created,
            @Nullable PromotionView promotion) {}

    /**
     * What a rollback did.
     *
     * @param rollouts those that lead back, one for each group that follows the channel
     */
    record RollbackView(ChannelView channel, PackageView withdrawn, List<UUID> rollouts) {}

    /** A floor as it is shown. */
    record FloorView(String version, String reason, Instant created) {}

    private final Catalog catalog;
    private final Labels labels;
    private final Rollback rollback;
    private final Promotions promotions;
    private final Lookup lookup;

    ChannelController(
            Catalog catalog,
            Labels labels,
            Rollback rollback,
            Promotions promotions,
            Lookup lookup) {
        this.catalog = catalog;
        this.labels = labels;
        this.rollback = rollback;
        this.promotions = promotions;
        this.lookup = lookup;
    }

    /** All channels of an application. */
    @GetMapping
    List<ChannelView> list(@PathVariable String app) {
        Application application = lookup.application(app);
        return catalog.channels(application.id()).stream()
                .map(channel -> view(application, channel))
                .toList();
    }

    /** Makes a channel. */
    @PostMapping
    @Gives(201)
    ResponseEntity<ChannelView> create(
            @PathVariable String app,
            @Takes(Bodies.NewChannel.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Caller caller = ApiRequest.caller(request, fields.reason());
        Channel made =
                catalog.createChannel(
                        application.id(), fields.required("arch"), fields.required("name"), caller);
        return Answers.created(
                caller.dryRun(),
                view(application, made),
                made.revision(),
                "applications",
                application.key(),
                "channels",
                made.arch(),
                made.name());
    }

    /** One channel. */
    @GetMapping("/{arch}/{name}")
    ResponseEntity<ChannelView> get(
            @PathVariable String app, @PathVariable String arch, @PathVariable String name) {
        Application application = lookup.application(app);
        Channel found = lookup.channel(application, arch, name);
        return Answers.shown(view(application, found), found.revision());
    }

    /** Points it: {@code version} names a published package, null points to nothing. */
    @PatchMapping("/{arch}/{name}")
    @Guarded
    ResponseEntity<ChannelView> point(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @Takes(Bodies.ChannelPatch.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel found = lookup.channel(application, arch, name);
        long seen = ApiRequest.seen(request, found.revision());
        Long target =
                fields.has("version")
                        ? fields.optional("version")
                                .map(v -> lookup.packageOf(application, found.arch(), v).id())
                                .orElse(null)
                        : found.packageId();
        Caller caller = ApiRequest.caller(request, fields.reason());
        Channel after = catalog.point(found.id(), target, seen, caller);
        PromotionView forecast =
                caller.dryRun() && target != null
                        ? PromotionView.of(promotions.of(application, after, target))
                        : null;
        return Answers.shown(view(application, after, forecast), after.revision());
    }

    /**
     * Takes back what it points to: withdraws it and goes back to {@code version}, or without one
     * to what it pointed to before, in one step; with {@code offerDowngrade} hosts that run the
     * withdrawn version are sent down.
     */
    @PostMapping("/{arch}/{name}/rollback")
    @Guarded
    ResponseEntity<RollbackView> rollback(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @Takes(Bodies.RollbackTo.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel found = lookup.channel(application, arch, name);
        Rollback.Done done =
                rollback.to(
                        found.id(),
                        fields.optional("version")
                                .map(v -> lookup.packageOf(application, found.arch(), v).id())
                                .orElse(null),
                        fields.flag("offerDowngrade"),
                        ApiRequest.seen(request, found.revision()),
                        ApiRequest.caller(request, fields.reason()));
        return Answers.shown(
                new RollbackView(
                        view(application, done.channel()),
                        PackageView.of(done.withdrawn()),
                        done.begun().stream().map(Rollout::uid).toList()),
                done.channel().revision());
    }

    /** The floors of a channel, which no host passes over. */
    @GetMapping("/{arch}/{name}/floors")
    List<FloorView> floors(
            @PathVariable String app, @PathVariable String arch, @PathVariable String name) {
        Application application = lookup.application(app);
        return catalog.floors(lookup.channel(application, arch, name).id()).stream()
                .map(floor -> view(application, floor))
                .toList();
    }

    /** Makes a package a floor of a channel. */
    @PutMapping("/{arch}/{name}/floors/{version}")
    FloorView setFloor(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @PathVariable String version,
            @Takes(Bodies.Reason.class) Fields fields,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel channel = lookup.channel(application, arch, name);
        return view(
                application,
                catalog.setFloor(
                        channel.id(),
                        lookup.packageOf(application, channel.arch(), version).id(),
                        ApiRequest.caller(request, fields.reason())));
    }

    /** Lets hosts pass over a floor again. */
    @DeleteMapping("/{arch}/{name}/floors/{version}")
    @Gives(204)
    ResponseEntity<Void> removeFloor(
            @PathVariable String app,
            @PathVariable String arch,
            @PathVariable String name,
            @PathVariable String version,
            @RequestParam(required = false) @Nullable String reason,
            HttpServletRequest request) {
        Application application = lookup.application(app);
        Channel channel = lookup.channel(application, arch, name);
        catalog.removeFloor(
                channel.id(),
                lookup.packageOf(application, channel.arch(), version).id(),
                ApiRequest.caller(request, reason));
        return ResponseEntity.noContent().build();
    }

    private ChannelView view(Application application, Channel channel) {
        return view(application, channel, null);
    }

    private ChannelView view(
            Application application, Channel channel, @Nullable PromotionView forecast) {
        return new ChannelView(
                channel.name(),
                channel.arch(),
                labels.version(application, channel.packageId()),
                channel.created(),
                forecast);
    }

    private FloorView view(Application application, Floor floor) {
        String version = labels.version(application, floor.packageId());
        return new FloorView(version == null ? "" : version, floor.reason(), floor.created());
    }
}
