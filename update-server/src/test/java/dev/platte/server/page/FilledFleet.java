package dev.platte.server.page;

import dev.platte.db.catalog.Application;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.Channel;
import dev.platte.db.catalog.NewPackage;
import dev.platte.db.catalog.NewPayload;
import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.Strangers;
import dev.platte.db.fleet.UnknownAsk;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Groups;
import dev.platte.db.rollout.NewGroup;
import dev.platte.db.rollout.Policies;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutCounts;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Tally;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Two applications as they stand in the middle of a working day: a system for servers with three
 * channels on two architectures, of which beta is being moved and stable has laggards, and a small
 * one for gateways that has just begun.
 */
final class FilledFleet {

    private static final Caller ADA = new Caller("ada", null, "weekly release", "req-1");
    private static final Caller LIN = new Caller("lin", null, null, null);

    private final TestSite site;
    private final Catalog catalog;
    private final Packages packages;
    private final Groups groups;
    private final Random random = new Random(7);
    private final Map<String, UpdatePackage> releases = new HashMap<>();

    FilledFleet(TestSite site) {
        this.site = site;
        this.catalog = site.get(Catalog.class);
        this.packages = site.get(Packages.class);
        this.groups = site.get(Groups.class);
    }

    void fill() {
        Runnable gatewaysPoll = gateways();
        servers();
        gatewaysPoll.run();
        remember();
        strangers();
        site.refresh();
    }

    private void servers() {
        Application meadow =
                catalog.createApplication(
                        "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}",
                        "Meadow Linux",
                        "The system of our servers, in three sites and the cloud.",
                        ADA);
        String key = trust(meadow, "release 2025");
        trust(meadow, "release 2026");
        for (String version : List.of("4081.3.2", "4152.2.0", "4186.1.0", "4215.0.0")) {
            release(meadow, "amd64", version, key);
            release(meadow, "arm64", version, key);
            pass(Duration.ofDays(13));
        }
        for (String version : List.of("4152.2.1", "4186.1.1", "4230.0.0")) {
            release(meadow, "amd64", version, key);
            release(meadow, "arm64", version, key);
            pass(Duration.ofDays(4));
        }
        UpdatePackage bad = release(meadow, "amd64", "4152.2.2", key);
        draft(meadow, "amd64", "4244.0.0");
        channels(meadow, List.of("amd64", "arm64"), "alpha", "beta", "stable");
        Group alpha = group(meadow, "alpha", "alpha", "Test machines; may break.");
        Group beta = group(meadow, "beta", "beta", "One host of each kind, in daily use.");
        Group stable = group(meadow, "stable", "stable", "Everything that has customers.");
        Group berlin =
                group(meadow, "stable-berlin", "stable", "The Berlin site, behind its own link.");
        policy(
                beta,
                """
                {"ramp": {"first": 5, "frames": [{"to": 60, "over": "PT2H"},
                  {"to": 100, "over": "PT4H"}]}, "limits": {"atOnce": 60}}
                """);
        policy(
                stable,
                """
                {"ramp": {"first": 1, "frames": [{"to": 100, "over": "P4D"}]},
                 "limits": {"atOnce": 100, "perPeriod": 400, "period": "PT1H"},
                 "windows": {"zone": "Europe/Berlin", "weekly": [
                   {"days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY"], "from": "22:00", "to": "05:00"},
                   {"days": ["SATURDAY"], "from": "08:00", "to": "20:00"}],
                   "closed": [{"first": "2026-12-18", "last": "2027-01-04", "why": "end of the year"}]}}
                """);
        point(meadow, "alpha", "4230.0.0");
        pass(Duration.ofHours(31));
        point(meadow, "stable", "4152.2.1");
        packages.withdraw(
                bad.id(), bad.revision(), ADA.because("network of bond0 does not come up"));
        groups.pause(berlin.id(), berlin.revision(), LIN.because("uplink is down until Thursday"));
        complete(meadow, alpha, stable);
        pass(Duration.ofHours(20));
        point(meadow, "beta", "4186.1.1");
        pass(Duration.ofMinutes(140));

        site.refresh();

        PollStory story = new PollStory(site, meadow.id(), random, releases);
        story.settled(alpha, "4230.0.0", 61);
        story.settled(alpha, "4215.0.0", 5);
        story.settled(beta, "4186.1.1", 148);
        story.waiting(beta, "4186.1.0", 96);
        story.moving(beta, "4186.1.0", "4186.1.1", HostState.GRANTED, 9);
        story.moving(beta, "4186.1.0", "4186.1.1", HostState.DOWNLOADING, 14);
        story.moving(beta, "4186.1.0", "4186.1.1", HostState.DOWNLOADED, 3);
        story.moving(beta, "4186.1.0", "4186.1.1", HostState.INSTALLED, 21);
        story.hurt(beta, "4186.1.0", "4186.1.1", HostState.FAILED, 268435466L, 4);
        story.hurt(beta, "4186.1.0", "4186.1.1", HostState.FAILED, 2503L, 1);
        story.hurt(beta, "4186.1.0", "4186.1.1", HostState.FELL_BACK, 44L, 2);
        story.settled(stable, "4152.2.1", 1604);
        story.waiting(stable, "4152.2.0", 163);
        story.waiting(stable, "4081.3.2", 58);
        story.waiting(stable, "3975.2.2", 7);
        story.waiting(stable, "4152.2.2", 2);
        story.moving(stable, "4152.2.0", "4152.2.1", HostState.INSTALLED, 12);
        story.hurt(stable, "4152.2.0", "4152.2.1", HostState.TIMED_OUT, null, 3);
        story.waiting(berlin, "4152.2.0", 118);
        story.strangers("edge-lisbon", "4152.2.1", 3);
        story.strangers("stable", "ForcedUpdate", 1);
        story.aWholeLife(beta, "4186.1.0", "4186.1.1");
        story.tell();
        count(beta);
    }

