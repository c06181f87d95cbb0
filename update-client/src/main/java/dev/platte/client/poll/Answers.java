package dev.platte.client.poll;

import dev.platte.client.config.Settings;
import dev.platte.client.poll.Answer.Failed;
import dev.platte.client.poll.Answer.NoUpdate;
import dev.platte.client.poll.Answer.NotNow;
import dev.platte.client.poll.Answer.Offered;
import dev.platte.client.poll.Answer.Pace;
import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.xml.OmahaXml;
import dev.platte.omaha.xml.OmahaXmlException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads what a server answered to a check (update_engine omaha_request_action.cc): the first
 * package, the first postinstall action, all urls in order.
 */
final class Answers {
    /** Nebraska's words for "not now"; update_engine reports each as error 34 (nebraska#371). */
    private static final Set<String> NOT_NOW =
            Set.of(
                    "error-maxUpdatesPerPeriodLimitReached",
                    "error-maxConcurrentUpdatesLimitReached",
                    "error-maxTimedOutUpdatesLimitReached",
                    "error-updatesDisabled",
                    "error-updateInProgressOnInstance",
                    "error-noPackageFound");

    private final AppId appId;

    Answers(Settings.Service service) {
        this.appId = new AppId(service.appId());
    }

    /**
     * What was read.
     *
     * @param names whether it is an Omaha answer that names an application: whoever sent it heard
     *     us, also where it acknowledges nothing, as CoreUpdate did
     * @param acknowledged whether it heard the event that the check carried
     */
    record Read(Answer answer, boolean names, boolean acknowledged) {}

    /**
     * Reads an answer.
     *
     * @param said what its headers said
     * @param proven whether it is known to be the server's
     */
    Read read(Pace said, byte[] body, boolean proven) {
        Pace pace = said;
        if (body.length == 0) {
            return failed(pace, ErrorCode.EMPTY_RESPONSE, "the server answered with nothing");
        }
        OmahaResponse response;
        try {
            response = OmahaXml.decodeResponse(body);
        } catch (OmahaXmlException e) {
            ErrorCode code =
                    switch (e.fault()) {
                        case INVALID, TOO_LARGE, LIMIT -> ErrorCode.RESPONSE_INVALID;
                        case ENCODING, MALFORMED, FORBIDDEN -> ErrorCode.RESPONSE_XML_PARSE;
                    };
            return failed(
                    pace, code, "the server's answer is no Omaha response: " + e.getMessage());
        }
        Optional<AppResponse> app = ours(response);
        if (app.isEmpty()) {
            return failed(
                    pace, ErrorCode.RESPONSE_INVALID, "the server's answer names no application");
        }
        boolean heard = app.get().status().isOk() && app.get().acks().events() > 0;
        return new Read(answer(app.get(), pace, proven), true, heard);
    }

    /**
     * update_engine takes the first application, whatever its id; ours goes first if it is named.
     */
    private Optional<AppResponse> ours(OmahaResponse response) {
        return response.apps().stream()
                .filter(app -> app.appId().names(appId))
                .findFirst()
                .or(() -> response.apps().stream().findFirst());
    }

    private Answer answer(AppResponse app, Pace said, boolean proven) {
        Pace pace = new Pace(pollInterval(app), said.httpStatus(), said.leaveAlone());
        String status = app.status().text();
        if (NOT_NOW.contains(status)) {
            return new NotNow(pace, "the server holds updates back (" + status + ")");
        }
        if (app.updateCheck().isEmpty()) {
            return new Failed(
                    pace,
                    new Failure(
                            ErrorCode.RESPONSE_INVALID,
                            "the server did not answer the check (application status %s)"
                                    .formatted(status)));
        }
        return switch (app.updateCheck().get()) {
            // Our server says in words why it holds an update back; others say nothing.
            case UpdateAnswer.NoUpdate(String info, Optional<Duration> _) ->
                    info.isBlank() ? new NoUpdate(pace) : new NotNow(pace, info);
            case UpdateAnswer.Refusal refusal ->
                    new Failed(
                            pace,
                            new Failure(
                                    ErrorCode.RESPONSE_INVALID,
                                    "the server refused the check: %s %s (application status %s)"
                                            .formatted(refusal.status(), refusal.info(), status)));
            case UpdateAnswer.Offer offer -> offered(offer, pace, proven);
        };
    }

    private static Answer offered(UpdateAnswer.Offer offer, Pace pace, boolean proven) {
        Manifest manifest = offer.manifest();
        UpdatePackage payload = manifest.payload();
        Optional<Action> action =
                manifest.actions().stream().filter(Action::isPostinstall).findFirst();
        Optional<Sha256> sha256 = action.flatMap(Action::sha256);
        if (sha256.isEmpty()) {
            return invalid(pace, "no postinstall action with the SHA-256 of the payload");
        }
        if (payload.sha256().isPresent() && !payload.sha256().equals(sha256)) {
            return invalid(pace, "two different SHA-256 for the payload");
        }
        List<URI> urls = new ArrayList<>();
        for (Codebase codebase : offer.codebases()) {
            String url = codebase.urlOf(payload);
            Optional<URI> usable = web(url);
            if (usable.isEmpty()) {
                return invalid(pace, "a payload address that is neither http nor https: " + url);
            }
            urls.add(usable.get());
        }
        return new Offered(
                pace,
                new Offer(
                        manifest.version().text(),
                        urls,
                        payload.size(),
                        sha256.get(),
                        terms(action.get(), offer.rollback() && proven)));
    }

    private static Offer.Terms terms(Action action, boolean rollback) {
        return new Offer.Terms(
                action.deltaPayload(),
                action.maxFailureCountPerUrl().orElse(Offer.Terms.USUAL.maxFailuresPerUrl()),
                !action.disablePayloadBackoff(),
                rollback);
    }

    private static Optional<URI> web(String url) {
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static int pollInterval(AppResponse app) {
        return app.updateCheck()
                .flatMap(UpdateAnswer::pollInterval)
                .map(Duration::toSeconds)
                .filter(seconds -> seconds > 0)
                .map(seconds -> (int) Math.min(seconds, Integer.MAX_VALUE))
                .orElse(0);
    }

    private static Read failed(Pace pace, ErrorCode code, String reason) {
        return new Read(new Failed(pace, new Failure(code, reason)), false, false);
    }

    private static Answer invalid(Pace pace, String what) {
        return new Failed(
                pace, new Failure(ErrorCode.RESPONSE_INVALID, "the server's offer has " + what));
    }
}
