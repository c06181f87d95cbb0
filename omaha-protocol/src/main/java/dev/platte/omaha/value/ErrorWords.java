package dev.platte.omaha.value;

import java.util.Map;
import java.util.Optional;

/** update_engine's exit codes in words (update_engine action_processor.h). */
final class ErrorWords {

    private static final Map<Integer, String> WORDS =
            Map.ofEntries(
                    Map.entry(0, "success"),
                    Map.entry(1, "unspecified error"),
                    Map.entry(2, "update request failed"),
                    Map.entry(3, "response handler failed"),
                    Map.entry(4, "copying the file system failed"),
                    Map.entry(5, "postinst failed"),
                    Map.entry(6, "setting the bootable flag failed"),
                    Map.entry(7, "target device could not be opened"),
                    Map.entry(8, "kernel device could not be opened"),
                    Map.entry(9, "download transfer failed"),
                    Map.entry(10, "payload hash mismatch"),
                    Map.entry(11, "payload size mismatch"),
                    Map.entry(12, "payload verification failed"),
                    Map.entry(13, "new partition info wrong"),
                    Map.entry(14, "writing failed"),
                    Map.entry(15, "written partition differs"),
                    Map.entry(16, "written kernel differs"),
                    Map.entry(17, "payload is not signed"),
                    Map.entry(18, "payload signature not trusted"),
                    Map.entry(19, "booted from firmware B"),
                    Map.entry(20, "download state could not be set up"),
                    Map.entry(21, "not a payload: wrong magic"),
                    Map.entry(22, "signature missing in manifest"),
                    Map.entry(23, "manifest could not be parsed"),
                    Map.entry(24, "metadata signature error"),
                    Map.entry(25, "metadata signature could not be verified"),
                    Map.entry(26, "metadata signature mismatch"),
                    Map.entry(27, "operation hash could not be verified"),
                    Map.entry(28, "operation failed"),
                    Map.entry(29, "operation hash mismatch"),
                    Map.entry(30, "empty response"),
                    Map.entry(31, "response is not XML"),
                    Map.entry(32, "invalid metadata size"),
                    Map.entry(33, "invalid metadata signature"),
                    Map.entry(34, "response invalid"),
                    Map.entry(35, "ignored by policy"),
                    Map.entry(36, "deferred by policy"),
                    Map.entry(37, "HTTP error"),
                    Map.entry(38, "operation hash missing"),
                    Map.entry(39, "metadata signature missing"),
                    Map.entry(40, "deferred for back-off"),
                    Map.entry(41, "powerwash requested"),
                    Map.entry(42, "PCR policy could not be verified"),
                    Map.entry(43, "PCR policy could not be posted"),
                    Map.entry(44, "fell back to the previous version"),
                    Map.entry(100, "download incomplete"),
                    Map.entry(2000, "no answer to the update request"),
                    Map.entry(2999, "HTTP status out of range"));

    private ErrorWords() {}

    static Optional<String> of(int code) {
        return code > 2000 && code < 2999
                ? Optional.of("HTTP status " + (code - 2000))
                : Optional.ofNullable(WORDS.get(code));
    }
}
