package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.Host;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Os;
import dev.platte.omaha.request.Updater;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class OmahaXmlPropertyTest {

    @Property
    void requestsSurviveTheWire(@ForAll("requests") OmahaRequest request) throws Exception {
        byte[] bytes = OmahaXml.encodeRequest(request);

        assertThat(OmahaXml.decodeRequest(bytes)).isEqualTo(request);
        for (byte octet : bytes) {
            assertThat(octet == '\n' || octet >= ' ' && octet < 0x7F).isTrue();
        }
    }

    @Property
    void anyBytesAreAMessageOrTheOneException(@ForAll @Size(max = 300) byte[] body) {
        Bodies.readOrRefuseRequest(body);
        Bodies.readOrRefuseResponse(body);
    }

    @Property
    void anyTextInsideARequestIsAMessageOrTheOneException(@ForAll String text) {
        Bodies.readOrRefuseRequest(Bodies.app(text).getBytes(UTF_8));
        Bodies.readOrRefuseResponse(Bodies.answer(text).getBytes(UTF_8));
    }

    /** Real messages with bytes flipped, cut out, doubled, and scraps of XML put in between. */
    @Property(tries = 3000)
    void mutatedMessagesAreMessagesOrTheOneException(@ForAll long seed) {
        byte[] body = Mutations.of(seed);
        Bodies.readOrRefuseRequest(body);
        Bodies.readOrRefuseResponse(body);
    }

    /** A refused message must not leave anything behind in what is lent to the next caller. */
    @Test
    void manyThreadsReadGoodAndBadMessagesSideBySide() throws Exception {
        byte[] good = Vectors.body("update-check");
        byte[] bad = Arrays.copyOf(good, good.length - 30);
        OmahaRequest expected = OmahaXml.decodeRequest(good);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> results =
                    IntStream.range(0, 500)
                            .mapToObj(
                                    i ->
                                            threads.submit(
                                                    () -> {
                                                        boolean refused =
                                                                !Bodies.readOrRefuseRequest(bad);
                                                        return refused
                                                                && OmahaXml.decodeRequest(good)
                                                                        .equals(expected)
                                                                && Arrays.equals(
                                                                        OmahaXml.encodeRequest(
                                                                                expected),
                                                                        good);
                                                    }))
                            .toList();
            for (Future<Boolean> result : results) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    @Provide
    Arbitrary<OmahaRequest> requests() {
        Arbitrary<String> text =
                Arbitraries.strings().ofMaxLength(20).filter(OmahaXmlPropertyTest::isSayable);
        Arbitrary<Event> events =
                Arbitraries.oneOf(
                        text.map(said -> Event.rebooted(Version.of(said))),
                        Arbitraries.integers().map(raw -> Event.failed(ErrorCode.of(raw))),
                        Arbitraries.just(Event.downloadStarted()));
        Arbitrary<Asks> asks =
                Arbitraries.oneOf(
                        events.map(Asks::updateCheck),
                        events.map(Asks::eventOnly),
                        Arbitraries.just(Asks.pingOnly()));
        Arbitrary<Host> hosts =
                Combinators.combine(text, text, text)
                        .as(
                                (id, alias, board) ->
                                        new Host(
                                                said(id).map(MachineId::new),
                                                alias,
                                                Optional.empty(),
                                                new Host.Oem(alias, id),
                                                said(board).map(Version::of),
                                                new Host.Hardware(board, "")));
        Arbitrary<AppRequest> apps =
                Combinators.combine(text, text, hosts, asks)
                        .as(
                                (id, version, host, said) ->
                                        AppRequest.of(
                                                new AppId("a" + id),
                                                Version.of(version),
                                                new Track("t" + id),
                                                host,
                                                said));
        return Combinators.combine(text, apps)
                .as(
                        (said, app) ->
                                OmahaRequest.of(
                                        Updater.of(said),
                                        new InstallSource(said),
                                        Os.coreOs(said, "x86_64"),
                                        app));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(some -> !some.isBlank());
    }

    /** Without what XML cannot say: that one becomes the replacement character. */
    private static boolean isSayable(String text) {
        return text.codePoints()
                .allMatch(
                        c ->
                                c == 9
                                        || c == 10
                                        || c == 13
                                        || c >= 32 && c < 0xD800
                                        || c > 0xDFFF && c < 0xFFFE
                                        || c > 0xFFFF);
    }
}
