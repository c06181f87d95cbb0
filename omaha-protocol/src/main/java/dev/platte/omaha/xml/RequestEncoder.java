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
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.value.VersionPrefix;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request to bound elements, as update_engine would say it: its attributes always, empty if there
 * is nothing to say; all others only with a value (omaha_request_action.cc).
 */
final class RequestEncoder {

    private RequestEncoder() {}

    static RequestElements.Request encode(OmahaRequest request) {
        RequestElements.Request root = new RequestElements.Request();
        root.protocol = Protocol.VERSION;
        root.version = request.updater().version();
        root.updaterversion = request.updater().updaterVersion();
        root.installsource = request.installSource().text();
        root.ismachine = request.updater().machine() ? "1" : "0";
        root.more = Values.attributes(request.more());
        root.os = request.os().map(os -> List.of(os(os))).orElse(null);
        root.hw = request.hw().map(hw -> List.of(hw(hw))).orElse(null);
        root.app = request.apps().stream().map(RequestEncoder::app).toList();
        return root;
    }

    private static RequestElements.Os os(Os os) {
        RequestElements.Os element = new RequestElements.Os();
        element.version = os.version();
        element.platform = os.platform();
        element.sp = os.sp();
        element.arch = Values.unlessEmpty(os.arch());
        return element;
    }

    private static RequestElements.Hw hw(Hw hw) {
        RequestElements.Hw element = new RequestElements.Hw();
        element.physmemory = text(hw.physicalMemoryGib());
        Map<String, String> features = new TreeMap<>();
        hw.features().forEach((name, has) -> features.put(name, has ? "1" : "0"));
        element.features = Values.attributes(features);
        return element;
    }

    private static RequestElements.App app(AppRequest app) {
        RequestElements.App element = new RequestElements.App();
        element.appid = app.appId().text();
        element.version = app.version().text();
        element.track = app.track().map(Track::text).orElse("");
        host(element, app.host());
        traits(element, app.traits());
        asks(element, app.asks());
        return element;
    }

    private static void host(RequestElements.App element, Host host) {
        element.bootid = host.bootId().map(BootId::text).orElse("");
        element.oem = host.oem().id();
        element.oemversion = host.oem().version();
        element.alephversion = host.alephVersion().map(Version::text).orElse("");
        element.machineid = host.machineId().map(MachineId::text).orElse("");
        element.machinealias = host.machineAlias();
        element.board = host.hardware().board();
        element.hardwareClass = host.hardware().hardwareClass();
    }

    private static void traits(RequestElements.App element, Traits traits) {
        element.lang = traits.lang();
        element.deltaOkay = Boolean.toString(traits.deltaOkay());
        element.multiManifestOk = Values.ifTrue(traits.multiManifestOk());
        element.fromTrack = traits.fromTrack().map(Track::text).orElse(null);
        element.cohort = traits.cohort().id().orElse(null);
        element.cohorthint = traits.cohort().hint().orElse(null);
        element.cohortname = traits.cohort().name().orElse(null);
        element.more = Values.attributes(traits.more());
    }

    private static void asks(RequestElements.App element, Asks asks) {
        element.ping = asks.ping().map(ping -> List.of(ping(ping))).orElse(null);
        element.updatecheck =
                asks.updateCheck().map(check -> List.of(updateCheck(check))).orElse(null);
        element.event = asks.events().stream().map(RequestEncoder::event).toList();
        element.data = asks.data().stream().map(RequestEncoder::data).toList();
        element.disabled = asks.disabledReasons().stream().map(RequestEncoder::disabled).toList();
        if (!asks.packageFingerprints().isEmpty()) {
            RequestElements.Packages packages = new RequestElements.Packages();
            packages.list =
                    asks.packageFingerprints().stream().map(RequestEncoder::installed).toList();
            element.packages = List.of(packages);
        }
    }

    private static RequestElements.Ping ping(Ping ping) {
        RequestElements.Ping element = new RequestElements.Ping();
        element.active = ping.saidActive() ? "1" : null;
        element.a = text(ping.activeDaysAgo());
        element.r = text(ping.daysAgo());
        element.ad = text(ping.lastActiveDay());
        element.rd = text(ping.lastDay());
        element.freshness = Values.unlessEmpty(ping.freshness());
        return element;
    }

    private static RequestElements.UpdateCheck updateCheck(UpdateCheck check) {
        RequestElements.UpdateCheck element = new RequestElements.UpdateCheck();
        element.updatedisabled = Values.ifTrue(check.updateDisabled());
        element.targetversionprefix =
                check.targetVersionPrefix().map(VersionPrefix::text).orElse(null);
        element.rollbackAllowed = Values.ifTrue(check.rollbackAllowed());
        element.sameversionupdate = Values.ifTrue(check.sameVersionUpdate());
        element.tttoken = Values.unlessEmpty(check.testerToken());
        element.releaseChannel = Values.unlessEmpty(check.releaseChannel());
        return element;
    }

    private static RequestElements.Event event(Event event) {
        RequestElements.Event element = new RequestElements.Event();
        element.eventtype = Integer.toString(event.type().code());
        element.eventresult = Integer.toString(event.result().code());
        element.errorcode =
                event.errorCode().map(code -> Integer.toString(code.raw())).orElse(null);
        element.previousversion = said(event.previousVersion());
        element.nextversion = said(event.nextVersion());
        element.more = Values.attributes(event.more());
        return element;
    }

    private static RequestElements.Data data(Asks.DataRequest data) {
        RequestElements.Data element = new RequestElements.Data();
        element.name = data.name();
        element.index = data.index();
        element.text = data.text();
        return element;
    }

    private static RequestElements.Disabled disabled(int reason) {
        RequestElements.Disabled element = new RequestElements.Disabled();
        element.reason = Integer.toString(reason);
        return element;
    }

    private static RequestElements.InstalledPackage installed(String fingerprint) {
        RequestElements.InstalledPackage element = new RequestElements.InstalledPackage();
        element.fp = fingerprint;
        return element;
    }

    private static @Nullable String said(Optional<Version> version) {
        return version.map(Version::text).orElse(null);
    }

    private static @Nullable String text(OptionalInt number) {
        return number.isPresent() ? Integer.toString(number.getAsInt()) : null;
    }
}
