package dev.platte.client.lock;

import static java.util.Objects.requireNonNull;

import dev.platte.client.etcd.Cluster;
import dev.platte.client.etcd.Etcd3;
import dev.platte.client.etcd.Etcd3.Value;
import dev.platte.client.etcd.Etcd3.Write;
import dev.platte.client.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The lock on etcd 3, with the keys and values of airlock, so that hosts that ask airlock and hosts
 * that ask etcd share a group. What airlock does not know lies in keys beside its own, and goes
 * with the slot.
 *
 * <p>Where airlock compares the key's version we compare the revision: a key that was removed and
 * made anew has the same version again.
 */
public final class AirlockLock implements RebootLock {
    private static final String PREFIX = "com.coreos.airlock/groups/";
    private static final long FIRST_SLOTS = 1;

    private final Cluster cluster;
    private final Etcd3 etcd;
    private final String group;
    private final String key;
    private final String notes;
    private final InstantSource clock;
    private final Attempts attempts;

    /**
     * Asks nothing yet; takes over the cluster.
     *
     * @param group letters, digits, dots and dashes, as airlock's groups are named
     */
    public AirlockLock(Cluster cluster, String group, InstantSource clock, RandomGenerator chance) {
        this.cluster = requireNonNull(cluster);
        this.etcd = new Etcd3(cluster);
        this.group = requireNonNull(group);
        this.key = PREFIX + Escape.query(group) + "/v1/semaphore";
        this.notes = PREFIX + Escape.query(group) + "/v1/platte/holders/";
        this.clock = requireNonNull(clock);
        this.attempts = new Attempts(chance);
    }

    @Override
    public String name() {
        return "etcd, group " + group;
    }

    private record Seen(AirlockSemaphore semaphore, long revision) {}

    private Seen read() throws IOException, InterruptedException {
        Value found = etcd.get(key);
        if (!found.exists()) {
            AirlockSemaphore first = new AirlockSemaphore(FIRST_SLOTS, List.of());
            etcd.putIfUnchanged(key, 0, List.of(new Write(key, Optional.of(first.write()))));
            found = etcd.get(key);
        }
        if (!found.exists()) {
            throw new IOException("somebody removes " + key + " as soon as it is there");
        }
        return new Seen(AirlockSemaphore.read(found.text()), found.revision());
    }

    @Override
    public Reply take(Claim claim) throws IOException, InterruptedException {
        return attempts.untilWon(
                () -> {
                    Seen seen = read();
                    AirlockSemaphore now = seen.semaphore();
                    if (now.holders().contains(claim.host())) {
                        return Optional.of(new Reply.Held(Optional.empty()));
                    }
                    if (now.isFull()) {
                        return Optional.of(Full.of(now.slots(), now.holders()));
                    }
                    List<Write> writes =
                            List.of(
                                    new Write(key, Optional.of(now.with(claim.host()).write())),
                                    new Write(noteOf(claim.host()), Optional.of(note(claim))));
                    return etcd.putIfUnchanged(key, seen.revision(), writes)
                            ? Optional.of(new Reply.Held(Optional.empty()))
                            : Optional.empty();
                });
    }

    /** Writes in any case: a write of ours that is still on its way finds the key changed. */
    @Override
    public String giveBack(Claim claim) throws IOException, InterruptedException {
        return attempts.untilWon(
                () -> {
                    Seen seen = read();
                    AirlockSemaphore now = seen.semaphore();
                    boolean held = now.holders().contains(claim.host());
                    List<Write> writes =
                            List.of(
                                    new Write(key, Optional.of(now.without(claim.host()).write())),
                                    new Write(noteOf(claim.host()), Optional.empty()));
                    return etcd.putIfUnchanged(key, seen.revision(), writes)
                            ? Optional.of(held ? "the slot is free" : "no slot was held")
                            : Optional.empty();
                });
    }

    @Override
    public Board look(Claim claim) throws IOException, InterruptedException {
        AirlockSemaphore now = read().semaphore();
        Map<String, Instant> since = since();
        List<Holder> holders = new ArrayList<>();
        for (String host : now.holders()) {
            holders.add(new Holder(host, Optional.ofNullable(since.get(host))));
        }
        return Full.board(now.slots(), holders);
    }

    private Map<String, Instant> since() throws IOException, InterruptedException {
        Map<String, Instant> since = new HashMap<>();
        for (Map.Entry<String, String> note : etcd.below(notes).entrySet()) {
            Json said = Json.read(note.getValue().getBytes(StandardCharsets.UTF_8));
            try {
                said.at("since")
                        .text()
                        .map(Instant::parse)
                        .ifPresent(
                                at ->
                                        said.at("host")
                                                .text()
                                                .ifPresent(host -> since.put(host, at)));
            } catch (DateTimeException e) {
                // Somebody else's note; the slot counts all the same.
                continue;
            }
        }
        return since;
    }

    @Override
    public long setMax(long max) throws IOException, InterruptedException {
        return attempts.untilWon(
                () -> {
                    Seen seen = read();
                    AirlockSemaphore after = new AirlockSemaphore(max, seen.semaphore().holders());
                    return etcd.putIfUnchanged(
                                    key,
                                    seen.revision(),
                                    List.of(new Write(key, Optional.of(after.write()))))
                            ? Optional.of(seen.semaphore().slots())
                            : Optional.empty();
                });
    }

    private String noteOf(String host) {
        return notes + Escape.query(host);
    }

    private String note(Claim claim) {
        Map<String, String> note = new LinkedHashMap<>();
        note.put("host", claim.host());
        note.put("since", clock.instant().toString());
        note.put("boot_id", claim.moment().bootId());
        note.put("hostname", claim.moment().hostname());
        note.put("from", claim.moment().from());
        note.put("to", claim.moment().to());
        return Json.write(note);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
