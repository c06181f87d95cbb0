package dev.platte.client.backoff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.poll.Offer;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** update_engine's own cases (payload_state_unittest.cc), and what its clock never thought of. */
class TriesTest {
    private static final URI ONE = URI.create("http://one.example/update.gz");
    private static final URI TWO = URI.create("http://two.example/update.gz");
    private static final Offer.Terms THREE_FAILURES = new Offer.Terms(false, 3, true, false);
    private static final Offer OFFER = offer(THREE_FAILURES, ONE, TWO);

    @TempDir private Path directory;
    private Instant now = Instant.parse("2026-11-25T00:00:00Z");

    private static Offer offer(Offer.Terms terms, URI... urls) {
        return new Offer("2.0.0", List.of(urls), 100, Sha256.of(new byte[0]), terms);
    }

    /** As after a restart: nothing but the disk remembers. */
    private Tries tries(Offer offer) throws IOException {
        return Tries.of(offer, new StateDir(directory), () -> now, new Random(4));
    }

    private Tries tries() throws IOException {
        return tries(OFFER);
    }

    private URI next() throws IOException {
        return tries().addresses().getFirst();
    }

    @Test
    void theSignatureIsUpdateEnginesToTheLetter() {
        assertThat(Tries.signature(OFFER))
                .isEqualTo(
                        """
                        NumURLs = 2
                        Url0 = http://one.example/update.gz
                        Url1 = http://two.example/update.gz
                        Payload Size = 100
                        Payload Sha256 Hash = 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=
                        Is Delta Payload = 0
                        Max Failure Count Per Url = 3
                        Disable Payload Backoff = 0
                        """);
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 11, 12, 17, 18, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32, 33, 38, 39})
    void whatSpeaksAgainstTheFileMovesOnAtOnce(int code) throws Exception {
        tries().failed(ONE, ErrorCode.of(code));
        assertThat(next()).isEqualTo(TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 9, 14, 20, 37, 2404})
    void whatSpeaksAgainstTheWayMovesOnAfterThatManyFailures(int code) throws Exception {
        tries().failed(ONE, ErrorCode.of(code));
        tries().failed(ONE, ErrorCode.of(code));
        assertThat(next()).isEqualTo(ONE);
        tries().failed(ONE, ErrorCode.of(code));
        assertThat(next()).isEqualTo(TWO);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5, 7, 15, 16, 19, 30, 31, 34, 35, 36, 40, 43, 44})
    void whatIsNotTheAddresssFaultChangesNothing(int code) throws Exception {
        for (int i = 0; i < 30; i++) {
            tries().failed(ONE, ErrorCode.of(code));
        }
        assertThat(next()).isEqualTo(ONE);
        assertThat(tries().notBefore()).isEmpty();
    }

    @Test
    void anyByteForgivesTheFailuresOfItsAddress() throws Exception {
        tries().failed(ONE, ErrorCode.DOWNLOAD_TRANSFER);
        tries().failed(ONE, ErrorCode.DOWNLOAD_TRANSFER);
        tries().received(TWO);
        tries().received(ONE);
        tries().failed(ONE, ErrorCode.DOWNLOAD_TRANSFER);
        assertThat(next()).isEqualTo(ONE);
    }

    @Test
    void anotherAddressThatStoodInSpeaksForItselfOnly() throws Exception {
        tries().failed(TWO, ErrorCode.PAYLOAD_HASH_MISMATCH);
        assertThat(tries().addresses()).containsExactly(ONE, TWO);
    }

    /** All addresses failed once. */
    private void round() throws IOException {
        tries().failed(ONE, ErrorCode.PAYLOAD_HASH_MISMATCH);
        tries().failed(TWO, ErrorCode.PAYLOAD_HASH_MISMATCH);
    }

    @Test
    void everyRoundDoublesTheBackOffUpToSixteenDays() throws Exception {
        for (int days : List.of(1, 2, 4, 8, 16, 16, 16)) {
            round();
            assertThat(next()).as("the first address again").isEqualTo(ONE);
            Duration wait = Duration.between(now, tries().notBefore().orElseThrow());
            assertThat(wait)
                    .isBetween(
                            Duration.ofDays(days).minusHours(6),
                            Duration.ofDays(days).plusHours(6));
            now = now.plus(wait).plusSeconds(1);
            assertThat(tries().notBefore()).isEmpty();
        }
    }

    @Test
    void aWholeDownloadIsAnAttemptToo() throws Exception {
        tries().completed();
        assertThat(tries().attempts()).isEqualTo(1);
        assertThat(tries().notBefore()).isPresent();
    }

    @Test
    void theServerCanDisableTheBackOff() throws Exception {
        Offer free = offer(new Offer.Terms(false, 3, false, false), ONE);
        tries(free).failed(ONE, ErrorCode.PAYLOAD_HASH_MISMATCH);
        assertThat(tries(free).attempts()).isEqualTo(1);
        assertThat(tries(free).notBefore()).isEmpty();
    }

    @Test
    void deltasAreNotCounted() throws Exception {
        Offer delta = offer(new Offer.Terms(true, 3, true, false), ONE);
        tries(delta).failed(ONE, ErrorCode.PAYLOAD_HASH_MISMATCH);
        tries(delta).completed();
        assertThat(tries(delta).attempts()).isZero();
        assertThat(tries(delta).notBefore()).isEmpty();
    }

    @Test
    void anotherOfferBeginsAnew() throws Exception {
        round();
        assertThat(tries(offer(THREE_FAILURES, ONE)).notBefore()).isEmpty();
        assertThat(tries().notBefore()).as("only what is written replaces it").isPresent();
        tries(offer(THREE_FAILURES, TWO)).failed(TWO, ErrorCode.DOWNLOAD_TRANSFER);
        assertThat(tries().notBefore()).isEmpty();
    }

    @Test
    void noClockMakesTheBackOffLongerThanItIs() throws Exception {
        round();
        Duration length = Duration.between(now, tries().notBefore().orElseThrow());
        now = now.minus(Duration.ofDays(9000));
        assertThat(Duration.between(now, tries().notBefore().orElseThrow())).isEqualTo(length);
        now = now.plus(Duration.ofDays(18_000));
        assertThat(tries().notBefore()).isEmpty();
    }

    @Test
    void damagedMemoryIsNone() throws Exception {
        round();
        Files.writeString(directory.resolve("tries"), "platte-state 1\nattempts=5\n");
        assertThat(tries().notBefore()).isEmpty();
        assertThat(tries().attempts()).isZero();
    }

    @Test
    void aDirectoryThatCannotBeWrittenCostsTheMemoryOnly() throws Exception {
        Tries tries = tries();
        Files.createDirectories(directory.resolve("tries.new/in-the-way"));
        tries.failed(ONE, ErrorCode.PAYLOAD_HASH_MISMATCH);
        assertThat(tries.addresses().getFirst()).isEqualTo(TWO);
        assertThat(next()).isEqualTo(ONE);
    }
}