    /** Its catalogue is older than the day that its polls tell of. */
    private Runnable gateways() {
        Application gateway =
                catalog.createApplication("gw-7", "Gateway", "The boxes in the wind parks.", LIN);
        String key = trust(gateway, "gateway 2026");
        release(gateway, "arm64", "1.4.0", key);
        pass(Duration.ofHours(5));
        release(gateway, "arm64", "1.5.0-rc.1", key);
        channels(gateway, List.of("arm64"), "pilot", "field");
        Group pilot = group(gateway, "pilot", "pilot", "Park 1.");
        Group field = group(gateway, "field", "field", "All other parks.");
        point(gateway, "pilot", "1.5.0-rc.1");
        point(gateway, "field", "1.4.0");
        complete(gateway, pilot, field);
        return () -> {
            PollStory story = new PollStory(site, gateway.id(), random, releases);
            story.settled(pilot, "1.5.0-rc.1", 6);
            story.settled(field, "1.4.0", 131);
            story.tell();
        };
    }

    /** What these groups were moved to is what they run. */
    private void complete(Application application, Group... finished) {
        Rollouts rollouts = site.get(Rollouts.class);
        for (Group group : finished) {
            rollouts.list(application.id(), group.id(), null, 10)
                    .forEach(
                            rollout ->
                                    rollouts.complete(
                                            rollout.id(),
                                            rollout.revision(),
                                            ADA.because("all hosts in time for the audit")));
        }
    }

    /** As the ledger counts: one rollout goes well, one has crossed its line. */
    private void count(Group group) {
        RolloutCounts counts = site.get(RolloutCounts.class);
        site.get(TransactionTemplate.class)
                .executeWithoutResult(
                        status -> {
                            for (Rollout rollout :
                                    site.get(Rollouts.class)
                                            .list(group.applicationId(), group.id(), null, 2)) {
                                boolean bad = rollout.arch().equals("arm64");
                                counts.write(
                                        List.of(
                                                new RolloutCounts.Count(
                                                        rollout.id(),
                                                        bad
                                                                ? counted(3, 19, 4, 2)
                                                                : counted(28, 129, 1, 1))));
                                if (bad) {
                                    counts.halt(
                                            counts.lock(List.of(), List.of(rollout.id()))
                                                    .getFirst(),
                                            new HaltRule.Crossed(6, 25, 0.24, 0.115, 0.05));
                                }
                            }
                        });
    }

    private static Rollout.Counted counted(long open, long updated, long failed, long fellBack) {
        return new Rollout.Counted(
                new Tally(open, null, 0),
                new Outcomes(updated, failed, 0, fellBack),
                Outcomes.NONE,
                0,
                null);
    }

    private void policy(Group group, String document) {
        site.get(Policies.class)
                .set(group.id(), Policies.parse(JsonMapper.shared().readTree(document)), 0, ADA);
    }

