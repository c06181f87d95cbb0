package dev.platte.harness.release;

import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A host that runs {@value #OLD} from slot A of a disk image and is offered {@value #NEW}: its root
 * directory, its disk, and the server that offers.
 */
public final class TrialHost implements AutoCloseable {
    public static final String OLD = "1.0.0";
    public static final String NEW = "2.0.0";

    private final Path root;
    private final DiskImage disk;
    private final ReleaseServer server;

    private TrialHost(Path root, DiskImage disk, ReleaseServer server) {
        this.root = root;
        this.disk = disk;
        this.server = server;
    }

    /**
     * Makes a payload of the image, and all the rest.
     *
     * @param home an empty directory
     * @param image what the new release brings; a multiple of 4096 bytes
     */
    public static TrialHost create(Path home, Path image) throws IOException, InterruptedException {
        SigningKey key = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());
        Path payload = home.resolve("update.crau");
        try {
            PayloadCreator.create(
                    new CreateRequest(
                            image,
                            Optional.empty(),
                            payload,
                            new Signing.Now(List.of(key)),
                            CreateRequest.workersOfThisMachine(),
                            _ -> {}));
        } catch (CreateException e) {
            throw new IOException("no payload of " + image + ": " + e.getMessage(), e);
        }
        Path root = Files.createDirectories(home.resolve("root"));
        DiskImage disk =
                DiskImage.create(home.resolve("disk.img"), DiskLayout.around(Files.size(image)));
        TrialHost host = new TrialHost(root, disk, new ReleaseServer(payload, NEW));
        host.write(
                "usr/lib/os-release", "ID=trial\nVERSION=%s\nVERSION_ID=%s\n".formatted(OLD, OLD));
        host.write("usr/share/platte/release", "PLATTE_RELEASE_BOARD=amd64-usr\n");
        host.write("etc/machine-id", "3d2f2a4e5c8b4c7c9a7d6f1e0b9a8c7d\n");
        host.write("proc/cmdline", "mount.usr=PARTUUID=%s\n".formatted(SlotName.A.id()));
        host.write("proc/sys/kernel/random/boot_id", UUID.randomUUID() + "\n");
        host.write("proc/self/mountinfo", "");
        host.write(
                "etc/platte/update.conf",
                "GROUP=stable\nSERVER=%s/v1/update/\n".formatted(host.server.address()));
        Path keys = Files.createDirectories(root.resolve("usr/share/platte/keys"));
        KeyFiles.writePublic(key.verificationKey(), keys.resolve("trial.pem"));
        return host;
    }

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** The directory that stands for {@code /}. */
    public Path root() {
        return root;
    }

    /** The disk image. */
    public DiskImage disk() {
        return disk;
    }

    /** Who offers {@value #NEW}. */
    public ReleaseServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
    }
}
