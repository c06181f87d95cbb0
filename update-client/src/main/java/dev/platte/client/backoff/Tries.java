package dev.platte.client.backoff;

import dev.platte.client.poll.Offer;
import dev.platte.client.state.Fields;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * What became of the tries of one offer, over restarts (update_engine payload_state.cc): which
 * address is next, how often it failed, and how long to wait after all of them did.
 *
 * <p>An offer is the same as long as its addresses, size, hash and terms are; another one begins
 * anew. A disk that cannot be written costs the memory of it over the next restart, and nothing
 * else.
 */
public final class Tries {
    private static final Logger LOG = System.getLogger(Tries.class.getName());
    private static final String RECORD = "tries";

    private static final int LONGEST_DAYS = 16;
    private static final int FUZZ_MINUTES = 12 * 60;

    private final StateDir state;
    private final InstantSource clock;
    private final RandomGenerator chance;
    private final Offer offer;

    private long attempts;
    private int index;
    private long failures;
    private Optional<Wait> wait = Optional.empty();

    /** A back-off: when it began by the clock, and how long it is. */
    private record Wait(Instant since, Duration length) {
        /**
         * When it is over. A clock that went back behind its beginning tells nothing: then it is
         * taken to begin now, so that no clock makes it longer than it is.
         */
        Instant over(Instant now) {
            return (since.isAfter(now) ? now : since).plus(length);
        }
    }

    private Tries(StateDir state, InstantSource clock, RandomGenerator chance, Offer offer) {
        this.state = state;
        this.clock = clock;
        this.chance = chance;
        this.offer = offer;
    }

    /**
     * What is known of that offer.
     *
     * @throws IOException the state directory cannot be read
     */
    public static Tries of(Offer offer, StateDir state, InstantSource clock, RandomGenerator chance)
            throws IOException {
        Tries tries = new Tries(state, clock, chance, offer);
        Optional<Fields> saved = state.read(RECORD);
        if (saved.flatMap(fields -> fields.text("offer")).equals(Optional.of(tries.name()))) {
            tries.read(saved.get());
        }
        return tries;
    }

    /** Forgets everything: a person repaired what was broken. */
    public static void forget(StateDir state) throws IOException {
        state.remove(RECORD);
    }

    private void read(Fields fields) {
        attempts = Math.max(0, fields.number("attempts").orElse(0L));
        failures = Math.max(0, fields.number("failures").orElse(0L));
        long at = fields.number("address").orElse(0L);
        index = at >= 0 && at < offer.urls().size() ? (int) at : 0;
        Optional<Long> seconds = fields.number("wait").filter(s -> s > 0 && s <= longest());
        wait =
                fields.instant("since")
                        .flatMap(since -> seconds.map(s -> new Wait(since, Duration.ofSeconds(s))));
    }

    private static long longest() {
        return Duration.ofDays(LONGEST_DAYS).plusMinutes(FUZZ_MINUTES).toSeconds();
    }

    /** When the offer may be tried again; empty: now. */
    public Optional<Instant> notBefore() {
        Instant now = clock.instant();
        return wait.filter(_ -> offer.terms().backOff())
                .map(w -> w.over(now))
                .filter(over -> !over.isBefore(now));
    }

    /** All tries of this offer that came to nothing, one for each round through its addresses. */
    public long attempts() {
        return attempts;
    }

    /** The addresses in the order of this attempt: the one that is next, then the others. */
    public List<URI> addresses() {
        List<URI> urls = offer.urls();
        return Stream.concat(
                        urls.subList(index, urls.size()).stream(), urls.subList(0, index).stream())
                .toList();
    }

    /** Bytes came from that address: its failures are forgiven. */
    public void received(URI from) {
        if (failures > 0 && isNext(from)) {
            failures = 0;
            write();
        }
    }

    /**
     * A download from that address ended. What speaks against the file moves on to the next
     * address; what speaks against the way to it does after so many times.
     */
    public void failed(URI from, ErrorCode code) {
        if (!isNext(from)) {
            // Tried only because the one that is next failed for now.
            return;
        }
        switch (code.consequence()) {
            case NEXT_URL -> advance();
            case COUNT_FAILURE -> {
                failures++;
                if (failures >= offer.terms().maxFailuresPerUrl()) {
                    advance();
                }
            }
            case NONE -> {}
        }
        write();
    }

    /**
     * The whole payload arrived and is signed. That is an attempt, too: should what follows fail,
     * then not at once again.
     */
    public void completed() {
        count();
        write();
    }

    private boolean isNext(URI from) {
        return offer.urls().get(index).equals(from);
    }

    private void advance() {
        failures = 0;
        index++;
        if (index == offer.urls().size()) {
            index = 0;
            count();
        }
    }

    /** Deltas are not counted: after them the full payload is to come. */
    private void count() {
        if (offer.terms().delta()) {
            return;
        }
        attempts++;
        long days = Math.min(1L << Math.min(attempts - 1, 10), LONGEST_DAYS);
        Duration length =
                Duration.ofDays(days)
                        .plusMinutes(chance.nextInt(FUZZ_MINUTES + 1) - FUZZ_MINUTES / 2);
        wait = Optional.of(new Wait(clock.instant(), length));
    }

    private void write() {
        Fields fields =
                new Fields()
                        .with("offer", name())
                        .with("attempts", attempts)
                        .with("address", index)
                        .with("failures", failures);
        wait.ifPresent(w -> fields.with("since", w.since()).with("wait", w.length().toSeconds()));
        try {
            state.write(RECORD, fields);
        } catch (IOException e) {
            LOG.log(
                    Level.WARNING,
                    "how often the download failed is kept in memory only: {0}",
                    e.getMessage());
        }
    }

    /** The hash of update_engine's response signature. */
    private String name() {
        return Sha256.of(signature(offer).getBytes(StandardCharsets.UTF_8)).hex();
    }

    /** What update_engine keys its counters on, word for word (payload_state.cc). */
    static String signature(Offer offer) {
        StringBuilder text = new StringBuilder("NumURLs = %d\n".formatted(offer.urls().size()));
        for (int i = 0; i < offer.urls().size(); i++) {
            text.append("Url%d = %s\n".formatted(i, offer.urls().get(i)));
        }
        Offer.Terms terms = offer.terms();
        return text.append("Payload Size = %d\n".formatted(offer.size()))
                .append("Payload Sha256 Hash = %s\n".formatted(offer.sha256().base64()))
                .append("Is Delta Payload = %d\n".formatted(terms.delta() ? 1 : 0))
                .append("Max Failure Count Per Url = %d\n".formatted(terms.maxFailuresPerUrl()))
                .append("Disable Payload Backoff = %d\n".formatted(terms.backOff() ? 0 : 1))
                .toString();
    }
}