    /** The past of the rollouts that {@link #count} ended: their attempts, and samples of them. */
    private void remember() {
        JdbcClient sql = site.get(JdbcClient.class);
        sql.sql(
                        """
                        update attempt a set rollout_id = r.id from rollout r
                        where r.group_id = a.group_id and r.package_id = a.package_id
                        """)
                .update();
        sql.sql(
                        """
                        insert into rollout_sample (rollout_id, at, open_attempts, updated, failed,
                            timed_out, fell_back)
                        select r.id, at, round(r.open_attempts * part),
                            round(r.updated * part * part), round(r.failed * part), 0,
                            round(r.fell_back * part * part)
                        from rollout r
                        cross join generate_series(1, 27) as step
                        cross join lateral (select step / 28.0 as part,
                            r.created + step * interval '5 minutes' as at) as moment
                        where r.place = 'ROLLING' and r.updated > 0
                        """)
                .update();
        sql.sql(
                        """
                        insert into host_sample (at, application_id, group_id, version, state, hosts)
                        select at, g.application_id, g.id, share.version, 'UNKNOWN', share.hosts
                        from host_group g
                        cross join generate_series(1, 47) as step
                        cross join lateral (select step / 48.0 as part, date_trunc('hour', cast(:now as timestamptz))
                            - (48 - step) * interval '30 minutes' as at) as moment
                        cross join lateral (values ('4152.2.1', round(1604 * part * part)),
                            ('4152.2.0', round(163 + 1604 * (1 - part * part))),
                            ('4081.3.2', round(58 + 20 * (1 - part)))) as share (version, hosts)
                        where g.track = 'stable' and share.hosts > 0
                        """)
                .param("now", site.clock().instant().atOffset(ZoneOffset.UTC))
                .update();
    }

    private void strangers() {
        Strangers strangers = site.get(Strangers.class);
        Instant now = site.clock().instant();
        String other = "{c6388f77-8a1b-4c8e-9a93-0f5b0a6a3b11}";
        strangers.count(
                List.of(
                        new UnknownAsk(
                                "gw-7", "parks", now.minusSeconds(340), "10.21.0.9", "gw7-0031"),
                        new UnknownAsk(other, null, now.minusSeconds(7300), "10.22.1.40", null)));
        strangers.keep(
                new MalformedSample(
                        now.minusSeconds(5200),
                        "10.20.9.77",
                        "text/xml",
                        "a DOCTYPE is not taken (line 2)",
                        "<?xml version=\"1.0\"?>\n<!DOCTYPE r [<!ENTITY a \"b\">]>\n<request/>"
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private void pass(Duration time) {
        site.clock().advance(time);
    }

    private String trust(Application application, String name) {
        VerificationKey key =
                SigningKey.generate(KeyType.P256, new SecureRandom()).verificationKey();
        return catalog.trustKey(application.id(), name, key, ADA).fingerprint();
    }

    private UpdatePackage draft(Application application, String arch, String version) {
        return packages.add(new NewPackage(application.id(), arch, version, "", List.of()), ADA);
    }

    private UpdatePackage release(
            Application application, String arch, String version, String key) {
        UpdatePackage made = draft(application, arch, version);
        UpdatePackage filled =
                packages.attach(
                        made.id(),
                        new NewPayload(
                                null,
                                digits(64),
                                digits(40),
                                328_000_000L + random.nextInt(40_000_000),
                                "meadow-" + version + "-" + arch + ".payload",
                                List.of(key)),
                        made.revision(),
                        ADA);
        UpdatePackage published = packages.publish(filled.id(), filled.revision(), ADA);
        releases.put(application.id() + "/" + arch + "/" + version, published);
        return published;
    }

    private void channels(Application application, List<String> archs, String... names) {
        for (String name : names) {
            archs.forEach(arch -> catalog.createChannel(application.id(), arch, name, ADA));
        }
    }

    /** On every architecture that has the channel. */
    private void point(Application application, String name, String version) {
        for (Channel channel : catalog.channels(application.id())) {
            if (channel.name().equals(name)) {
                UpdatePackage target =
                        releases.get(application.id() + "/" + channel.arch() + "/" + version);
                catalog.point(channel.id(), target.id(), channel.revision(), ADA);
            }
        }
    }

    private Group group(Application application, String track, String channel, String text) {
        return groups.create(new NewGroup(application.id(), track, text, channel, null), ADA);
    }

    private String digits(int count) {
        StringBuilder made = new StringBuilder();
        while (made.length() < count) {
            made.append(Integer.toHexString(random.nextInt(16)));
        }
        return made.toString();
    }
}
