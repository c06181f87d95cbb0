package dev.platte.client.lock;

import static java.util.Objects.requireNonNull;

import dev.platte.client.etcd.Cluster;
import dev.platte.client.etcd.Etcd2;
import dev.platte.client.etcd.Etcd2.Node;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * locksmith's lock on the keys of etcd 2, so that a fleet can be moved host by host. Unlike
 * locksmith a holder that asks again is told that it holds, also on a full semaphore, and a lost
 * race is run again at once.
 */
public final class LocksmithLock implements RebootLock {
    private static final String PREFIX = "coreos.com/updateengine/rebootlock/";

    private final Cluster cluster;
    private final Etcd2 etcd;
    private final String group;
    private final String key;
    private final Attempts attempts;

    /**
     * Asks nothing yet; takes over the cluster.
     *
     * @param group any name but a dot or two, which would be another key; empty: locksmith's
     *     default
     */
    public LocksmithLock(Cluster cluster, String group, RandomGenerator chance) {
        this.cluster = requireNonNull(cluster);
        this.etcd = new Etcd2(cluster);
        this.group = requireNonNull(group);
        if (group.equals(".") || group.equals("..")) {
            throw new IllegalArgumentException("a lock group cannot be called " + group);
        }
        this.key =
                PREFIX
                        + (group.isEmpty()
                                ? "semaphore"
                                : "groups/" + Escape.inPath(Escape.query(group)) + "/semaphore");
        this.attempts = new Attempts(chance);
    }

    @Override
    public String name() {
        return "etcd (locksmith's keys)" + (group.isEmpty() ? "" : ", group " + group);
    }

    private record Seen(LocksmithSemaphore semaphore, long index) {}

    private Seen read() throws IOException, InterruptedException {
        Optional<Node> found = etcd.get(key);
        if (found.isEmpty()) {
            etcd.create(key, LocksmithSemaphore.FIRST);
            found = etcd.get(key);
        }
        Node node =
                found.orElseThrow(
                        () ->
                                new IOException(
                                        "somebody removes " + key + " as soon as it is there"));
        return new Seen(LocksmithSemaphore.read(node.value()), node.index());
    }

    @Override
    public Reply take(Claim claim) throws IOException, InterruptedException {
        return attempts.untilWon(
                () -> {
                    Seen seen = read();
                    LocksmithSemaphore now = seen.semaphore();
                    if (now.holders().contains(claim.host())) {
                        return Optional.of(new Reply.Held(Optional.empty()));
                    }
                    if (now.available() <= 0) {
                        return Optional.of(Full.of(now.max(), now.holders()));
                    }
                    return etcd.putIfUnchanged(key, seen.index(), now.with(claim.host()).write())
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
                    LocksmithSemaphore now = seen.semaphore();
                    boolean held = now.holders().contains(claim.host());
                    return etcd.putIfUnchanged(key, seen.index(), now.without(claim.host()).write())
                            ? Optional.of(held ? "the slot is free" : "no slot was held")
                            : Optional.empty();
                });
    }

    @Override
    public Board look(Claim claim) throws IOException, InterruptedException {
        LocksmithSemaphore now = read().semaphore();
        List<Holder> holders =
                now.holders().stream().map(host -> new Holder(host, Optional.empty())).toList();
        Board board = Full.board(now.max(), holders);
        // As the key says it: peers go by it.
        return new Board(now.max(), now.available(), holders, Optional.empty(), board.reason());
    }

    @Override
    public long setMax(long max) throws IOException, InterruptedException {
        return attempts.untilWon(
                () -> {
                    Seen seen = read();
                    return etcd.putIfUnchanged(
                                    key, seen.index(), seen.semaphore().withMax(max).write())
                            ? Optional.of(seen.semaphore().max())
                            : Optional.empty();
                });
    }

    @Override
    public void close() {
        cluster.close();
    }
}
