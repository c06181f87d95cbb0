package dev.platte.payload.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever comes as header and manifest is read or refused. In the normal run Jazzer replays the
 * inputs beside this class; with {@code JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
class ManifestFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void aManifestIsReadOrRefused(byte[] bytes) {
        try {
            PayloadMetadata metadata = PayloadMetadata.of(bytes);
            assertThat(metadata.payloadSize()).isNotNegative();
            assertThat(metadata.manifest().operations()).doesNotContainNull();
        } catch (PayloadException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
