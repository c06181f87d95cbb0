package dev.platte.client.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.agent.TestInbox;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Time is that of the inbox: it passes when somebody waits. */
class RateLimitTest {
    private static final Duration BURST = Duration.ofMillis(100);
    private final TestInbox time = new TestInbox();

    /** So many bytes, let through at that moment. */
    private record Grant(Duration at, long bytes) {}

    @Property(tries = 300)
    void noStretchOfTimeGetsMoreThanItsShareAndABurst(
            @ForAll @LongRange(min = 1, max = 5_000_000_000L) long rate,
            @ForAll @Size(min = 1, max = 30)
                    List<@IntRange(min = 1, max = 4_000_000) Integer> pieces,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(max = 3_000) Integer> gaps)
            throws InterruptedException {
        TestInbox inbox = new TestInbox();
        RateLimit limit = RateLimit.of(rate, inbox);
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            inbox.of(Duration.ofMillis(gaps.get(i % gaps.size())));
            limit.take(pieces.get(i));
            grants.add(new Grant(inbox.elapsed(), pieces.get(i)));
        }
        for (int from = 0; from < grants.size(); from++) {
            long bytes = 0;
            for (Grant grant : grants.subList(from, grants.size())) {
                bytes += grant.bytes();
                Duration stretch = grant.at().minus(grants.get(from).at()).plus(BURST);
                // A grant is waited for before it goes: the first of a stretch is paid before it.
                double most = rate * (stretch.toNanos() / 1e9) + grants.get(from).bytes() + 1;
                assertThat((double) bytes).isLessThanOrEqualTo(most);
            }
        }
    }

    @Test
    void notOneByteIsLostInALongTransfer() throws Exception {
        RateLimit limit = RateLimit.of(7919, time);
        long bytes = 0;
        for (int i = 0; i < 100_000; i++) {
            limit.take(997);
            bytes += 997;
        }
        Duration ideal = Duration.ofNanos(bytes * 1_000_000_000 / 7919).minus(BURST);
        assertThat(time.elapsed().minus(ideal).abs()).isLessThan(Duration.ofNanos(2));
    }

    @Test
    void whatWasNotUsedIsNotSavedUp() throws Exception {
        RateLimit limit = RateLimit.of(1000, time);
        time.of(Duration.ofHours(1));
        limit.take(100);
        assertThat(time.elapsed()).isEqualTo(Duration.ofHours(1));
        limit.take(1000);
        assertThat(time.elapsed()).isEqualTo(Duration.ofHours(1).plusSeconds(1));
    }

    @Test
    void withoutALimitNothingWaits() throws Exception {
        RateLimit limit = RateLimit.of(0, time);
        limit.take(1L << 40);
        assertThat(time.elapsed()).isZero();
        assertThat(limit.piece(65536)).isEqualTo(65536);
    }

    @Test
    void theEndIsNotWaitedFor() {
        RateLimit limit = RateLimit.of(1000, time);
        time.end();
        assertThatThrownBy(() -> limit.take(1)).isInstanceOf(InterruptedException.class);
        assertThatThrownBy(() -> RateLimit.of(0, time).take(1))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void streamComesAtTheRateInSmallPieces() throws Exception {
        byte[] content = new byte[50_000];
        InputStream in =
                new LimitedStream(new ByteArrayInputStream(content), RateLimit.of(10_000, time));
        assertThat(in.read(new byte[20_000])).isEqualTo(1000);
        assertThat(in.readAllBytes()).hasSize(49_000);
        assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(5).minus(BURST));
    }

    @Test
    void streamThatIsToEndSaysSo() {
        InputStream in =
                new LimitedStream(new ByteArrayInputStream(new byte[10]), RateLimit.of(1000, time));
        time.end();
        assertThatThrownBy(in::read).isInstanceOf(InterruptedIOException.class);
    }
}
