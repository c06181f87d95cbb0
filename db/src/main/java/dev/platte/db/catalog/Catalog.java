package dev.platte.db.catalog;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.keys.verify.VerificationKey;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/**
 * Applications, the keys they trust, their channels and floors. Every changing verb writes its
 * audit row in its own transaction, and the servers hear of the change when it commits.
 */
@Service
public final class Catalog {

    private final ApplicationRepository applications;
    private final TrustedKeys keys;
    private final ChannelRepository channels;
    private final Floors floors;
    private final Packages packages;
    private final Changes changes;
    private final ApplicationEventPublisher events;
    private final CatalogNews news;
    private final ChannelHistory history;

    Catalog(
            ApplicationRepository applications,
            TrustedKeys keys,
            ChannelRepository channels,
            Floors floors,
            Packages packages,
            Changes changes,
            ApplicationEventPublisher events,
            CatalogNews news,
            ChannelHistory history) {
        this.applications = applications;
        this.keys = keys;
        this.channels = channels;
        this.floors = floors;
        this.packages = packages;
        this.changes = changes;
        this.events = events;
        this.news = news;
        this.history = history;
    }

    // ------------------------------------------------------------ applications

    /**
     * Makes an application.
     *
     * @param appid 1 to 256 characters, kept byte for byte
     * @throws RefusedException {@code application-exists}, {@code text-invalid}
     */
    public Application createApplication(
            String appid, String name, String description, Caller caller) {
        if (!appid.equals(Names.text("An appid", appid, 1, 256))) {
            throw RefusedException.invalid(
                    "text-invalid",
                    "An appid has no blanks at its ends: hosts would not send them.");
        }
        String label = Names.text("A name", name, 1, 100);
        String text = Names.text("A description", description, 0, 2000);
        return changes.change(
                caller,
                () -> {
                    if (applications.findByAppidKey(AppIds.key(appid)).isPresent()
                            || applications.existsByName(label)) {
                        throw RefusedException.conflict(
                                "application-exists",
                                "There is an application with the appid "
                                        + appid
                                        + " or the name "
                                        + label
                                        + " already.");
                    }
                    Application made =
                            applications
                                    .saveAndFlush(
                                            new ApplicationEntity(
                                                    appid, label, text, changes.now()))
                                    .view();
                    changes.audit(
                            caller, "application.create", "application/" + made.id(), null, made);
                    return made;
                });
    }

    /** All applications in the order they were made. */
    public List<Application> applications() {
        return applications.findAllByOrderById().stream().map(ApplicationEntity::view).toList();
    }

    /** The application with this appid, in any of the forms that mean the same. */
    public Optional<Application> application(String appid) {
        return applications.findByAppidKey(AppIds.key(appid)).map(ApplicationEntity::view);
    }

    public Optional<Application> application(long id) {
        return applications.findById(id).map(ApplicationEntity::view);
    }

    // ------------------------------------------------------------ keys

    /**
     * Trusts a key for payloads of an application. A revoked key can be trusted again.
     *
     * @throws RefusedException {@code application-unknown}, {@code key-trusted-already}
     */
    public TrustedKey trustKey(
            long applicationId, String name, VerificationKey key, Caller caller) {
        return keys.trust(applicationId, name, key, caller);
    }

    /** The keys of an application, the revoked ones too. */
    public List<TrustedKey> keys(long applicationId) {
        return keys.list(applicationId);
    }

    /**
     * Stops trusting a key for new uploads; what was published stays.
     *
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code key-unknown}, {@code key-revoked}, {@code changed-meanwhile},
     *     {@code reason-required}
     */
    public TrustedKey revokeKey(long applicationId, String fingerprint, long seen, Caller caller) {
        return keys.revoke(applicationId, fingerprint, seen, caller);
    }

    // ------------------------------------------------------------ channels

