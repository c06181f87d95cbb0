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
import java.util.TreeMap;

/**
 * A request as update_engine would say it: its attributes always and in its order, empty if there
 * is nothing to say; all others only with a value (omaha_request_action.cc).
 */
final class RequestEncoder {

    private final WireWriter out = WireWriter.likeUpdateEngine();

    private RequestEncoder() {}

    static byte[] encode(OmahaRequest request) {
        RequestEncoder encoder = new RequestEncoder();
        encoder.write(request);
        return encoder.out.finish();
    }

    private void write(OmahaRequest request) {
        out.start("request");
        out.attribute("protocol", Protocol.VERSION);
        out.attribute("version", request.updater().version());
        out.attribute("updaterversion", request.updater().updaterVersion());
        out.attribute("installsource", request.installSource().text());
        out.attribute("ismachine", request.updater().machine() ? "1" : "0");
        request.more().forEach(out::attribute);
        request.os().ifPresent(this::os);
        request.hw().ifPresent(this::hw);
        request.apps().forEach(this::app);
        out.end();
    }

    private void os(Os os) {
        out.start("os");
        out.attribute("version", os.version());
        out.attribute("platform", os.platform());
        out.attribute("sp", os.sp());
        out.unlessEmpty("arch", os.arch());
        out.end();
    }

    private void hw(Hw hw) {
        out.start("hw");
        out.ifSaid("physmemory", hw.physicalMemoryGib());
        new TreeMap<>(hw.features()).forEach((name, has) -> out.attribute(name, has ? "1" : "0"));
        out.end();
    }

    private void app(AppRequest app) {
        out.start("app");
        out.attribute("appid", app.appId().text());
        out.attribute("version", app.version().text());
        out.attribute("track", app.track().map(Track::text).orElse(""));
        Host host = app.host();
        out.attribute("bootid", host.bootId().map(BootId::text).orElse(""));
        out.attribute("oem", host.oem().id());
        out.attribute("oemversion", host.oem().version());
        out.attribute("alephversion", host.alephVersion().map(Version::text).orElse(""));
        out.attribute("machineid", host.machineId().map(MachineId::text).orElse(""));
        out.attribute("machinealias", host.machineAlias());
        Traits traits = app.traits();
        out.attribute("lang", traits.lang());
        out.attribute("board", host.hardware().board());
        out.attribute("hardware_class", host.hardware().hardwareClass());
        out.attribute("delta_okay", Boolean.toString(traits.deltaOkay()));
        out.ifSaid("from_track", traits.fromTrack().map(Track::text));
        out.ifTrue("multi_manifest_ok", traits.multiManifestOk());
        out.ifSaid("cohort", traits.cohort().id());
        out.ifSaid("cohorthint", traits.cohort().hint());
        out.ifSaid("cohortname", traits.cohort().name());
        traits.more().forEach(out::attribute);
        asks(app.asks());
        out.end();
    }

    private void asks(Asks asks) {
        asks.ping().ifPresent(this::ping);
        asks.updateCheck().ifPresent(this::updateCheck);
        asks.events().forEach(this::event);
        asks.data().forEach(this::data);
        if (!asks.packageFingerprints().isEmpty()) {
            out.start("packages");
            for (String fingerprint : asks.packageFingerprints()) {
                out.start("package");
                out.attribute("fp", fingerprint);
                out.end();
            }
            out.end();
        }
        for (int reason : asks.disabledReasons()) {
            out.start("disabled");
            out.attribute("reason", Integer.toString(reason));
            out.end();
        }
    }

    private void ping(Ping ping) {
        out.start("ping");
        if (ping.saidActive()) {
            out.attribute("active", "1");
        }
        out.ifSaid("a", ping.activeDaysAgo());
        out.ifSaid("r", ping.daysAgo());
        out.ifSaid("ad", ping.lastActiveDay());
        out.ifSaid("rd", ping.lastDay());
        out.unlessEmpty("ping_freshness", ping.freshness());
        out.end();
    }

    private void updateCheck(UpdateCheck check) {
        out.start("updatecheck");
        out.ifTrue("updatedisabled", check.updateDisabled());
        out.ifSaid("targetversionprefix", check.targetVersionPrefix().map(VersionPrefix::text));
        out.ifTrue("rollback_allowed", check.rollbackAllowed());
        out.ifTrue("sameversionupdate", check.sameVersionUpdate());
        out.unlessEmpty("tttoken", check.testerToken());
        out.unlessEmpty("release_channel", check.releaseChannel());
        out.end();
    }

    private void event(Event event) {
        out.start("event");
        out.attribute("eventtype", Integer.toString(event.type().code()));
        out.attribute("eventresult", Integer.toString(event.result().code()));
        out.ifSaid("errorcode", event.errorCode().map(code -> Integer.toString(code.raw())));
        out.ifSaid("previousversion", event.previousVersion().map(Version::text));
        out.ifSaid("nextversion", event.nextVersion().map(Version::text));
        event.more().forEach(out::attribute);
        out.end();
    }

    private void data(Asks.DataRequest data) {
        out.start("data");
        out.attribute("name", data.name());
        out.attribute("index", data.index());
        out.text(data.text());
        out.end();
    }
}
