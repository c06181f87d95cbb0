package dev.platte.omaha.xml;

import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Sha256;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The last gate before a response leaves: what any known client would reject is a mistake of ours,
 * and throws. Each rule names the client that insists.
 */
final class StrictIntersection {

    /** Google's client fails the whole response for any other. */
    private static final Set<String> EVENTS =
            Set.of("preinstall", "install", "update", "postinstall");

    private static final Set<String> DATA_NAMES = Set.of("install", "untrusted");

    /**
     * update_engine concatenates, Google's client and ue-rs resolve: only with the slash they
     * agree.
     */
    private static final Pattern CODEBASE = Pattern.compile("https?://[!-~&&[^\"<>?#]]+/");

    private StrictIntersection() {}

    static void check(OmahaResponse response) {
        boolean clock =
                response.dayStart()
                        .filter(day -> day.elapsedDays().isPresent())
                        .filter(day -> day.elapsedSeconds().isPresent())
                        .isPresent();
        require(clock, "Google's client needs daystart with elapsed_days and elapsed_seconds");
        response.apps().forEach(StrictIntersection::check);
    }

    private static void check(AppResponse app) {
        for (AppResponse.DataAnswer data : app.data()) {
            require(
                    DATA_NAMES.contains(data.name()),
                    "Google's client rejects data named \"" + data.name() + "\"");
        }
        app.updateCheck().ifPresent(StrictIntersection::check);
    }

    private static void check(UpdateAnswer answer) {
        Optional<Duration> interval = answer.pollInterval();
        require(
                interval.isEmpty() || isWholePositive(interval.get()),
                "PollInterval is a whole, positive number of seconds");
        switch (answer) {
            case UpdateAnswer.Offer offer -> check(offer);
            case UpdateAnswer.NoUpdate noUpdate -> {}
            case UpdateAnswer.Refusal refusal -> {}
        }
    }

    private static boolean isWholePositive(Duration interval) {
        long seconds = interval.toSeconds();
        return seconds > 0 && seconds <= Integer.MAX_VALUE && interval.getNano() == 0;
    }

    private static void check(UpdateAnswer.Offer offer) {
        for (Codebase codebase : offer.codebases()) {
            require(
                    CODEBASE.matcher(codebase.url()).matches(),
                    "clients join codebase and name alike only if the codebase is an http or https"
                            + " address that ends in / and has no query: "
                            + codebase);
        }
        offer.manifests().forEach(StrictIntersection::check);
    }

    private static void check(Manifest manifest) {
        require(!manifest.version().text().isEmpty(), "a manifest names its version");
        require(
                manifest.payload().sha1().isPresent(),
                "go-omaha checks the SHA-1 of " + manifest.payload().name());
        for (UpdatePackage updatePackage : manifest.packages()) {
            require(
                    updatePackage.sha256().isPresent(),
                    "Google's client verifies the SHA-256 of " + updatePackage.name());
        }
        for (Action action : manifest.actions()) {
            require(
                    EVENTS.contains(action.event()),
                    "Google's client and ue-rs reject action@event \"" + action.event() + "\"");
            require(action.sha256().isPresent(), "ue-rs rejects an action without sha256");
        }
        Optional<Sha256> said =
                manifest.actions().stream()
                        .filter(Action::isPostinstall)
                        .findFirst()
                        .flatMap(Action::sha256);
        require(
                said.isPresent() && said.equals(manifest.payload().sha256()),
                "update_engine needs a postinstall action with the SHA-256 of the first package");
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("this answer must not leave: " + rule);
        }
    }
}
