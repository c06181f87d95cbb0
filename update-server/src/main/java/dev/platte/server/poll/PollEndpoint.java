package dev.platte.server.poll;

import dev.platte.db.fleet.MalformedSample;
import dev.platte.omaha.cup.CupChallenge;
import dev.platte.omaha.cup.CupProof;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.xml.OmahaXml;
import dev.platte.omaha.xml.OmahaXmlException;
import dev.platte.server.edge.HostEndpoint;
import dev.platte.server.edge.LimitedBody;
import dev.platte.server.edge.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Where hosts poll. All three addresses answer alike and none redirects: some clients turn a
 * redirected POST into a GET. The content type is not looked at, since clients of the field send
 * several or none.
 */
@Component
final class PollEndpoint implements HostEndpoint {

    private static final Set<String> PATHS =
            Set.of("/v1/update", "/v1/update/", "/service/update2");

    private final Polls polls;
    private final CupKeys cup;
    private final Rejects rejects;
    private final PublicBase base;
    private final InstantSource time;

    PollEndpoint(Polls polls, CupKeys cup, Rejects rejects, PublicBase base, InstantSource time) {
        this.polls = polls;
        this.cup = cup;
        this.rejects = rejects;
        this.base = base;
        this.time = time;
    }

    @Override
    public Set<String> paths() {
        return PATHS;
    }

    @Override
    public void answer(HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        CupRing keys = cup.ring();
        Optional<CupChallenge> challenge = challenge(request, keys);
        byte[] body = LimitedBody.read(request, Polls.MOST_BYTES);
        Asker asker = new Asker(time.instant(), request.getRemoteAddr(), body, base.of(request));
        OmahaRequest asked = decode(request, asker);
        byte[] answer = OmahaXml.encodeResponse(polls.answer(asked, asker));
        challenge
                .flatMap(nonce -> keys.prove(nonce, body, answer))
                .ifPresent(proof -> sign(response, proof));
        response.setContentType(OmahaXml.CONTENT_TYPE);
        response.setContentLength(answer.length);
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.getOutputStream().write(answer);
    }

    /**
     * Looked at before anything is kept: a poll whose answer cannot be proved must not take a slot.
     */
    private static Optional<CupChallenge> challenge(HttpServletRequest request, CupRing keys) {
        Optional<String> asked =
                keys.present()
                        ? Query.value(request.getQueryString(), "cup2key")
                        : Optional.empty();
        if (asked.isEmpty()) {
            return Optional.empty();
        }
        Optional<CupChallenge> challenge = CupChallenge.parse(asked.get());
        if (challenge.isEmpty()) {
            throw ProblemException.of(
                    400, "cup-key-invalid", "cup2key is a decimal key id, a colon and a nonce.");
        }
        if (!keys.knows(challenge.get())) {
            throw ProblemException.of(
                    400,
                    "cup-key-unknown",
                    "This server has no CUP key " + CupRing.name(challenge.get().keyId()) + ".");
        }
        return challenge;
    }

    private OmahaRequest decode(HttpServletRequest request, Asker asker) {
        try {
            return OmahaXml.decodeRequest(asker.body());
        } catch (OmahaXmlException e) {
            String reason = e.fault() + ": " + e.getMessage();
            rejects.keep(
                    new MalformedSample(
                            asker.at(),
                            asker.address(),
                            request.getContentType(),
                            reason,
                            asker.body()));
            throw ProblemException.of(
                    400,
                    "request-malformed",
                    "The body is not an Omaha request: " + e.getMessage() + ".");
        }
    }

    /** In both headers: some clients read only one of them. */
    private static void sign(HttpServletResponse response, CupProof proof) {
        response.setHeader("ETag", proof.etag());
        response.setHeader(CupProof.HEADER, proof.text());
    }
}
