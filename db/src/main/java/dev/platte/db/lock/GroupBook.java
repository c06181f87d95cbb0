package dev.platte.db.lock;

import dev.platte.db.lock.LockAnswer.Outcome;
import dev.platte.db.lock.LockEvent.What;
import dev.platte.omaha.value.BootId;
import dev.platte.policy.lock.Occupancy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One lock group while its row is locked: its slots as they are taken and given back, and what has
 * to be written of it in the end. Nothing here touches the database.
 */
final class GroupBook {

    /**
     * A change that goes into the timeline and the audit trail.
     *
     * @param reason for the audit trail, such as who came back from what
     */
    record Entry(
            What what,
            @Nullable String host,
            String who,
            @Nullable LockSlot before,
            @Nullable LockSlot after,
            @Nullable String version,
            @Nullable String reason) {}

    private static final int MOST_SHOWN = 10;

    private final LockGroup group;
    private final Instant now;
    private final long hosts;
    private final Map<String, LockSlot> slots = new LinkedHashMap<>();
    private final Set<String> touched = new HashSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private int failures;

    /**
     * @param hosts of the group, for limits in percent
     */
    GroupBook(LockGroup group, List<LockSlot> slots, long hosts, Instant now) {
        this.group = group;
        this.now = now;
        this.hosts = hosts;
        this.failures = group.failures();
        slots.forEach(slot -> this.slots.put(slot.host(), slot));
        age();
    }

    LockGroup group() {
        return group;
    }

    /** What time alone does: settled slots are free, silent hosts are overdue. */
    private void age() {
        for (LockSlot slot : List.copyOf(slots.values())) {
            boolean over = !slot.until().isAfter(now);
            switch (slot.state()) {
                case SETTLING -> {
                    if (over) {
                        remove(slot);
                    }
                }
                case HELD -> {
                    if (over) {
                        put(slot.overdue());
                        enter(
                                What.OVERDUE,
                                slot,
                                slot.overdue(),
                                "not heard of since " + slot.lastWord());
                    }
                }
                case OVERDUE -> {}
            }
        }
    }

    Occupancy occupancy() {
        int overdue =
                Math.toIntExact(
                        slots.values().stream()
                                .filter(slot -> slot.state() == LockSlot.State.OVERDUE)
                                .count());
        return new Occupancy(hosts, slots.size(), overdue, failures, group.frozenReason());
    }

    /** The slot of a host that may be down. */
    Optional<LockSlot> held(String host) {
        return Optional.ofNullable(slots.get(host)).filter(LockSlot::mayBeDown);
    }

    /** The slot of a host, a settling one too: its own slot need not settle for itself. */
    Optional<LockSlot> slot(String host) {
        return Optional.ofNullable(slots.get(host));
    }

    List<LockSlot> all() {
        return List.copyOf(slots.values());
    }

    /** Who holds slots, the oldest first. */
    List<LockSlot> holders() {
        return slots.values().stream()
                .filter(LockSlot::mayBeDown)
                .sorted(Comparator.comparing(LockSlot::since).thenComparing(LockSlot::host))
                .limit(MOST_SHOWN)
                .toList();
    }

    /** Gives a host a slot. */
    void grant(LockAsk ask, @Nullable String takenBy, @Nullable String why) {
        LockAsk.Said said = ask.said();
        LockSlot before = slots.get(ask.host());
        LockSlot granted =
                new LockSlot(
                        group.id(),
                        ask.host(),
                        LockSlot.State.HELD,
                        said.bootId(),
                        said.from(),
                        said.to(),
                        said.stage(),
                        now,
                        due(),
                        now,
                        takenBy);
        put(granted);
        if (takenBy == null) {
            enter(What.GRANTED, before, granted, null);
        } else {
            entries.add(
                    new Entry(What.TAKEN, ask.host(), takenBy, before, granted, said.to(), why));
        }
    }

