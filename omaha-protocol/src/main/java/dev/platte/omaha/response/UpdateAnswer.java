package dev.platte.omaha.response;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The answer to "is there an update for me?" (Omaha v3, section updatecheck of the response). */
public sealed interface UpdateAnswer {

    /**
     * When to ask again ({@code PollInterval}, update_engine's extension; whole seconds). A client
     * keeps its own bounds: update_engine 45 minutes to 4 hours.
     */
    Optional<Duration> pollInterval();

    /** No, or not now: a policy that holds a host back answers this and never a refusal. */
    static NoUpdate noUpdate(Optional<Duration> pollInterval) {
        return new NoUpdate("", pollInterval);
    }

    /** As {@link #noUpdate(Optional)}, with a word on why. */
    static NoUpdate noUpdate(String info, Optional<Duration> pollInterval) {
        return new NoUpdate(info, pollInterval);
    }

    /** Yes. */
    static Offer offer(List<Codebase> mirrors, Manifest manifest, Optional<Duration> pollInterval) {
        return new Offer(mirrors, List.of(manifest), pollInterval, false);
    }

    /**
     * An update, and where to get it.
     *
     * @param codebases where the packages lie: mirrors, best first; at least one
     * @param manifests one for a host; a downstream server may get several, floors first
     * @param rollback the version is older than the host's, and that is meant ({@code _rollback},
     *     as ChromeOS's server says it); a client believes it only with a proof
     */
    record Offer(
            List<Codebase> codebases,
            List<Manifest> manifests,
            Optional<Duration> pollInterval,
            boolean rollback)
            implements UpdateAnswer {
        public Offer {
            codebases = List.copyOf(codebases);
            manifests = List.copyOf(manifests);
            if (codebases.isEmpty() || manifests.isEmpty()) {
                throw new IllegalArgumentException("an offer has a url and a manifest");
            }
        }

        /** The same, meant as the way back to an older version. */
        public Offer asRollback() {
            return new Offer(codebases, manifests, pollInterval, true);
        }

        /** The manifest that a host looks at: the first. */
        public Manifest manifest() {
            return manifests.getFirst();
        }
    }

    /**
     * Nothing for this host now.
     *
     * @param info free text for people; empty if none. No known client minds it
     */
    record NoUpdate(String info, Optional<Duration> pollInterval) implements UpdateAnswer {}

    /**
     * The server could not say. update_engine takes it for a failure and reports error 34.
     *
     * @param status e.g. {@code error-internal}; open, neither {@code ok} nor {@code noupdate}
     * @param info free text for people; empty if none
     */
    record Refusal(String status, String info, Optional<Duration> pollInterval)
            implements UpdateAnswer {

        public static final String INTERNAL = "error-internal";
        public static final String HASH = "error-hash";
        public static final String OS_NOT_SUPPORTED = "error-osnotsupported";
        public static final String HARDWARE_NOT_SUPPORTED = "error-hwnotsupported";
        public static final String UNSUPPORTED_PROTOCOL = "error-unsupportedProtocol";

        public Refusal {
            if (status.isEmpty() || status.equals("ok") || status.equals("noupdate")) {
                throw new IllegalArgumentException(
                        "\"" + status + "\" is not the status of a refusal");
            }
        }
    }
}
