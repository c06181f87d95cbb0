package dev.platte.omaha.xml;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.AppStatus;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.DayStart;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.Cohort;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Golden files of what leaves the server, and what must not leave it. */
class ResponseEncodingTest {

    private static final byte[] CONTENT = "testing\n".getBytes(US_ASCII);
    private static final Sha256 SHA256 = Sha256.of(CONTENT);
    private static final UpdatePackage PAYLOAD =
            UpdatePackage.payload("update.gz", 8, Sha1.of(CONTENT), SHA256);
    private static final Version VERSION = Version.of("1240.0.0");
    private static final Codebase MIRROR = Codebase.of("https://dl.example.test/1240.0.0");
    private static final DayStart NOON =
            DayStart.at(ZonedDateTime.of(2025, 11, 27, 12, 0, 0, 0, ZoneOffset.UTC));
    private static final AppResponse.Acks ALL = new AppResponse.Acks(true, 1);

    @Test
    void offerIsTheGoldenFile() throws Exception {
        assertGolden(
                "golden-offer.xml",
                answer(
                        UpdateAnswer.offer(
                                List.of(MIRROR, Codebase.of("http://mirror.example.test/")),
                                Manifest.of(VERSION, PAYLOAD),
                                Optional.empty())));
    }

    @Test
    void noUpdateIsTheGoldenFile() throws Exception {
        assertGolden(
                "golden-noupdate.xml",
                answer(UpdateAnswer.noUpdate(Optional.of(Duration.ofHours(1)))));
    }

    @Test
    void refusalsAndAcksAreTheGoldenFile() throws Exception {
        assertGolden(
                "golden-others.xml",
                OmahaResponse.of(
                        "platte",
                        NOON,
                        List.of(
                                AppResponse.heard(new AppId("{A}"), new AppResponse.Acks(false, 2)),
                                AppResponse.unserved(
                                        new AppId("a\"<&>b"), AppStatus.UNKNOWN_APPLICATION),
                                new AppResponse(
                                        new AppId("c"),
                                        AppStatus.OK,
                                        AppResponse.Acks.NONE,
                                        Optional.of(
                                                new UpdateAnswer.Refusal(
                                                        UpdateAnswer.Refusal.HASH,
                                                        "no hash",
                                                        Optional.empty())),
                                        List.of(
                                                new AppResponse.DataAnswer(
                                                        "install", "1", "ok", "<x>")),
                                        new Cohort(
                                                Optional.of("1:2:"),
                                                Optional.of(""),
                                                Optional.of("stable"))))));
    }

    @Test
    void floorsAreTheGoldenFile() throws Exception {
        Manifest floor = withWaypoint(new Manifest.Waypoint(true, "needs a new bootloader", false));
        Manifest target = withWaypoint(new Manifest.Waypoint(false, "", true));

        assertGolden(
                "golden-floors.xml",
                answer(
                        new UpdateAnswer.Offer(
                                List.of(MIRROR), List.of(floor, target), Optional.empty(), false)));
    }

    @Test
    void theWayBackIsMarkedAndReadBack() throws Exception {
        UpdateAnswer.Offer back =
                UpdateAnswer.offer(List.of(MIRROR), Manifest.of(VERSION, PAYLOAD), Optional.empty())
                        .asRollback();

        byte[] xml = OmahaXml.encodeResponse(answer(back));

        assertThat(new String(xml, UTF_8))
                .contains("<updatecheck status=\"ok\" _rollback=\"true\">");
        assertThat(OmahaXml.decodeResponse(xml).apps().getFirst().updateCheck()).contains(back);
    }

