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
import java.util.Set;
import java.util.TreeMap;

/**
 * Elements to a request. Required are {@code app@appid} and {@code event@eventtype}; all else has a
 * default (Omaha v3). A protocol that was said must be 3.x. What may stand once and stands twice is
 * refused instead of one of them winning silently.
 */
final class RequestDecoder {

    private static final Set<String> OF_REQUEST =
            Set.of("protocol", "version", "updaterversion", "installsource", "ismachine");

    private static final Set<String> OF_APP =
            Set.of(
                    "appid",
                    "version",
                    "track",
                    "bootid",
                    "oem",
                    "oemversion",
                    "alephversion",
                    "machineid",
                    "machinealias",
                    "lang",
                    "board",
                    "hardware_class",
                    "delta_okay",
                    "from_track",
                    "multi_manifest_ok",
                    "cohort",
                    "cohorthint",
                    "cohortname");

    private static final Set<String> OF_EVENT =
            Set.of("eventtype", "eventresult", "errorcode", "previousversion", "nextversion");

    private static final Set<String> OF_HW = Set.of("physmemory");

    private RequestDecoder() {}

    static OmahaRequest decode(XmlReader.Message message) throws OmahaXmlException {
        Values root = Values.of(message);
        Protocol.check(root);
        Optional<Values> os = root.atMostOne("os");
        Optional<Values> hw = root.atMostOne("hw");
        List<AppRequest> apps = new ArrayList<>(1);
        for (Element app : root.element().all("app")) {
            apps.add(app(root.of(app)));
        }
        return new OmahaRequest(
                new Updater(
                        root.text("version"), root.text("updaterversion"), root.bool("ismachine")),
                new InstallSource(root.text("installsource")),
                os.map(RequestDecoder::os),
                hw.isPresent() ? Optional.of(hw(hw.get())) : Optional.empty(),
                apps,
                root.element().more(OF_REQUEST));
    }

    private static Os os(Values os) {
        return new Os(os.text("version"), os.text("platform"), os.text("sp"), os.text("arch"));
    }

    /** -1 means that the host does not know. */
    private static Hw hw(Values hw) throws OmahaXmlException {
        OptionalInt memory = hw.integer("physmemory");
        Map<String, Boolean> features = new TreeMap<>();
        hw.element()
                .more(OF_HW)
                .forEach(
                        (name, value) -> {
                            if (value.equals("0") || value.equals("1")) {
                                features.put(name, value.equals("1"));
                            }
                        });
        boolean known = memory.orElse(-1) >= 0;
        return new Hw(known ? memory : OptionalInt.empty(), features);
    }

    private static AppRequest app(Values app) throws OmahaXmlException {
        return new AppRequest(
                app.typed("appid", AppId::new),
                Version.of(app.text("version")),
                app.optional("track", Track::new),
                host(app),
                traits(app),
                asks(app));
    }

    private static Host host(Values app) throws OmahaXmlException {
        return new Host(
                app.optional("machineid", MachineId::new),
                app.text("machinealias"),
                app.optional("bootid", BootId::new),
                new Host.Oem(app.text("oem"), app.text("oemversion")),
                app.optional("alephversion", Version::of),
                new Host.Hardware(app.text("board"), app.text("hardware_class")));
    }

    private static Traits traits(Values app) throws OmahaXmlException {
        return new Traits(
                app.text("lang"),
                app.bool("delta_okay"),
                app.bool("multi_manifest_ok"),
                app.optional("from_track", Track::new),
                cohort(app.element()),
                app.element().more(OF_APP));
    }

    static Cohort cohort(Element app) {
        return new Cohort(
                Optional.ofNullable(app.attribute("cohort")),
                Optional.ofNullable(app.attribute("cohorthint")),
                Optional.ofNullable(app.attribute("cohortname")));
    }

    private static Asks asks(Values app) throws OmahaXmlException {
        Optional<Values> ping = app.atMostOne("ping");
        Optional<Values> check = app.atMostOne("updatecheck");
        Optional<Values> packages = app.atMostOne("packages");
        List<Event> events = new ArrayList<>(1);
        for (Element event : app.element().all("event")) {
            events.add(event(app.of(event)));
        }
        List<Integer> disabled = new ArrayList<>(0);
        for (Element element : app.element().all("disabled")) {
            disabled.add(app.of(element).integer("reason").orElse(0));
        }
        return new Asks(
                ping.isPresent() ? Optional.of(ping(ping.get())) : Optional.empty(),
                check.isPresent() ? Optional.of(updateCheck(check.get())) : Optional.empty(),
                events,
                app.element().all("data").stream().map(RequestDecoder::data).toList(),
                packages.map(RequestDecoder::fingerprints).orElse(List.of()),
                disabled);
    }

    private static Ping ping(Values ping) throws OmahaXmlException {
        return new Ping(
                ping.bool("active"),
                ping.integer("a"),
                ping.integer("r"),
                ping.integer("ad"),
                ping.integer("rd"),
                ping.text("ping_freshness"));
    }

    /** A released version of Google's client wrote {@code rollbackallowed}. */
    private static UpdateCheck updateCheck(Values check) throws OmahaXmlException {
        return new UpdateCheck(
                check.bool("updatedisabled"),
                check.optional("targetversionprefix", VersionPrefix::new),
                check.bool("rollback_allowed") || check.bool("rollbackallowed"),
                check.bool("sameversionupdate"),
                check.text("tttoken"),
                check.text("release_channel"));
    }

    private static Event event(Values event) throws OmahaXmlException {
        event.required("eventtype");
        return new Event(
                EventType.of(event.integer("eventtype").orElseThrow()),
                EventResult.of(event.integer("eventresult").orElse(0)),
                event.optional("errorcode", ErrorCode::parse),
                Optional.ofNullable(event.element().attribute("previousversion")).map(Version::of),
                Optional.ofNullable(event.element().attribute("nextversion")).map(Version::of),
                event.element().more(OF_EVENT));
    }

    private static Asks.DataRequest data(Element data) {
        return new Asks.DataRequest(data.said("name"), data.said("index"), data.text());
    }

    private static List<String> fingerprints(Values packages) {
        return packages.element().all("package").stream()
                .map(installed -> installed.said("fp"))
                .toList();
    }
}
