package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Everything the client was told: by files, by the command line, and by the running image. */
public record Settings(
        Service service,
        Host host,
        Places places,
        Transfer transfer,
        Trial trial,
        RebootSettings reboot) {

    public Settings {
        requireNonNull(service, "service");
        requireNonNull(host, "host");
        requireNonNull(places, "places");
        requireNonNull(transfer, "transfer");
        requireNonNull(reboot, "reboot");
        requireNonNull(trial, "trial");
    }

    /**
     * Whom to ask and for what.
     *
     * @param server the Omaha address; empty when updates are switched off ({@code
     *     SERVER=disabled}) or no server is named
     * @param whyNone in words, why there is no server; empty when there is one
     * @param group the track, {@code stable} unless set
     * @param appId as written, braces and all
     * @param acceptance what is taken of what the server says
     */
    public record Service(
            Optional<URI> server,
            String whyNone,
            String group,
            String appId,
            String machineAlias,
            Acceptance acceptance) {
        public Service {
            requireNonNull(acceptance, "acceptance");
            requireNonNull(server, "server");
            requireNonNull(whyNone, "whyNone");
            requireNonNull(group, "group");
            requireNonNull(appId, "appId");
            requireNonNull(machineAlias, "machineAlias");
        }
    }

    /**
     * What is taken of what the server says.
     *
     * @param cup answers count only with the proof of this key
     * @param downgrade an older version is taken without a proof that the server means it
     * @param automatic offers are installed without a person's wish
     * @param deltas payloads that change the running image are taken
     */
    public record Acceptance(
            Optional<Cup> cup, boolean downgrade, boolean automatic, boolean deltas) {
        public Acceptance {
            requireNonNull(cup, "cup");
        }
    }

    /** The server's key for answers (CUP-ECDSA), P-256, and the id under which it knows it. */
    public record Cup(long keyId, PublicKey key) {
        public Cup {
            requireNonNull(key, "key");
        }
    }

    /**
     * What this machine is.
     *
     * @param version of the running image; empty when the image does not say
     * @param machine as {@code uname -m} prints it, for instance {@code x86_64}
     * @param bootId without braces; empty when it could not be read
     */
    public record Host(
            String version,
            String board,
            String machine,
            String machineId,
            String bootId,
            Oem oem) {
        public Host {
            requireNonNull(version, "version");
            requireNonNull(board, "board");
            requireNonNull(machine, "machine");
            requireNonNull(machineId, "machineId");
            requireNonNull(bootId, "bootId");
            requireNonNull(oem, "oem");
        }
    }

    /** ID and VERSION_ID of the oem-release file; both empty without one. */
    public record Oem(String id, String version) {
        public Oem {
            requireNonNull(id, "id");
            requireNonNull(version, "version");
        }
    }

    /**
     * Where things are, every path already under the root prefix.
     *
     * @param payloadKeys directories with trusted {@code *.pem} public keys, all of them count
     * @param health directories with executable checks, run in this order
     * @param disk a whole disk or disk image; empty: found from the running {@code /usr}
     */
    public record Places(
            Path root,
            Path state,
            Path run,
            List<Path> payloadKeys,
            List<Path> health,
            Optional<Path> disk) {
        public Places {
            requireNonNull(root, "root");
            requireNonNull(state, "state");
            requireNonNull(run, "run");
            payloadKeys = List.copyOf(payloadKeys);
            health = List.copyOf(health);
            requireNonNull(disk, "disk");
        }
    }

    /**
     * What a new release must show.
     *
     * @param checkTimeout for each health check
     * @param postinst whether the image's own {@code postinst} is run
     * @param postinstTimeout for that
     * @param bootLimit so many boots in a row that end unhealthy are followed by a reboot
     */
    public record Trial(
            Duration checkTimeout, boolean postinst, Duration postinstTimeout, long bootLimit) {
        public Trial {
            requirePositive(checkTimeout, "checkTimeout");
            requirePositive(postinstTimeout, "postinstTimeout");
            if (bootLimit < 1) {
                throw new IllegalArgumentException("bootLimit " + bootLimit);
            }
        }
    }

    private static void requirePositive(Duration value, String name) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " " + value);
        }
    }
}