    /**
     * Makes a channel that points to nothing yet.
     *
     * @throws RefusedException {@code application-unknown}, {@code channel-exists}, {@code
     *     arch-invalid}, {@code channel-name-invalid}
     */
    public Channel createChannel(long applicationId, String arch, String name, Caller caller) {
        String checkedArch = Names.checkedArch(arch);
        String checkedName = Names.checkedChannel(name);
        return changes.change(
                caller,
                () -> {
                    requireApplication(applicationId);
                    if (channel(applicationId, checkedArch, checkedName).isPresent()) {
                        throw RefusedException.conflict(
                                "channel-exists",
                                "There is a channel "
                                        + checkedName
                                        + " for "
                                        + checkedArch
                                        + " already.");
                    }
                    Channel made =
                            channels.saveAndFlush(
                                            new ChannelEntity(
                                                    applicationId,
                                                    checkedArch,
                                                    checkedName,
                                                    changes.now()))
                                    .view();
                    changes.audit(caller, "channel.create", "channel/" + made.id(), null, made);
                    return made;
                });
    }

    /** The channels of an application by name and architecture. */
    public List<Channel> channels(long applicationId) {
        return channels.findByApplicationIdOrderByNameAscArchAsc(applicationId).stream()
                .map(ChannelEntity::view)
                .toList();
    }

    /** One channel; the architecture in any known name. */
    public Optional<Channel> channel(long applicationId, String arch, String name) {
        return channels.findByApplicationIdAndArchAndName(applicationId, Names.arch(arch), name)
                .map(ChannelEntity::view);
    }

    public Optional<Channel> channel(long id) {
        return channels.findById(id).map(ChannelEntity::view);
    }

    /**
     * Points a channel to a published package of its application and architecture; for each group
     * that follows it a rollout begins, in the same transaction.
     *
     * @param packageId the new target; absent: to nothing
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code channel-unknown}, {@code package-unknown}, {@code
     *     package-not-published}, {@code package-of-another}, {@code changed-meanwhile}
     */
    public Channel point(long channelId, @Nullable Long packageId, long seen, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    ChannelEntity entity =
                            channels.lock(channelId).orElseThrow(() -> unknownChannel(channelId));
                    Channel before = entity.view();
                    Changes.expect("The channel " + before.name(), seen, before.revision());
                    if (packageId != null) {
                        packages.requireFor(before, packageId);
                    }
                    events.publishEvent(new ChannelMoving(before, packageId, caller));
                    entity.pointTo(packageId);
                    Channel after = channels.saveAndFlush(entity).view();
                    changes.audit(caller, "channel.point", "channel/" + after.id(), before, after);
                    history.note(after, changes.now(), caller);
                    news.channelMoved(before, after, caller);
                    events.publishEvent(new ChannelMoved(before, after, caller));
                    return after;
                });
    }

    // ------------------------------------------------------------ floors

    /**
     * Makes a published package a floor of a channel; the reason is kept with it.
     *
     * @throws RefusedException as {@link #point}, {@code floor-exists}, {@code reason-required}
     */
    public Floor setFloor(long channelId, long packageId, Caller caller) {
        return floors.set(channelId, packageId, caller);
    }

    /**
     * Lets hosts skip it again.
     *
     * @throws RefusedException {@code floor-unknown}
     */
    public void removeFloor(long channelId, long packageId, Caller caller) {
        floors.remove(channelId, packageId, caller);
    }

    public List<Floor> floors(long channelId) {
        return floors.list(channelId);
    }

    // ------------------------------------------------------------ whole

    /** Everything that answers polls; five statements, inside the caller's transaction if any. */
    public CatalogContents contents() {
        return changes.read(
                () ->
                        new CatalogContents(
                                applications(),
                                packages.all(),
                                channels.findAllByOrderById().stream()
                                        .map(ChannelEntity::view)
                                        .toList(),
                                floors.all()));
    }

    private void requireApplication(long id) {
        if (!applications.existsById(id)) {
            throw RefusedException.notFound(
                    "application-unknown", "There is no application " + id + ".");
        }
    }

    static RefusedException unknownChannel(long id) {
        return RefusedException.notFound("channel-unknown", "There is no channel " + id + ".");
    }
}
