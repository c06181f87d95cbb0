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
import dev.platte.omaha.value.Sha1;
import dev.platte.omaha.value.Sha256;
import dev.platte.omaha.value.Version;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Elements to a response. What update_engine insists on is insisted on: a status, and with status
 * {@code ok} urls, a manifest, a package with name and size. What it merely uses (PollInterval,
 * daystart) is unsaid if it is no number.
 */
final class ResponseDecoder {

    private static final Set<String> OF_ACTION =
            Set.of(
                    "event",
                    "sha256",
                    "IsDeltaPayload",
                    "DisablePayloadBackoff",
                    "MaxFailureCountPerUrl");

    private ResponseDecoder() {}

    static OmahaResponse decode(XmlReader.Message message) throws OmahaXmlException {
        Values root = Values.of(message);
        Protocol.check(root);
        Optional<DayStart> dayStart =
                root.atMostOne("daystart")
                        .map(
                                day ->
                                        new DayStart(
                                                number(day.text("elapsed_seconds")),
                                                number(day.text("elapsed_days"))));
        List<AppResponse> apps = new ArrayList<>(1);
        for (Element app : root.element().all("app")) {
            apps.add(app(root.of(app)));
        }
        return new OmahaResponse(root.text("server"), dayStart, apps);
    }

    /** A number that is not worth refusing a whole answer for. */
    private static OptionalInt number(String text) {
        try {
            return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** A missing status is ok: update_engine never looks at it, and Omaha 3.1 says so. */
    private static AppResponse app(Values app) throws OmahaXmlException {
        AppId appId = app.typed("appid", AppId::new);
        Optional<Values> check = app.atMostOne("updatecheck");
        String status = app.text("status");
        Element element = app.element();
        return new AppResponse(
                appId,
                status.isEmpty() ? AppStatus.OK : new AppStatus(status),
                new AppResponse.Acks(!element.all("ping").isEmpty(), element.all("event").size()),
                check.isPresent() ? Optional.of(answer(check.get())) : Optional.empty(),
                element.all("data").stream().map(ResponseDecoder::data).toList(),
                RequestDecoder.cohort(element));
    }

    private static AppResponse.DataAnswer data(Element data) {
        return new AppResponse.DataAnswer(
                data.said("name"), data.said("index"), data.said("status"), data.text());
    }

    private static UpdateAnswer answer(Values check) throws OmahaXmlException {
        OptionalInt seconds = number(check.text("PollInterval"));
        Optional<Duration> pollInterval =
                seconds.orElse(0) > 0
                        ? Optional.of(Duration.ofSeconds(seconds.getAsInt()))
                        : Optional.empty();
        return switch (check.required("status")) {
            case "ok" -> offer(check, pollInterval);
            case "noupdate" -> new UpdateAnswer.NoUpdate(check.text("info"), pollInterval);
            case String status ->
                    new UpdateAnswer.Refusal(status, check.text("info"), pollInterval);
        };
    }

    private static UpdateAnswer.Offer offer(Values check, Optional<Duration> pollInterval)
            throws OmahaXmlException {
        List<Codebase> codebases = new ArrayList<>(1);
        Optional<Values> urls = check.atMostOne("urls");
        if (urls.isPresent()) {
            for (Element url : urls.get().element().all("url")) {
                codebases.add(check.of(url).typed("codebase", Codebase::new));
            }
        }
        List<Manifest> manifests = new ArrayList<>(1);
        for (Element manifest : check.element().all("manifest")) {
            manifests.add(manifest(check.of(manifest)));
        }
        if (codebases.isEmpty() || manifests.isEmpty()) {
            throw check.refusal("has status ok, and no <url> or no <manifest>");
        }
        boolean rollback = check.text("_rollback").equals("true");
        return new UpdateAnswer.Offer(codebases, manifests, pollInterval, rollback);
    }

    private static Manifest manifest(Values manifest) throws OmahaXmlException {
        List<UpdatePackage> packages = new ArrayList<>(1);
        Optional<Values> packageList = manifest.atMostOne("packages");
        if (packageList.isPresent()) {
            for (Element element : packageList.get().element().all("package")) {
                packages.add(updatePackage(manifest.of(element)));
            }
        }
        if (packages.isEmpty()) {
            throw manifest.refusal("has no <package>");
        }
        List<Action> actions = new ArrayList<>(1);
        Optional<Values> actionList = manifest.atMostOne("actions");
        if (actionList.isPresent()) {
            for (Element element : actionList.get().element().all("action")) {
                actions.add(action(manifest.of(element)));
            }
        }
        return new Manifest(
                Version.of(manifest.text("version")),
                packages,
                actions,
                new Manifest.Waypoint(
                        manifest.bool("is_floor"),
                        manifest.text("floor_reason"),
                        manifest.bool("is_target")));
    }

    /** The size is decimal: 010 is ten here, and eight to update_engine. We never send such. */
    private static UpdatePackage updatePackage(Values element) throws OmahaXmlException {
        String name = element.required("name");
        long size = element.typed("size", Long::parseLong);
        boolean required = element.bool("required");
        Optional<Sha1> sha1 = element.optional("hash", Sha1::ofBase64);
        Optional<Sha256> sha256 = element.optional("hash_sha256", Sha256::ofText);
        try {
            return new UpdatePackage(name, size, required, sha1, sha256);
        } catch (IllegalArgumentException e) {
            throw element.refusal("is refused: " + Values.excerpt(String.valueOf(e.getMessage())));
        }
    }

    private static Action action(Values element) throws OmahaXmlException {
        return new Action(
                element.text("event"),
                element.optional("sha256", Sha256::ofText),
                element.bool("DisablePayloadBackoff"),
                element.bool("IsDeltaPayload"),
                element.integer("MaxFailureCountPerUrl"),
                element.element().more(OF_ACTION));
    }
}
