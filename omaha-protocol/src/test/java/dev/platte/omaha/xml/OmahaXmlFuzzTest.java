package dev.platte.omaha.xml;

import com.code_intelligence.jazzer.junit.FuzzTest;

/**
 * Whatever comes is a message or the one exception. In the normal run Jazzer replays the inputs
 * beside this class; with {@code JAZZER_FUZZ=1} in the environment it looks for new ones.
 */
class OmahaXmlFuzzTest {

    @FuzzTest(maxDuration = "2m")
    void requestIsReadOrRefused(byte[] body) {
        Bodies.readOrRefuseRequest(body);
    }

    @FuzzTest(maxDuration = "2m")
    void responseIsReadOrRefused(byte[] body) {
        Bodies.readOrRefuseResponse(body);
    }
}
