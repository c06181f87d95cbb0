package dev.platte.ctl.simulate;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who holds a slot, as its host sees it: from the answer that offered it until the host says that
 * it gives it back. The server granted it earlier and takes it back later, so that hosts never see
 * more slots than there are, unless there are more.
 */
final class Grants {
    /** A silent host may lose its slot; shortly before that it is not counted any more. */
    private static final double NEARLY = 0.9;

    /**
     * What was moved where: the nearest that hosts come to knowing a rollout.
     *
     * @param track as hosts say it
     */
    record Move(String track, String version) {}

    /** An offer of what was known to be halted before it was asked for. */
    record Late(Move move, String host) {}

    /** Those that are held, the longest first: a grant looks only at those that are over. */
    private static final class Slots {
        private final SequencedMap<String, Long> since = new LinkedHashMap<>();
        private int most;

        synchronized void take(String host, long now, long lease) {
            while (!since.isEmpty() && now - since.firstEntry().getValue() > lease) {
                since.pollFirstEntry();
            }
            since.putLast(host, now);
            most = Math.max(most, since.size());
        }

        synchronized void giveBack(String host) {
            since.remove(host);
        }

        synchronized int most() {
            return most;
        }
    }

    private final Map<Move, Slots> open = new ConcurrentHashMap<>();
    private final Map<String, Long> leaseNanos = new ConcurrentHashMap<>();
    private final Map<Move, Long> haltedAt = new ConcurrentHashMap<>();
    private final List<Late> late = new CopyOnWriteArrayList<>();

    /** How long hosts of a group may be silent, in real time. */
    void lease(String track, Duration lease) {
        leaseNanos.put(track, (long) (lease.toNanos() * NEARLY));
    }

    /**
     * A host has been offered something.
     *
     * @param askedAt when its request left
     */
    void granted(String track, String version, String host, long askedAt) {
        Move move = new Move(track, version);
        Long halted = haltedAt.get(move);
        if (halted != null && askedAt - halted > 0) {
            late.add(new Late(move, host));
        }
        open.computeIfAbsent(move, one -> new Slots())
                .take(host, System.nanoTime(), leaseNanos.getOrDefault(track, Long.MAX_VALUE));
    }

    /** The host is about to say that it needs no slot any more. */
    void released(String track, String version, String host) {
        Slots slots = open.get(new Move(track, version));
        if (slots != null) {
            slots.giveBack(host);
        }
    }

    /** From now on nobody may be offered it. */
    void halted(Move move) {
        haltedAt.putIfAbsent(move, System.nanoTime());
    }

    /** It may be offered again; what came in between is not sure to have been wrong. */
    void resumed(Move move) {
        if (haltedAt.remove(move) != null) {
            late.removeIf(one -> one.move().equals(move));
        }
    }

    /** The most that were seen at once. */
    int most(Move move) {
        Slots slots = open.get(move);
        return slots == null ? 0 : slots.most();
    }

    List<Late> late() {
        return List.copyOf(late);
    }
}
