package dev.platte.server.poll;

import dev.platte.db.catalog.ExtraFile;
import dev.platte.db.catalog.Payload;
import dev.platte.db.catalog.PayloadKind;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.policy.decide.Move;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns a granted move into the offer that every known client takes. */
final class Offers {

    private final boolean disablePayloadBackoff;

    Offers(boolean disablePayloadBackoff) {
        this.disablePayloadBackoff = disablePayloadBackoff;
    }

    /**
     * @param fromVersion what the host runs, to the letter
     * @param base where the host reaches this server, ending in a slash
     * @return empty if the package has gone from the snapshot since it was granted
     */
    Optional<UpdateAnswer.Offer> of(
            ApplicationSnapshot application,
            Move move,
            String fromVersion,
            URI base,
            Optional<Duration> pollInterval) {
        return application
                .findPackage(Long.parseLong(move.to().id()))
                .flatMap(
                        found ->
                                payload(found, move, fromVersion)
                                        .map(
                                                payload ->
                                                        marked(
                                                                move,
                                                                UpdateAnswer.offer(
                                                                        codebases(
                                                                                found, payload,
                                                                                base),
                                                                        manifest(
                                                                                move, found,
                                                                                payload),
                                                                        pollInterval))));
    }

    /** Our client goes back to an older version only where the answer says that it is meant. */
    private static UpdateAnswer.Offer marked(Move move, UpdateAnswer.Offer offer) {
        return move.downgrade() ? offer.asRollback() : offer;
    }

    /** The delta from exactly what the host runs, where it may have one; else the full payload. */
    private static Optional<Payload> payload(
            dev.platte.db.catalog.UpdatePackage found, Move move, String fromVersion) {
        Optional<Payload> delta = move.delta() ? found.deltaFrom(fromVersion) : Optional.empty();
        return delta.isPresent() ? delta : found.full();
    }

    /**
     * Mirrors first, in the operator's order, this server last, unless they alone serve: what a
     * mirror does not have yet is always here.
     */
    private static List<Codebase> codebases(
            dev.platte.db.catalog.UpdatePackage found, Payload payload, URI base) {
        List<Codebase> codebases = new ArrayList<>();
        found.mirrors().forEach(mirror -> codebases.add(Codebase.of(mirror)));
        if (found.ownStore()) {
            codebases.add(Codebase.of(base + "payloads/" + found.folder(payload) + "/"));
        }
        return codebases;
    }

    /**
     * The payload first: update_engine looks at no other (Nebraska lists extra files behind it).
     */
    private Manifest manifest(
            Move move, dev.platte.db.catalog.UpdatePackage found, Payload payload) {
        Manifest plain =
                Manifest.of(
                        move.to().version(),
                        UpdatePackage.payload(
                                payload.fileName(),
                                payload.size(),
                                Sha1.ofHex(payload.sha1()),
                                Sha256.ofHex(payload.sha256())));
        Action action = plain.actions().getFirst();
        Action ours =
                new Action(
                        action.event(),
                        action.sha256(),
                        disablePayloadBackoff,
                        payload.kind() == PayloadKind.DELTA,
                        action.maxFailureCountPerUrl(),
                        action.more());
        List<UpdatePackage> packages = new ArrayList<>(plain.packages());
        for (ExtraFile file : found.files()) {
            packages.add(
                    new UpdatePackage(
                            file.name(),
                            file.size(),
                            file.required(),
                            Optional.of(Sha1.ofHex(file.sha1())),
                            Optional.of(Sha256.ofHex(file.sha256()))));
        }
        return new Manifest(plain.version(), packages, List.of(ours), plain.waypoint());
    }
}
