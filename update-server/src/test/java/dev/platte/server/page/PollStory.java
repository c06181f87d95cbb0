package dev.platte.server.page;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostEvent;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.rollout.Group;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the hosts of one application said, poll by poll. */
final class PollStory {

    private static final List<String> OEMS = List.of("qemu", "packet", "openstack", "ami");

    private final TestSite site;
    private final long application;
    private final Random random;
    private final Map<String, UpdatePackage> releases;
    private final List<PollRecord> polls = new ArrayList<>();
    private int hosts;

    PollStory(TestSite site, long application, Random random, Map<String, UpdatePackage> releases) {
        this.site = site;
        this.application = application;
        this.random = random;
        this.releases = releases;
    }

    private record Box(String machine, String arch, String alias, String ip, String oem) {}

    /** Hosts that took the update some time ago and ask again. */
    void settled(Group group, String version, int count) {
        for (int i = 0; i < count; i++) {
            Box box = box();
            Instant updated = ago(Duration.ofMinutes(180 + random.nextInt(9000)));
            add(
                    box,
                    updated,
                    group,
                    version,
                    HostState.COMPLETE,
                    null,
                    null,
                    List.of(rebooted("4081.3.2", version)));
            add(box, recently(), group, version, null, null, null, List.of());
        }
    }

    /** Hosts that ask and are told to wait. */
    void waiting(Group group, String version, int count) {
        for (int i = 0; i < count; i++) {
            Box box = box();
            add(box, recently(), group, version, null, null, null, List.of());
        }
    }

    void moving(Group group, String from, String to, HostState state, int count) {
        for (int i = 0; i < count; i++) {
            Box box = box();
            Instant granted = ago(Duration.ofMinutes(20 + random.nextInt(90)));
            add(box, granted, group, from, HostState.GRANTED, to, null, List.of());
            if (state != HostState.GRANTED) {
                add(box, recently(), group, from, state, null, null, List.of(event(13, 1)));
            }
        }
    }

    void hurt(
            Group group, String from, String to, HostState state, @Nullable Long error, int count) {
        for (int i = 0; i < count; i++) {
            Box box = box();
            Instant granted = ago(Duration.ofMinutes(30 + random.nextInt(80)));
            add(box, granted, group, from, HostState.GRANTED, to, null, List.of());
            List<HostEvent> events =
                    error == null ? List.of() : List.of(new HostEvent(3, 0, error, to, from));
            add(box, recently(), group, from, state, null, error, events);
        }
    }

    /** Hosts whose track names no group, or whose version cannot be read. */
    void strangers(String track, String version, int count) {
        for (int i = 0; i < count; i++) {
            Box box = box();
            polls.add(
                    new PollRecord(
                            UUID.randomUUID(),
                            0,
                            recently(),
                            new HostKey(application, box.machine()),
                            null,
                            facts(box, track, version),
                            null,
                            null,
                            null,
                            List.of()));
        }
    }

    /** One host with a bad night: a failed download, a second try, a fall-back, and the way out. */
    void aWholeLife(Group group, String from, String to) {
        Box box =
                new Box(
                        "000c5b7a3f0d4e1f9a2b6c7d8e9f0a1b",
                        "amd64",
                        "db-03.berlin",
                        "10.20.3.14",
                        "qemu");
        Instant began = ago(Duration.ofHours(17));
        add(box, ago(Duration.ofDays(3)), group, from, null, null, null, List.of());
        add(box, began, group, from, HostState.GRANTED, to, null, List.of());
        add(
                box,
                began.plusSeconds(2),
                group,
                from,
                HostState.DOWNLOADING,
                null,
                null,
                List.of(event(13, 1)));
        add(
                box,
                began.plusSeconds(214),
                group,
                from,
                HostState.FAILED,
                null,
                268435466L,
                List.of(new HostEvent(3, 0, 268435466L, to, from)));
        Instant again = began.plus(Duration.ofMinutes(51));
        add(box, again, group, from, HostState.GRANTED, to, null, List.of());
        add(
                box,
                again.plusSeconds(1),
                group,
                from,
                HostState.DOWNLOADING,
                null,
                null,
                List.of(event(13, 1)));
        add(
                box,
                again.plusSeconds(188),
                group,
                from,
                HostState.DOWNLOADED,
                null,
                null,
                List.of(event(14, 1)));
        add(
                box,
                again.plusSeconds(232),
                group,
                from,
                HostState.INSTALLED,
                null,
                null,
                List.of(event(3, 1)));
        Instant back = again.plus(Duration.ofMinutes(9));
        add(
                box,
                back,
                group,
                from,
                HostState.FELL_BACK,
                null,
                44L,
                List.of(new HostEvent(3, 0, 44L, from, to)));
        add(box, recently(), group, from, null, null, null, List.of());
    }

    /** Writes it all, the oldest first. */
    void tell() {
        polls.sort(Comparator.comparing(PollRecord::at));
        Fleet fleet = site.get(Fleet.class);
        Map<HostKey, PollRecord> batch = new LinkedHashMap<>();
        for (PollRecord poll : polls) {
            // A host polls again only after its first poll is written.
            if (batch.containsKey(poll.host())) {
                fleet.recordPolls(batch.values());
                batch.clear();
            }
            batch.put(poll.host(), poll);
        }
        fleet.recordPolls(batch.values());
    }

    private void add(
            Box box,
            Instant at,
            Group group,
            String version,
            @Nullable HostState state,
            @Nullable String offered,
            @Nullable Long error,
            List<HostEvent> events) {
        UpdatePackage release =
                offered == null
                        ? null
                        : releases.get(application + "/" + box.arch() + "/" + offered);
        polls.add(
                new PollRecord(
                        UUID.randomUUID(),
                        0,
                        at,
                        new HostKey(application, box.machine()),
                        group.id(),
                        facts(box, group.track(), version),
                        state,
                        release == null ? null : release.id(),
                        error,
                        events));
    }

    private static HostFacts facts(Box box, String track, String version) {
        return new HostFacts(
                track,
                version,
                box.arch() + "-usr",
                box.arch(),
                UUID.nameUUIDFromBytes(
                                box.machine().getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .toString(),
                box.oem(),
                box.alias().isEmpty() ? null : box.alias(),
                "3602.2.1",
                box.ip());
    }

    private Box box() {
        hosts++;
        String machine = "%016x%016x".formatted(random.nextLong(), random.nextLong());
        return new Box(
                machine,
                random.nextInt(5) == 0 || application == 1 ? "arm64" : "amd64",
                random.nextInt(3) == 0 ? "node-%03d.site-%d".formatted(hosts, hosts % 3 + 1) : "",
                "10.%d.%d.%d".formatted(20 + hosts % 3, hosts / 250, hosts % 250),
                OEMS.get(random.nextInt(OEMS.size())));
    }

    private Instant recently() {
        return ago(Duration.ofSeconds(5 + random.nextInt(2900)));
    }

    private Instant ago(Duration past) {
        return site.clock().instant().minus(past);
    }

    private static HostEvent event(int type, int result) {
        return new HostEvent(type, result, null, null, null);
    }

    private static HostEvent rebooted(String from, String to) {
        return new HostEvent(3, 2, null, to, from);
    }
}
