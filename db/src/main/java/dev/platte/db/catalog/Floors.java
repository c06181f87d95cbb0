package dev.platte.db.catalog;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.util.List;
import org.springframework.stereotype.Component;

/** Packages that hosts must pass on their way to what a channel points to. */
@Component
class Floors {

    private final FloorRepository floors;
    private final ChannelRepository channels;
    private final Packages packages;
    private final Changes changes;

    Floors(FloorRepository floors, ChannelRepository channels, Packages packages, Changes changes) {
        this.floors = floors;
        this.channels = channels;
        this.packages = packages;
        this.changes = changes;
    }

    Floor set(long channelId, long packageId, Caller caller) {
        String reason = caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    Channel channel =
                            channels.lock(channelId)
                                    .orElseThrow(() -> Catalog.unknownChannel(channelId))
                                    .view();
                    packages.requireFor(channel, packageId);
                    if (floors.findByChannelIdAndPackageId(channelId, packageId).isPresent()) {
                        throw RefusedException.conflict(
                                "floor-exists", "The package is a floor of this channel already.");
                    }
                    Floor made =
                            floors.saveAndFlush(
                                            new FloorEntity(
                                                    channel, packageId, reason, changes.now()))
                                    .view();
                    changes.audit(caller, "floor.set", "channel/" + channelId, null, made);
                    return made;
                });
    }

    void remove(long channelId, long packageId, Caller caller) {
        changes.change(
                caller,
                () -> {
                    FloorEntity entity =
                            floors.findByChannelIdAndPackageId(channelId, packageId)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.notFound(
                                                            "floor-unknown",
                                                            "The package is no floor of this channel."));
                    Floor before = entity.view();
                    floors.delete(entity);
                    floors.flush();
                    changes.audit(caller, "floor.remove", "channel/" + channelId, before, null);
                    return before;
                });
    }

    List<Floor> list(long channelId) {
        return floors.findByChannelIdOrderById(channelId).stream().map(FloorEntity::view).toList();
    }

    List<Floor> all() {
        return floors.findAllByOrderById().stream().map(FloorEntity::view).toList();
    }
}
