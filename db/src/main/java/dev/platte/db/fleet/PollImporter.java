package dev.platte.db.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Polls that were answered elsewhere become hosts, events and attempts without rollouts. */
final class PollImporter {

    private static final Comparator<HostKey> ORDER =
            Comparator.comparingLong(HostKey::applicationId).thenComparing(HostKey::machineId);

    private static final Duration LEASE = Duration.ofDays(7);

    private final ProgressReader reader;
    private final PollWriter writer;

    PollImporter(ProgressReader reader, PollWriter writer) {
        this.reader = reader;
        this.writer = writer;
    }

    void write(Collection<PollRecord> polls) {
        List<PollRecord> latest = latestOfEachHost(polls);
        Map<HostKey, Progress> known = reader.enrol(latest, Set.of());
        List<HostStep> steps = new ArrayList<>();
        for (PollRecord poll : latest) {
            Progress before = known.get(poll.host());
            boolean fresh = before != null && isNews(before, poll);
            if (before != null && fresh) {
                steps.add(step(before, poll));
            }
        }
        writer.writeHosts(steps);
        writer.writeEvents(polls);
        advanceBegun(steps);
    }

    /** Offered and on its way in one record: the attempt is there now. */
    private void advanceBegun(List<HostStep> steps) {
        Map<HostKey, PollRecord> further = new TreeMap<>(ORDER);
        for (HostStep step : steps) {
            if (step.begun() != null && step.said().state() != HostState.GRANTED) {
                further.put(step.said().host(), step.said());
            }
        }
        List<AttemptStep> moved = new ArrayList<>();
        for (Progress now : reader.progress(further.keySet()).values()) {
            PollRecord poll = further.get(now.host().key());
            AttemptStep step = poll == null ? null : moved(now.open(), poll.state(), poll);
            if (step != null) {
                moved.add(step);
            }
        }
        writer.writeAttempts(moved);
    }

    /** A host that was just made has no boot, no state, and the instant of its first poll. */
    private static boolean isNews(Progress before, PollRecord poll) {
        Host host = before.host();
        boolean made =
                host.firstSeen().equals(host.lastSeen())
                        && host.state() == HostState.UNKNOWN
                        && before.open() == null;
        return made ? !poll.at().isBefore(host.lastSeen()) : poll.at().isAfter(host.lastSeen());
    }

    private static HostStep step(Progress before, PollRecord poll) {
        OpenAttempt open = before.open();
        Long offered = poll.offeredPackageId();
        HostState state = poll.state();
        if (offered != null && (open == null || open.packageId() != offered)) {
            return new HostStep(
                    before,
                    poll,
                    open == null ? null : end(open, HostState.REPLACED, poll),
                    new NewAttempt(
                            before.host().id(),
                            poll.groupId(),
                            null,
                            offered,
                            poll.facts().version(),
                            poll.facts().bootId(),
                            poll.at(),
                            LEASE));
        }
        return new HostStep(before, poll, moved(open, state, poll), null);
    }

    private static @Nullable AttemptStep moved(
            @Nullable OpenAttempt open, @Nullable HostState state, PollRecord poll) {
        return open == null || state == null || state == HostState.UNKNOWN || state == open.state()
                ? null
                : end(open, state, poll);
    }

    private static AttemptStep end(OpenAttempt open, HostState state, PollRecord poll) {
        return new AttemptStep(open.id(), state, poll.at(), LEASE, poll.errorCode(), false, null);
    }

    /** One statement may touch a row once: several polls of a host become one. */
    private static List<PollRecord> latestOfEachHost(Collection<PollRecord> polls) {
        TreeMap<HostKey, PollRecord> latest = new TreeMap<>(ORDER);
        polls.stream()
                .sorted(Comparator.comparing(PollRecord::at))
                .forEach(poll -> latest.merge(poll.host(), poll, PollImporter::merged));
        return List.copyOf(latest.values());
    }

    private static PollRecord merged(PollRecord earlier, PollRecord later) {
        return new PollRecord(
                later.pollId(),
                later.ordinal(),
                later.at(),
                later.host(),
                later.groupId(),
                later.facts().over(earlier.facts()),
                later.state() == null ? earlier.state() : later.state(),
                later.offeredPackageId() == null
                        ? earlier.offeredPackageId()
                        : later.offeredPackageId(),
                later.errorCode() == null ? earlier.errorCode() : later.errorCode(),
                List.of());
    }
}