    /**
     * A holder still needs its slot, and has as long again. What was overdue is heard of; what has
     * booted since goes down from another boot.
     */
    void renew(LockSlot before, LockAsk.Said said) {
        LockSlot after = before.renewed(said, now, due());
        put(after);
        if (before.state() == LockSlot.State.OVERDUE) {
            enter(What.RENEWED, before, after, "heard of again");
        } else if (rebooted(before, said)) {
            enter(What.RENEWED, before, after, "has booted, and needs another reboot");
        }
    }

    /** A host says that it is up. */
    Outcome steady(LockSlot before, LockAsk.Said said) {
        if (before.takenBy() != null && !rebooted(before, said)) {
            return Outcome.KEPT;
        }
        if (said.bootId() != null && before.bootId() != null && !rebooted(before, said)) {
            // It has not been down: it gives back what it did not use, and nothing has to settle.
            remove(before);
            enter(What.GAVE_BACK, before, null, null);
            return Outcome.GAVE_BACK;
        }
        if (Boolean.FALSE.equals(said.healthy())) {
            put(before.heard("not well", now));
            return Outcome.NOT_WELL;
        }
        boolean fellBack =
                said.version() != null
                        && said.version().equals(before.fromVersion())
                        && before.toVersion() != null
                        && !before.toVersion().equals(before.fromVersion());
        rest(before);
        if (fellBack) {
            failures++;
            enter(
                    What.FELL_BACK,
                    before,
                    slots.get(before.host()),
                    "runs " + said.version() + " again instead of " + before.toVersion());
            return Outcome.FELL_BACK;
        }
        String runs = said.version() == null ? before.toVersion() : said.version();
        LockSlot after = slots.get(before.host());
        entries.add(
                new Entry(
                        What.BACK,
                        before.host(),
                        "host/" + before.host(),
                        before,
                        after,
                        runs,
                        null));
        return Outcome.BACK;
    }

    /** Takes a slot from a host that did not come back; counts as a failure. */
    void reclaim(LockSlot before, String why) {
        remove(before);
        failures++;
        enter(What.RECLAIMED, before, null, why);
    }

    /** A person takes a slot away. */
    void free(LockSlot before, String who, @Nullable String why) {
        remove(before);
        entries.add(
                new Entry(What.FREED, before.host(), who, before, null, before.toVersion(), why));
    }

    /** Something that happened to the whole group. */
    void groupEntry(What what, String who, @Nullable String why) {
        entries.add(new Entry(what, null, who, null, null, null, why));
    }

    private void rest(LockSlot before) {
        Duration settle = group.rules().settle();
        if (settle.isZero()) {
            remove(before);
        } else {
            put(before.settling(now, now.plus(settle)));
        }
    }

    private Instant due() {
        return now.plus(group.rules().hold());
    }

    private static boolean rebooted(LockSlot before, LockAsk.Said said) {
        return said.bootId() != null
                && before.bootId() != null
                && !new BootId(before.bootId()).isSameBootAs(new BootId(said.bootId()));
    }

    private void put(LockSlot slot) {
        slots.put(slot.host(), slot);
        touched.add(slot.host());
    }

    private void remove(LockSlot slot) {
        slots.remove(slot.host());
        touched.add(slot.host());
    }

    /** By the host itself, or by a rule where the host said nothing. */
    private void enter(
            What what, @Nullable LockSlot before, @Nullable LockSlot after, @Nullable String why) {
        LockSlot either = before == null ? Objects.requireNonNull(after) : before;
        boolean rule = what == What.OVERDUE || what == What.RECLAIMED;
        entries.add(
                new Entry(
                        what,
                        either.host(),
                        rule ? "system" : "host/" + either.host(),
                        before,
                        after,
                        either.toVersion(),
                        why));
    }

    // What is to be written.

    Instant now() {
        return now;
    }

    int failures() {
        return failures;
    }

    List<Entry> entries() {
        return List.copyOf(entries);
    }

    /** Slots to be written, and hosts whose slots are gone. */
    Map<Boolean, List<String>> touched() {
        return touched.stream().sorted().collect(Collectors.partitioningBy(slots::containsKey));
    }

    /** Since when the failure budget is spent. */
    @Nullable Instant spentSince() {
        if (!occupancy().isSpent(group.rules())) {
            return null;
        }
        return group.spentSince() == null ? now : group.spentSince();
    }
}
