package dev.platte.omaha.xml;

import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.AppStatus;
import dev.platte.omaha.response.Codebase;
import dev.platte.omaha.response.DayStart;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.OmahaResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.Cohort;
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Bound elements to a response. What update_engine insists on is insisted on: a status, and with
 * status {@code ok} urls, a manifest, a package with name and size. What it merely uses
 * (PollInterval, daystart) is unsaid if it is no number.
 */
final class ResponseDecoder {

    private ResponseDecoder() {}

    static OmahaResponse decode(ResponseElements.Response root) throws OmahaXmlException {
        Values values = new Values("response", root);
        Protocol.check(values, root.protocol);
        Optional<DayStart> dayStart =
                values.atMostOne("daystart", root.daystart)
                        .map(
                                element ->
                                        new DayStart(
                                                number(element.elapsedSeconds),
                                                number(element.elapsedDays)));
        List<AppResponse> apps = new ArrayList<>(1);
        for (ResponseElements.App app : Values.list(root.app)) {
            apps.add(app(app));
        }
        return new OmahaResponse(Values.text(root.server), dayStart, apps);
    }

    /** A number that is not worth refusing a whole answer for. */
    private static OptionalInt number(@Nullable String text) {
        try {
            return text == null || text.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** A missing status is ok: update_engine never looks at it, and Omaha 3.1 says so. */
    private static AppResponse app(ResponseElements.App app) throws OmahaXmlException {
        Values values = new Values("app", app);
        String appId = values.required("appid", app.appid);
        Optional<ResponseElements.UpdateCheck> check =
                values.atMostOne("updatecheck", app.updatecheck);
        String status = Values.text(app.status);
        List<AppResponse.DataAnswer> data =
                Values.list(app.data).stream().map(ResponseDecoder::data).toList();
        return new AppResponse(
                values.typed("appid", appId, AppId::new),
                status.isEmpty() ? AppStatus.OK : new AppStatus(status),
                new AppResponse.Acks(
                        !Values.list(app.ping).isEmpty(), Values.list(app.event).size()),
                check.isPresent() ? Optional.of(answer(check.get())) : Optional.empty(),
                data,
                new Cohort(
                        Optional.ofNullable(app.cohort),
                        Optional.ofNullable(app.cohorthint),
                        Optional.ofNullable(app.cohortname)));
    }

    private static AppResponse.DataAnswer data(ResponseElements.Data data) {
        return new AppResponse.DataAnswer(
                Values.text(data.name),
                Values.text(data.index),
                Values.text(data.status),
                Values.text(data.text));
    }

    private static UpdateAnswer answer(ResponseElements.UpdateCheck check)
            throws OmahaXmlException {
        Values values = new Values("updatecheck", check);
        OptionalInt seconds = number(check.pollInterval);
        Optional<Duration> pollInterval =
                seconds.orElse(0) > 0
                        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
                        : Optional.empty();
        return switch (values.required("status", check.status)) {
            case "ok" -> offer(values, check, pollInterval);
            case "noupdate" -> new UpdateAnswer.NoUpdate(Values.text(check.info), pollInterval);
            case String status ->
                    new UpdateAnswer.Refusal(status, Values.text(check.info), pollInterval);
        };
    }

    private static UpdateAnswer.Offer offer(
            Values values, ResponseElements.UpdateCheck check, Optional<Duration> pollInterval)
            throws OmahaXmlException {
        List<Codebase> codebases = new ArrayList<>(1);
        Optional<ResponseElements.Urls> urls = values.atMostOne("urls", check.urls);
        if (urls.isPresent()) {
            for (ResponseElements.Url url : Values.list(urls.get().url)) {
                Values inside = new Values("url", url);
                String codebase = inside.required("codebase", url.codebase);
                codebases.add(inside.typed("codebase", codebase, Codebase::new));
            }
        }
        List<Manifest> manifests = new ArrayList<>(1);
        for (ResponseElements.Manifest manifest : Values.list(check.manifest)) {
            manifests.add(manifest(manifest));
        }
        if (codebases.isEmpty() || manifests.isEmpty()) {
            throw values.refusal("has status ok, and no <url> or no <manifest>");
        }
        boolean rollback = Values.text(check.rollback).equals("true");
        return new UpdateAnswer.Offer(codebases, manifests, pollInterval, rollback);
    }

    private static Manifest manifest(ResponseElements.Manifest manifest) throws OmahaXmlException {
        Values values = new Values("manifest", manifest);
        List<UpdatePackage> packages = new ArrayList<>(1);
        Optional<ResponseElements.Packages> packageList =
                values.atMostOne("packages", manifest.packages);
        if (packageList.isPresent()) {
            for (ResponseElements.Package element : Values.list(packageList.get().list)) {
                packages.add(updatePackage(element));
            }
        }
        if (packages.isEmpty()) {
            throw values.refusal("has no <package>");
        }
        List<Action> actions = new ArrayList<>(1);
        Optional<ResponseElements.Actions> actionList =
                values.atMostOne("actions", manifest.actions);
        if (actionList.isPresent()) {
            for (ResponseElements.Action element : Values.list(actionList.get().list)) {
                actions.add(action(element));
            }
        }
        return new Manifest(
                Version.of(Values.text(manifest.version)),
                packages,
                actions,
                new Manifest.Waypoint(
                        values.bool("is_floor", manifest.isFloor),
                        Values.text(manifest.floorReason),
                        values.bool("is_target", manifest.isTarget)));
    }

    /** The size is decimal: 010 is ten here, and eight to update_engine. We never send such. */
    private static UpdatePackage updatePackage(ResponseElements.Package element)
            throws OmahaXmlException {
        Values values = new Values("package", element);
        String name = values.required("name", element.name);
        long size = values.typed("size", values.required("size", element.size), Long::parseLong);
        boolean required = values.bool("required", element.required);
        Optional<Sha1> sha1 = values.optional("hash", element.hash, Sha1::ofBase64);
        Optional<Sha256> sha256 =
                values.optional("hash_sha256", element.hashSha256, Sha256::ofText);
        try {
            return new UpdatePackage(name, size, required, sha1, sha256);
        } catch (IllegalArgumentException e) {
            throw values.refusal("is refused: " + Values.excerpt(String.valueOf(e.getMessage())));
        }
    }

    private static Action action(ResponseElements.Action element) throws OmahaXmlException {
        Values values = new Values("action", element);
        return new Action(
                Values.text(element.event),
                values.optional("sha256", element.sha256, Sha256::ofText),
                values.bool("DisablePayloadBackoff", element.disablePayloadBackoff),
                values.bool("IsDeltaPayload", element.isDeltaPayload),
                values.integer("MaxFailureCountPerUrl", element.maxFailureCountPerUrl),
                Values.more(element.more));
    }
}
