package dev.platte.omaha.xml;

import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.DayStart;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.Digest;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A response to bound elements, after {@link StrictIntersection} has looked at it. */
final class ResponseEncoder {

    private ResponseEncoder() {}

    static ResponseElements.Response encode(OmahaResponse response) {
        StrictIntersection.check(response);
        ResponseElements.Response root = new ResponseElements.Response();
        root.protocol = Protocol.VERSION;
        root.server = response.server();
        root.daystart = response.dayStart().map(day -> List.of(dayStart(day))).orElse(null);
        root.app = response.apps().stream().map(ResponseEncoder::app).toList();
        return root;
    }

    private static ResponseElements.DayStart dayStart(DayStart dayStart) {
        ResponseElements.DayStart element = new ResponseElements.DayStart();
        element.elapsedSeconds = Integer.toString(dayStart.elapsedSeconds().orElseThrow());
        element.elapsedDays = Integer.toString(dayStart.elapsedDays().orElseThrow());
        return element;
    }

    private static ResponseElements.App app(AppResponse app) {
        ResponseElements.App element = new ResponseElements.App();
        element.appid = app.appId().text();
        element.status = app.status().text();
        element.cohort = app.cohort().id().orElse(null);
        element.cohorthint = app.cohort().hint().orElse(null);
        element.cohortname = app.cohort().name().orElse(null);
        element.ping = app.acks().ping() ? List.of(ack()) : null;
        element.updatecheck =
                app.updateCheck().map(answer -> List.of(updateCheck(answer))).orElse(null);
        element.event = Collections.nCopies(app.acks().events(), ack());
        element.data = app.data().stream().map(ResponseEncoder::data).toList();
        return element;
    }

    private static ResponseElements.Ack ack() {
        ResponseElements.Ack element = new ResponseElements.Ack();
        element.status = "ok";
        return element;
    }

    private static ResponseElements.Data data(AppResponse.DataAnswer data) {
        ResponseElements.Data element = new ResponseElements.Data();
        element.name = data.name();
        element.index = data.index();
        element.status = data.status();
        element.text = data.text();
        return element;
    }

    private static ResponseElements.UpdateCheck updateCheck(UpdateAnswer answer) {
        ResponseElements.UpdateCheck element = new ResponseElements.UpdateCheck();
        element.pollInterval = seconds(answer.pollInterval());
        switch (answer) {
            case UpdateAnswer.NoUpdate noUpdate -> {
                element.status = "noupdate";
                element.info = Values.unlessEmpty(noUpdate.info());
            }
            case UpdateAnswer.Refusal refusal -> {
                element.status = refusal.status();
                element.info = Values.unlessEmpty(refusal.info());
            }
            case UpdateAnswer.Offer offer -> {
                element.status = "ok";
                element.rollback = offer.rollback() ? "true" : null;
                ResponseElements.Urls urls = new ResponseElements.Urls();
                urls.url = offer.codebases().stream().map(ResponseEncoder::url).toList();
                element.urls = List.of(urls);
                element.manifest =
                        offer.manifests().stream().map(ResponseEncoder::manifest).toList();
            }
        }
        return element;
    }

    private static @Nullable String seconds(Optional<Duration> duration) {
        return duration.map(interval -> Long.toString(interval.toSeconds())).orElse(null);
    }

    private static ResponseElements.Url url(Codebase codebase) {
        ResponseElements.Url element = new ResponseElements.Url();
        element.codebase = codebase.url();
        return element;
    }

    private static ResponseElements.Manifest manifest(Manifest manifest) {
        ResponseElements.Manifest element = new ResponseElements.Manifest();
        element.version = manifest.version().text();
        element.isFloor = Values.ifTrue(manifest.waypoint().floor());
        element.floorReason = Values.unlessEmpty(manifest.waypoint().reason());
        element.isTarget = Values.ifTrue(manifest.waypoint().target());
        ResponseElements.Packages packages = new ResponseElements.Packages();
        packages.list = manifest.packages().stream().map(ResponseEncoder::updatePackage).toList();
        element.packages = List.of(packages);
        ResponseElements.Actions actions = new ResponseElements.Actions();
        actions.list = manifest.actions().stream().map(ResponseEncoder::action).toList();
        element.actions = List.of(actions);
        return element;
    }

    private static ResponseElements.Package updatePackage(UpdatePackage updatePackage) {
        ResponseElements.Package element = new ResponseElements.Package();
        element.name = updatePackage.name();
        element.hash = updatePackage.sha1().map(Digest::base64).orElse(null);
        element.hashSha256 = updatePackage.sha256().map(Digest::hex).orElse(null);
        element.size = Long.toString(updatePackage.size());
        element.required = Boolean.toString(updatePackage.required());
        return element;
    }

    private static ResponseElements.Action action(Action action) {
        ResponseElements.Action element = new ResponseElements.Action();
        element.event = action.event();
        element.sha256 = action.sha256().map(Digest::base64).orElse(null);
        element.isDeltaPayload = Values.ifTrue(action.deltaPayload());
        element.disablePayloadBackoff = Values.ifTrue(action.disablePayloadBackoff());
        element.maxFailureCountPerUrl =
                action.maxFailureCountPerUrl().isPresent()
                        ? Integer.toString(action.maxFailureCountPerUrl().getAsInt())
                        : null;
        element.more = Values.attributes(action.more());
        return element;
    }
}
