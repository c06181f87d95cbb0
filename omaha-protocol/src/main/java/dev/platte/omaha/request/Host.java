package dev.platte.omaha.request;

import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Version;
import java.util.Optional;

/**
 * The machine behind an application: the CoreOS and Flatcar attributes of {@code app}.
 *
 * @param machineId empty for clients that send none
 * @param machineAlias a name for people ({@code MACHINE_ALIAS=}); empty if none
 * @param bootId one per boot; empty if the client could not read it
 * @param oem the cloud or vendor
 * @param alephVersion the version that was first installed; empty if not said
 * @param hardware board and class
 */
public record Host(
        Optional<MachineId> machineId,
        String machineAlias,
        Optional<BootId> bootId,
        Oem oem,
        Optional<Version> alephVersion,
        Hardware hardware) {

    /**
     * The cloud or vendor of a machine, from its oem-release file; empty if it has none.
     *
     * @param id e.g. {@code ami}
     * @param version any text, e.g. {@code 2.9.1.1-r1}
     */
    public record Oem(String id, String version) {
        public static final Oem NONE = new Oem("", "");
    }

    /**
     * @param board e.g. {@code amd64-usr}; empty if not said
     * @param hardwareClass update_engine: always empty
     */
    public record Hardware(String board, String hardwareClass) {
        public static final Hardware UNSAID = new Hardware("", "");
    }
}
