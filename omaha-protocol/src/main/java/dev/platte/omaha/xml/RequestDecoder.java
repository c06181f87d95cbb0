package dev.platte.omaha.xml;

import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.request.Host;
import dev.platte.omaha.request.Hw;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Os;
import dev.platte.omaha.request.Ping;
import dev.platte.omaha.request.Traits;
import dev.platte.omaha.request.UpdateCheck;
import dev.platte.omaha.request.Updater;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.Cohort;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.value.VersionPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * Bound elements to a request. Required are {@code app@appid} and {@code event@eventtype}; all else
 * has a default (Omaha v3). A protocol that was said must be 3.x.
 */
final class RequestDecoder {

    private RequestDecoder() {}

    static OmahaRequest decode(RequestElements.Request root) throws OmahaXmlException {
        Values values = new Values("request", root);
        Protocol.check(values, root.protocol);
        Optional<RequestElements.Os> os = values.atMostOne("os", root.os);
        Optional<RequestElements.Hw> hw = values.atMostOne("hw", root.hw);
        List<AppRequest> apps = new ArrayList<>();
        for (RequestElements.App app : Values.list(root.app)) {
            apps.add(app(app));
        }
        return new OmahaRequest(
                new Updater(
                        Values.text(root.version),
                        Values.text(root.updaterversion),
                        values.bool("ismachine", root.ismachine)),
                new InstallSource(Values.text(root.installsource)),
                os.map(RequestDecoder::os),
                hw.isPresent() ? Optional.of(hw(hw.get())) : Optional.empty(),
                apps,
                Values.more(root.more));
    }

    private static Os os(RequestElements.Os os) {
        return new Os(
                Values.text(os.version),
                Values.text(os.platform),
                Values.text(os.sp),
                Values.text(os.arch));
    }

    /** -1 means that the host does not know. */
    private static Hw hw(RequestElements.Hw hw) throws OmahaXmlException {
        Values values = new Values("hw", hw);
        OptionalInt memory = values.integer("physmemory", hw.physmemory);
        Map<String, Boolean> features = new TreeMap<>();
        Values.more(hw.features)
                .forEach(
                        (name, value) -> {
                            if (value.equals("0") || value.equals("1")) {
                                features.put(name, value.equals("1"));
                            }
                        });
        boolean known = memory.orElse(-1) >= 0;
        return new Hw(known ? memory : OptionalInt.empty(), features);
    }

    private static AppRequest app(RequestElements.App app) throws OmahaXmlException {
        Values values = new Values("app", app);
        String appId = values.required("appid", app.appid);
        return new AppRequest(
                values.typed("appid", appId, AppId::new),
                Version.of(Values.text(app.version)),
                values.optional("track", app.track, Track::new),
                host(values, app),
                traits(values, app),
                asks(values, app));
    }

    private static Host host(Values values, RequestElements.App app) throws OmahaXmlException {
        return new Host(
                values.optional("machineid", app.machineid, MachineId::new),
                Values.text(app.machinealias),
                values.optional("bootid", app.bootid, BootId::new),
                new Host.Oem(Values.text(app.oem), Values.text(app.oemversion)),
                values.optional("alephversion", app.alephversion, Version::of),
                new Host.Hardware(Values.text(app.board), Values.text(app.hardwareClass)));
    }

    private static Traits traits(Values values, RequestElements.App app) throws OmahaXmlException {
        return new Traits(
                Values.text(app.lang),
                values.bool("delta_okay", app.deltaOkay),
                values.bool("multi_manifest_ok", app.multiManifestOk),
                values.optional("from_track", app.fromTrack, Track::new),
                new Cohort(
                        Optional.ofNullable(app.cohort),
                        Optional.ofNullable(app.cohorthint),
                        Optional.ofNullable(app.cohortname)),
                Values.more(app.more));
    }

    private static Asks asks(Values values, RequestElements.App app) throws OmahaXmlException {
        Optional<RequestElements.Ping> ping = values.atMostOne("ping", app.ping);
        Optional<RequestElements.UpdateCheck> check =
                values.atMostOne("updatecheck", app.updatecheck);
        List<Event> events = new ArrayList<>(1);
        for (RequestElements.Event event : Values.list(app.event)) {
            events.add(event(event));
        }
        List<Integer> disabled = new ArrayList<>(0);
        for (RequestElements.Disabled element : Values.list(app.disabled)) {
            Values inside = new Values("disabled", element);
            disabled.add(inside.integer("reason", element.reason).orElse(0));
        }
        return new Asks(
                ping.isPresent() ? Optional.of(ping(ping.get())) : Optional.empty(),
                check.isPresent() ? Optional.of(updateCheck(check.get())) : Optional.empty(),
                events,
                Values.list(app.data).stream().map(RequestDecoder::data).toList(),
                fingerprints(values, app),
                disabled);
    }

    private static Ping ping(RequestElements.Ping ping) throws OmahaXmlException {
        Values values = new Values("ping", ping);
        return new Ping(
                values.bool("active", ping.active),
                values.integer("a", ping.a),
                values.integer("r", ping.r),
                values.integer("ad", ping.ad),
                values.integer("rd", ping.rd),
                Values.text(ping.freshness));
    }

    private static UpdateCheck updateCheck(RequestElements.UpdateCheck check)
            throws OmahaXmlException {
        Values values = new Values("updatecheck", check);
        return new UpdateCheck(
                values.bool("updatedisabled", check.updatedisabled),
                values.optional(
                        "targetversionprefix", check.targetversionprefix, VersionPrefix::new),
                values.bool("rollback_allowed", check.rollbackAllowed)
                        || values.bool("rollbackallowed", check.rollbackAllowedMisspelt),
                values.bool("sameversionupdate", check.sameversionupdate),
                Values.text(check.tttoken),
                Values.text(check.releaseChannel));
    }

    private static Event event(RequestElements.Event event) throws OmahaXmlException {
        Values values = new Values("event", event);
        String type = values.required("eventtype", event.eventtype);
        return new Event(
                EventType.of(values.integer("eventtype", type).orElseThrow()),
                EventResult.of(values.integer("eventresult", event.eventresult).orElse(0)),
                values.optional("errorcode", event.errorcode, ErrorCode::parse),
                Optional.ofNullable(event.previousversion).map(Version::of),
                Optional.ofNullable(event.nextversion).map(Version::of),
                Values.more(event.more));
    }

    private static Asks.DataRequest data(RequestElements.Data data) {
        return new Asks.DataRequest(
                Values.text(data.name), Values.text(data.index), Values.text(data.text));
    }

    private static List<String> fingerprints(Values values, RequestElements.App app)
            throws OmahaXmlException {
        return values
                .atMostOne("packages", app.packages)
                .map(packages -> Values.list(packages.list))
                .orElse(List.of())
                .stream()
                .map(installed -> Values.text(installed.fp))
                .toList();
    }
}
