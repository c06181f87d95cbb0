package dev.platte.client.poll;

import dev.platte.client.config.Settings;
import dev.platte.client.state.DeltaMemory;
import dev.platte.client.state.StateDir;
import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Asks;
import dev.platte.omaha.request.Host;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.Os;
import dev.platte.omaha.request.Traits;
import dev.platte.omaha.request.Updater;
import dev.platte.omaha.value.AppId;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import dev.platte.omaha.xml.OmahaXml;
import java.io.IOException;
import java.util.Optional;

/**
 * Makes the requests of this host, word for word as update_engine 0.4.10 does; but {@code
 * delta_okay} tells the truth, where that always says no.
 */
final class Requests {
    /** Servers in the field tell dialects apart by this name. */
    private static final Updater UPDATER = Updater.of("update_engine-0.4.10");

    private static final String ALEPH_VERSION = "aleph-version";

    private final Settings.Service service;
    private final Settings.Host host;
    private final StateDir state;
    private final DeltaMemory deltas;

    Requests(Settings settings, StateDir state) {
        this.service = settings.service();
        this.host = settings.host();
        this.state = state;
        this.deltas = new DeltaMemory(state);
    }

    byte[] encode(InstallSource source, Asks asks) throws IOException {
        Host machine =
                new Host(
                        Optional.of(host.machineId())
                                .filter(id -> !id.isBlank())
                                .map(MachineId::new),
                        service.machineAlias(),
                        Optional.of(host.bootId()).filter(id -> !id.isBlank()).map(BootId::braced),
                        new Host.Oem(host.oem().id(), host.oem().version()),
                        Optional.of(Version.of(alephVersion())),
                        new Host.Hardware(host.board(), ""));
        AppRequest app =
                new AppRequest(
                        new AppId(service.appId()),
                        Version.of(host.version()),
                        Optional.of(new Track(service.group())),
                        machine,
                        Traits.UPDATE_ENGINE.withDeltaOkay(
                                service.acceptance().deltas() && deltas.isTrusted()),
                        asks);
        return OmahaXml.encodeRequest(
                OmahaRequest.of(UPDATER, source, Os.coreOs(host.version(), host.machine()), app));
    }

    /** The first version ever seen on this host; written when it is not known yet. */
    private String alephVersion() throws IOException {
        Optional<String> known = state.pref(ALEPH_VERSION);
        if (known.isPresent()) {
            return known.get();
        }
        state.note(ALEPH_VERSION, host.version());
        return host.version();
    }
}
