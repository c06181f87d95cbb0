package dev.platte.omaha.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodesTest {

    @ParameterizedTest
    @CsvSource({
        "268435466, 10, payload hash mismatch (10; private server)",
        "268435490, 34, response invalid (34; private server)",
        "268437959, 2503, HTTP status 503 (2503; private server)",
        "44, 44, fell back to the previous version (44)",
        "-2147483638, 10, payload hash mismatch (10; developer mode)",
        "2147483658, 10, payload hash mismatch (10; developer mode)",
        "1879048202, 10, 'payload hash mismatch (10; resumed, test image, private server)'",
        "77, 77, error 77 (77)",
        "0, 0, success (0)",
        "-1, 268435455, 'error 268435455 (268435455; developer mode, resumed, test image, private"
                + " server)'"
    })
    void errorCodesAreToldInWordsWithTheirFlags(String text, int code, String words) {
        ErrorCode error = ErrorCode.parse(text);

        assertThat(error.code()).isEqualTo(code);
        assertThat(error).hasToString(words);
        assertThat(ErrorCode.of(error.code()).with(error.flags())).isEqualTo(error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1.5", "4294967296", "-2147483649", "99999999999999999999"})
    void whatHasNo32BitsIsNoErrorCode(String text) {
        assertThatExceptionOfType(NumberFormatException.class)
                .isThrownBy(() -> ErrorCode.parse(text));
    }

    @Test
    void everyCodeOfUpdateEngineHasWords() {
        assertThat(IntStream.rangeClosed(0, 44).filter(code -> !ErrorCode.of(code).isKnown()))
                .isEmpty();
        assertThat(ErrorCode.of(100).isKnown()).isTrue();
        assertThat(IntStream.rangeClosed(2000, 2999).filter(c -> !ErrorCode.of(c).isKnown()))
                .isEmpty();
        assertThat(ErrorCode.of(45).isKnown()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"503, 2503", "0, 2000", "999, 2999", "1500, 2999", "-1, 2999", "998, 2998"})
    void httpStatusBecomesAnErrorCode(int status, int code) {
        assertThat(ErrorCode.ofHttpStatus(status).code()).isEqualTo(code);
    }

    @Test
    void httpStatusIsFoundAgainUnderTheFlags() {
        ErrorCode error = ErrorCode.ofHttpStatus(404).with(List.of(ErrorFlag.TEST_OMAHA_URL));

        assertThat(error.httpStatus()).hasValue(404);
        assertThat(ErrorCode.of(2000).httpStatus()).isEmpty();
        assertThat(ErrorCode.of(10).httpStatus()).isEmpty();
    }

    /** update_engine payload_state.cc, PayloadState::UpdateFailed. */
    @Test
    void consequencesAreThoseOfUpdateEngine() {
        assertThat(codes(Consequence.NEXT_URL))
                .containsExactly(
                        10, 11, 12, 17, 18, 21, 22, 23, 24, 25, 26, 27, 28, 29, 32, 33, 38, 39);
        assertThat(codes(Consequence.COUNT_FAILURE)).containsExactly(1, 9, 14, 20, 37);
        assertThat(ErrorCode.ofHttpStatus(503).consequence()).isEqualTo(Consequence.COUNT_FAILURE);
        assertThat(ErrorCode.PAYLOAD_HASH_MISMATCH.with(List.of(ErrorFlag.values())).consequence())
                .isEqualTo(Consequence.NEXT_URL);
    }

    private static List<Integer> codes(Consequence consequence) {
        return IntStream.rangeClosed(0, 100)
                .filter(code -> ErrorCode.of(code).consequence() == consequence)
                .boxed()
                .toList();
    }

    @Test
    void unknownEventsSurvive() {
        assertThat(EventType.of(4711).code()).isEqualTo(4711);
        assertThat(EventType.of(4711).isKnown()).isFalse();
        assertThat(EventType.of(4711)).hasToString("event type 4711");
        assertThat(EventType.UPDATE_DOWNLOAD_STARTED).hasToString("update download started");
        assertThat(EventResult.of(77)).hasToString("event result 77");
        assertThat(EventResult.SUCCESS_REBOOT.isKnown()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "amd64-usr, '', '', amd64",
        "arm64-usr, x64, 1_x86_64, arm64",
        "'', x64, '', amd64",
        "'', arm64, '', arm64",
        "'', aarch64, 1_x86_64, arm64",
        "'', arm, '', arm64",
        "'', '', 3374.2.5_x86_64, amd64",
        "'', '', 3374.2.5_aarch64, arm64",
        "beaglebone, '', 1.0_aarch64, arm64",
        "x86-generic, '', '', x86",
        "'', riscv64, '', riscv64",
        "'', AMD64, '', amd64"
    })
    void architectureIsTakenFromBoardThenArchThenServicePack(
            String board, String arch, String sp, String expected) {
        assertThat(Architecture.ofHost(board, arch, sp)).contains(Architecture.of(expected));
    }

    @ParameterizedTest
    @CsvSource({"'', '', ''", "beaglebone, '', ''", "'', ' ', '1.0_'"})
    void hostThatDoesNotSayHasNoArchitecture(String board, String arch, String sp) {
        assertThat(Architecture.ofHost(board, arch, sp)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}",
                "e96281a6-d1af-4bde-9a0a-97b76e56dc57",
                "E96281A6-D1AF-4BDE-9A0A-97B76E56DC57",
                "{e96281a6-d1af-4bde-9a0a-97b76e56dc57",
                "e96281a6-d1af-4bde-9a0a-97b76e56dc57}",
                " {E96281A6-d1af-4bde-9a0a-97b76e56dc57} "
            })
    void appIdsMeanTheSameWithoutBracesAndCaseAndStayAsTheyWereWritten(String text) {
        AppId appId = new AppId(text);

        assertThat(appId.names(AppId.FLATCAR)).isTrue();
        assertThat(appId.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"{", "}", "{}"})
    void lonelyBracesHaveAKeyToo(String text) {
        assertThat(new AppId(text).key()).isEmpty();
    }

    @Test
    void bootIdsAreComparedWithoutBraces() {
        assertThat(BootId.braced("AB-1\n").text()).isEqualTo("{AB-1}");
        assertThat(BootId.braced("AB-1").isSameBootAs(new BootId("ab-1"))).isTrue();
        assertThat(BootId.braced("AB-1").isSameBootAs(new BootId("ab-2"))).isFalse();
    }
}
