package dev.platte.db.snapshot;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.CatalogContents;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.Floor;
import dev.platte.db.catalog.Names;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Pin;
import dev.platte.db.rollout.Place;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutContents;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One application with all that belongs to it. */
public final class ApplicationSnapshot {

    private record Pointer(String arch, String name) {}

    private record Spot(long groupId, String arch, @Nullable Place place) {}

    private final Application application;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Group> groupsByUid = new HashMap<>();
    private final Map<Pointer, Channel> channels = new LinkedHashMap<>();
    private final Map<Long, UpdatePackage> packages = new LinkedHashMap<>();
    private final Map<Long, List<Floor>> floors = new HashMap<>();
    private final Map<Long, GroupPolicy> policies = new HashMap<>();
    private final Map<Spot, Rollout> rollouts = new HashMap<>();
    private final Map<String, Pin> pins = new HashMap<>();

    private ApplicationSnapshot(Application application) {
        this.application = application;
    }

    static ApplicationSnapshot of(
            Application application, CatalogContents contents, RolloutContents rollouts) {
        ApplicationSnapshot made = new ApplicationSnapshot(application);
        for (Group group : rollouts.groups()) {
            if (group.applicationId() == application.id()) {
                made.groups.put(group.track(), group);
                made.groupsByUid.put(group.uid().toString(), group);
                made.policies.put(
                        group.id(),
                        rollouts.policies().getOrDefault(group.id(), GroupPolicy.USUAL));
            }
        }
        for (Rollout rollout : rollouts.rollouts()) {
            if (rollout.applicationId() == application.id()) {
                made.rollouts.put(
                        new Spot(rollout.groupId(), rollout.arch(), rollout.place()), rollout);
            }
        }
        for (Pin pin : rollouts.pins()) {
            if (pin.applicationId() == application.id()) {
                made.pins.put(pin.machineId(), pin);
            }
        }
        for (UpdatePackage found : contents.packages()) {
            if (found.applicationId() == application.id()) {
                made.packages.put(found.id(), found);
            }
        }
        Map<Long, List<Floor>> floorsByChannel = new HashMap<>();
        for (Floor floor : contents.floors()) {
            floorsByChannel.merge(
                    floor.channelId(),
                    List.of(floor),
                    (some, more) -> Stream.concat(some.stream(), more.stream()).toList());
        }
        for (Channel channel : contents.channels()) {
            if (channel.applicationId() == application.id()) {
                made.channels.put(new Pointer(channel.arch(), channel.name()), channel);
                made.floors.put(
                        channel.id(), floorsByChannel.getOrDefault(channel.id(), List.of()));
            }
        }
        return made;
    }

    public Application application() {
        return application;
    }

    /** The group that a host's track names: by its name exactly, else by its id in any case. */
    public Optional<Group> group(String track) {
        Group byName = groups.get(track);
        if (byName != null) {
            return Optional.of(byName);
        }
        String bare = track.strip().toLowerCase(Locale.ROOT);
        if (bare.startsWith("{") && bare.endsWith("}")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return Optional.ofNullable(groupsByUid.get(bare));
    }

    public Collection<Group> groups() {
        return List.copyOf(groups.values());
    }

    /** How the hosts of one of its groups are moved. */
    public GroupPolicy policy(Group group) {
        return policies.getOrDefault(group.id(), GroupPolicy.USUAL);
    }

    /** What is rolling or stable for a group on this architecture, given in any known name. */
    public Optional<Rollout> rollout(Group group, String arch, Place place) {
        return Optional.ofNullable(rollouts.get(new Spot(group.id(), Names.arch(arch), place)));
    }

    /** What operators decided for this host alone; it may have ended since the snapshot. */
    public Optional<Pin> pin(String machineId) {
        return Optional.ofNullable(pins.get(machineId));
    }

    /** The channel that a group follows on this architecture, given in any known name. */
    public Optional<Channel> channel(Group group, String arch) {
        return Optional.ofNullable(channels.get(new Pointer(Names.arch(arch), group.channel())));
    }

    public Collection<Channel> channels() {
        return List.copyOf(channels.values());
    }

    /** What the channel points to, withdrawn or not; see {@link UpdatePackage#offerable}. */
    public Optional<UpdatePackage> target(Channel channel) {
        return channel.packageId() == null ? Optional.empty() : findPackage(channel.packageId());
    }

    public Optional<UpdatePackage> findPackage(long id) {
        return Optional.ofNullable(packages.get(id));
    }

    public Collection<UpdatePackage> packages() {
        return List.copyOf(packages.values());
    }

    /**
     * The packages that hosts of the channel must pass, in no particular order, with the reasons.
     */
    public List<Floor> floors(Channel channel) {
        return floors.getOrDefault(channel.id(), List.of());
    }
}
