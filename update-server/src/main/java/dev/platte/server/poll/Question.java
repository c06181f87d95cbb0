package dev.platte.server.poll;

import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.UnknownAsk;
import dev.platte.omaha.request.AppRequest;
import dev.platte.omaha.request.Host.Oem;
import dev.platte.omaha.request.OmahaRequest;
import dev.platte.omaha.request.UpdateCheck;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Track;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Host;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One application of a request, and what is said around it; in the words of the policy and of the
 * database.
 */
record Question(OmahaRequest request, AppRequest app, Asker asker) {

    /** {@code app@machineid}; Go's client of the field puts it into {@code request@userid}. */
    Optional<MachineId> machine() {
        return app.host()
                .machineId()
                .or(
                        () ->
                                Optional.ofNullable(request.more().get("userid"))
                                        .filter(id -> !id.isBlank())
                                        .filter(id -> id.length() <= MachineId.MAX_LENGTH)
                                        .map(MachineId::new));
    }

    /** As said; empty if nothing was said. */
    String track() {
        return app.track().map(Track::text).orElse("");
    }

    Optional<Architecture> architecture() {
        return app.architecture(request.os());
    }

    /** The host as the policy sees it. */
    Host host(MachineId machine, UpdateCheck check) {
        Host.Wishes wishes =
                new Host.Wishes(
                        request.installSource().isOnDemand(),
                        check.sameVersionUpdate(),
                        check.rollbackAllowed(),
                        app.traits().deltaOkay(),
                        check.targetVersionPrefix().orElse(null));
        return new Host(machine, app.version(), architecture().orElse(null), wishes, false, null);
    }

    /** The host as the database keeps it. */
    HostFacts facts() {
        return new HostFacts(
                track(),
                app.version().text(),
                app.host().hardware().board(),
                architecture().map(Architecture::name).orElse(null),
                app.host().bootId().map(BootId::text).orElse(null),
                oem(),
                app.host().machineAlias(),
                app.host().alephVersion().map(Version::text).orElse(null),
                asker.address());
    }

    private @Nullable String oem() {
        Oem oem = app.host().oem();
        String both = (oem.id() + " " + oem.version()).strip();
        return both.isEmpty() ? null : both;
    }

    /**
     * For the operator: asked for in vain.
     *
     * @param unknownTrack null if the application itself is unknown
     */
    UnknownAsk inVain(@Nullable String unknownTrack) {
        return new UnknownAsk(
                app.appId().text(),
                unknownTrack,
                asker.at(),
                asker.address(),
                machine().map(MachineId::text).orElse(null));
    }
}
