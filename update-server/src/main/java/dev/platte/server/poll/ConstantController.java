package dev.platte.server.poll;

import dev.platte.omaha.xml.OmahaXml;
import dev.platte.server.edge.LimitedBody;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** The floor under every poll: the way in, the body, the way out, and nothing between them. */
@RestController
@ConditionalOnBooleanProperty("platte.bench-endpoint")
final class ConstantController {

    /** As long as the answer to a host that is up to date. */
    private static final byte[] ANSWER =
            "<!-- as long as an answer -->".repeat(14).getBytes(StandardCharsets.UTF_8);

    @PostMapping("/v1/constant")
    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        LimitedBody.read(request, Polls.MOST_BYTES);
        response.setContentType(OmahaXml.CONTENT_TYPE);
        response.setContentLength(ANSWER.length);
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.getOutputStream().write(ANSWER);
    }
}
