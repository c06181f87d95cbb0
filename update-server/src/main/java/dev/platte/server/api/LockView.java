package dev.platte.server.api;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockEvent;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSlot;
import dev.platte.db.lock.WaitingHost;
import dev.platte.policy.lock.Occupancy;
import dev.platte.policy.lock.WaitReason;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Lock groups as they are shown. */
final class LockView {

    private LockView() {}

    /**
     * A lock group and how it stands now.
     *
     * @param rules the whole document
     * @param haltedSince since when more failed than it may bear
     * @param reason why the next host would not get a slot now; absent: it would
     */
    @Schema(name = "LockGroup")
    record Group(
            String name,
            String description,
            @Schema(implementation = LockBodies.LockRulesPart.class) JsonNode rules,
            String access,
            List<Cover> covers,
            @Nullable String frozenReason,
            @Nullable Instant haltedSince,
            int limit,
            int taken,
            int overdue,
            int failures,
            long waiting,
            @Nullable Why reason,
            Instant created) {}

    /** An update group whose hosts a lock group covers. */
    @Schema(name = "LockCover")
    record Cover(String application, String group) {}

    /** The one reason, for programs and for people. */
    @Schema(name = "LockReason")
    record Why(String kind, String sentence) {

        static @Nullable Why of(@Nullable WaitReason reason) {
            return reason == null ? null : new Why(reason.kind(), reason.sentence());
        }
    }

    /** A slot that is taken. */
    @Schema(name = "LockSlot")
    record Slot(
            String host,
            @Nullable String hostname,
            LockSlot.State state,
            @Nullable String bootId,
            @Nullable String fromVersion,
            @Nullable String toVersion,
            @Nullable String stage,
            Instant since,
            Instant until,
            Instant lastWord,
            @Nullable String takenBy) {

        static Slot of(LockSlot slot, Map<String, String> hostnames) {
            return new Slot(
                    slot.host(),
                    hostnames.get(slot.host()),
                    slot.state(),
                    slot.bootId(),
                    slot.fromVersion(),
                    slot.toVersion(),
                    slot.stage(),
                    slot.since(),
                    slot.until(),
                    slot.lastWord(),
                    slot.takenBy());
        }
    }

    /** A host that waits. */
    @Schema(name = "LockWaiting")
    record Waiting(
            String host,
            long position,
            @Nullable String hostname,
            @Nullable String version,
            @Nullable String toVersion,
            int rank,
            Instant since,
            Instant lastAsked,
            @Nullable Why reason) {

        static Waiting of(WaitingHost host) {
            String kind = host.kind();
            String reason = host.reason();
            return new Waiting(
                    host.host(),
                    host.position(),
                    host.hostname(),
                    host.version(),
                    host.toVersion(),
                    host.rank(),
                    host.since(),
                    host.lastAsked(),
                    kind == null || reason == null ? null : new Why(kind, reason));
        }
    }

    /** A host of a lock group. */
    @Schema(name = "LockHost")
    record Host(
            String host,
            @Nullable String machineId,
            @Nullable String hostname,
            @Nullable String version,
            @Nullable String bootId,
            Instant firstSeen,
            Instant lastSeen,
            @Nullable Slot slot,
            @Nullable Waiting waiting) {

        static Host of(LockBook.HostView host) {
            String name = host.hostname();
            Map<String, String> names = name == null ? Map.of() : Map.of(host.host(), name);
            return new Host(
                    host.host(),
                    host.machineId(),
                    name,
                    host.version(),
                    host.bootId(),
                    host.firstSeen(),
                    host.lastSeen(),
                    host.slot() == null ? null : Slot.of(host.slot(), names),
                    host.waiting() == null ? null : Waiting.of(host.waiting()));
        }
    }

    /**
     * Something that happened.
     *
     * @param held how long the slot had been held, in ISO 8601
     */
    @Schema(name = "LockEvent")
    record Event(
            long id,
            Instant at,
            LockEvent.What what,
            @Nullable String host,
            String who,
            @Nullable String version,
            @Nullable String held,
            @Nullable String reason) {

        static Event of(LockEvent event) {
            Duration held = event.held();
            return new Event(
                    event.id(),
                    event.at(),
                    event.what(),
                    event.host(),
                    event.who(),
                    event.version(),
                    held == null ? null : held.toString(),
                    event.reason());
        }
    }

    static Group group(LockBook.Standing standing, List<Cover> covers) {
        LockGroup group = standing.group();
        Occupancy now = standing.occupancy();
        return new Group(
                group.name(),
                group.description(),
                LockGroups.document(group.rules()),
                group.access().name(),
                covers,
                group.frozenReason(),
                group.spentSince(),
                standing.limit(),
                now.taken(),
                now.overdue(),
                now.failures(),
                standing.waiting(),
                Why.of(standing.reason()),
                group.created());
    }
}
