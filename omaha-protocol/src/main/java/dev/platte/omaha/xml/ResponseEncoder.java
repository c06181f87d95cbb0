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

/**
 * A response on one line, after {@link StrictIntersection} has looked at it. The order of the
 * attributes is part of it: ue-rs finds {@code codebase} only as the first one of {@code url}.
 */
final class ResponseEncoder {

    private final WireWriter out = WireWriter.onOneLine();

    private ResponseEncoder() {}

    static byte[] encode(OmahaResponse response) {
        StrictIntersection.check(response);
        ResponseEncoder encoder = new ResponseEncoder();
        encoder.write(response);
        return encoder.out.finish();
    }

    private void write(OmahaResponse response) {
        out.start("response");
        out.attribute("protocol", Protocol.VERSION);
        out.attribute("server", response.server());
        response.dayStart().ifPresent(this::dayStart);
        response.apps().forEach(this::app);
        out.end();
    }

    private void dayStart(DayStart dayStart) {
        out.start("daystart");
        out.ifSaid("elapsed_seconds", dayStart.elapsedSeconds());
        out.ifSaid("elapsed_days", dayStart.elapsedDays());
        out.end();
    }

    private void app(AppResponse app) {
        out.start("app");
        out.attribute("appid", app.appId().text());
        out.attribute("status", app.status().text());
        out.ifSaid("cohort", app.cohort().id());
        out.ifSaid("cohorthint", app.cohort().hint());
        out.ifSaid("cohortname", app.cohort().name());
        if (app.acks().ping()) {
            ack("ping");
        }
        app.updateCheck().ifPresent(this::updateCheck);
        for (int i = 0; i < app.acks().events(); i++) {
            ack("event");
        }
        app.data().forEach(this::data);
        out.end();
    }

    private void ack(String name) {
        out.start(name);
        out.attribute("status", "ok");
        out.end();
    }

    private void data(AppResponse.DataAnswer data) {
        out.start("data");
        out.attribute("name", data.name());
        out.attribute("index", data.index());
        out.attribute("status", data.status());
        out.text(data.text());
        out.end();
    }

    private void updateCheck(UpdateAnswer answer) {
        out.start("updatecheck");
        switch (answer) {
            case UpdateAnswer.NoUpdate noUpdate -> status(answer, "noupdate", noUpdate.info());
            case UpdateAnswer.Refusal refusal -> status(answer, refusal.status(), refusal.info());
            case UpdateAnswer.Offer offer -> {
                status(answer, "ok", "");
                out.ifTrue("_rollback", offer.rollback());
                out.start("urls");
                offer.codebases().forEach(this::url);
                out.end();
                offer.manifests().forEach(this::manifest);
            }
        }
        out.end();
    }

    private void status(UpdateAnswer answer, String status, String info) {
        out.attribute("status", status);
        out.unlessEmpty("info", info);
        out.ifSaid(
                "PollInterval",
                answer.pollInterval().map(interval -> Long.toString(interval.toSeconds())));
    }

    private void url(Codebase codebase) {
        out.start("url");
        out.attribute("codebase", codebase.url());
        out.end();
    }

    private void manifest(Manifest manifest) {
        out.start("manifest");
        out.attribute("version", manifest.version().text());
        out.ifTrue("is_floor", manifest.waypoint().floor());
        out.unlessEmpty("floor_reason", manifest.waypoint().reason());
        out.ifTrue("is_target", manifest.waypoint().target());
        out.start("packages");
        manifest.packages().forEach(this::updatePackage);
        out.end();
        out.start("actions");
        manifest.actions().forEach(this::action);
        out.end();
        out.end();
    }

    private void updatePackage(UpdatePackage updatePackage) {
        out.start("package");
        out.attribute("name", updatePackage.name());
        out.ifSaid("hash", updatePackage.sha1().map(Digest::base64));
        out.ifSaid("hash_sha256", updatePackage.sha256().map(Digest::hex));
        out.attribute("size", Long.toString(updatePackage.size()));
        out.attribute("required", Boolean.toString(updatePackage.required()));
        out.end();
    }

    private void action(Action action) {
        out.start("action");
        out.attribute("event", action.event());
        out.ifSaid("sha256", action.sha256().map(Digest::base64));
        out.ifTrue("IsDeltaPayload", action.deltaPayload());
        out.ifTrue("DisablePayloadBackoff", action.disablePayloadBackoff());
        out.ifSaid("MaxFailureCountPerUrl", action.maxFailureCountPerUrl());
        action.more().forEach(out::attribute);
        out.end();
    }
}