    @Test
    void clockCountsFromTheFirstDayOf2007() {
        assertThat(NOON.elapsedDays()).hasValue(6905);
        assertThat(NOON.elapsedSeconds()).hasValue(43200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://h/a",
                "ftp://h/a/",
                "h/a/",
                "https://h/a?x=/",
                "https://h/a#/",
                "https://h/a b/",
                "https://h/\"/",
                "https:///",
                "https://h/ä/"
            })
    void codebaseThatClientsJoinDifferentlyMustNotLeave(String url) {
        assertRefused(
                new UpdateAnswer.Offer(
                        List.of(MIRROR, new Codebase(url)),
                        List.of(Manifest.of(VERSION, PAYLOAD)),
                        Optional.empty(),
                        false),
                "ends in /");
    }

    static List<Manifest> manifestsThatSomeClientRejects() {
        UpdatePackage noSha1 =
                new UpdatePackage("f", 8, true, Optional.empty(), Optional.of(SHA256));
        UpdatePackage noSha256 = new UpdatePackage("f", 8, true, PAYLOAD.sha1(), Optional.empty());
        Action right = Action.postinstall(SHA256);
        return List.of(
                manifest(noSha1, List.of(right)),
                manifest(noSha256, List.of(right)),
                manifest(PAYLOAD, List.of()),
                manifest(PAYLOAD, List.of(Action.postinstall(Sha256.of(new byte[1])))),
                manifest(PAYLOAD, List.of(action("install"))),
                manifest(PAYLOAD, List.of(right, action("later"))),
                manifest(
                        PAYLOAD,
                        List.of(
                                right,
                                new Action(
                                        "install",
                                        Optional.empty(),
                                        true,
                                        false,
                                        OptionalInt.empty(),
                                        Map.of()))),
                new Manifest(
                        Version.of(""), List.of(PAYLOAD), List.of(right), Manifest.Waypoint.NONE));
    }

    @ParameterizedTest
    @MethodSource("manifestsThatSomeClientRejects")
    void manifestThatSomeClientRejectsMustNotLeave(Manifest manifest) {
        assertRefused(
                UpdateAnswer.offer(List.of(MIRROR), manifest, Optional.empty()), "must not leave");
    }

    @Test
    void clockMustNotBeForgotten() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                OmahaXml.encodeResponse(
                                        new OmahaResponse("s", Optional.empty(), List.of())))
                .withMessageContaining("daystart");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                OmahaXml.encodeResponse(
                                        OmahaResponse.of(
                                                "s",
                                                new DayStart(
                                                        OptionalInt.of(0), OptionalInt.empty()),
                                                List.of())))
                .withMessageContaining("elapsed_days");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT0.5S", "P99999D"})
    void pollIntervalIsAWholeNumberOfSeconds(String interval) {
        assertRefused(UpdateAnswer.noUpdate(Optional.of(Duration.parse(interval))), "PollInterval");
    }

    private static Action action(String event) {
        return new Action(event, Optional.of(SHA256), true, false, OptionalInt.empty(), Map.of());
    }

    private static Manifest manifest(UpdatePackage payload, List<Action> actions) {
        return new Manifest(VERSION, List.of(payload), actions, Manifest.Waypoint.NONE);
    }

    private static Manifest withWaypoint(Manifest.Waypoint waypoint) {
        return new Manifest(
                VERSION, List.of(PAYLOAD), List.of(Action.postinstall(SHA256)), waypoint);
    }

    private static OmahaResponse answer(UpdateAnswer answer) {
        return OmahaResponse.of(
                "platte", NOON, List.of(AppResponse.of(AppId.FLATCAR, ALL, answer)));
    }

    private static void assertGolden(String file, OmahaResponse response) throws Exception {
        byte[] bytes = OmahaXml.encodeResponse(response);

        assertThat(new String(bytes, UTF_8) + "\n")
                .isEqualTo(new String(Vectors.file(file), UTF_8));
        assertThat(OmahaXml.decodeResponse(bytes)).isEqualTo(response);
    }

    private static void assertRefused(UpdateAnswer answer, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OmahaXml.encodeResponse(answer(answer)))
                .withMessageContaining(rule);
    }
}
