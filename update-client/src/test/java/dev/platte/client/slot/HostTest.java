package dev.platte.client.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.gpt.BootFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A made-up /proc, /sys and /dev with the shapes of real ones. */
class HostTest {
    private static final Slot B =
            new Slot(SlotName.B, 4, 1 << 20, 1 << 20, BootFlags.UNBOOTABLE, false);

    @TempDir Path temp;
    private HostPaths host;

    @BeforeEach
    void empty() throws IOException {
        Path root = temp.toRealPath();
        host = new HostPaths(root.resolve("proc"), root.resolve("sys"), root.resolve("dev"));
        Files.createDirectories(host.sys().resolve("class/block"));
        Files.createDirectories(host.sys().resolve("dev/block"));
        Files.createDirectories(host.dev().resolve("disk/by-partuuid"));
        mounts();
    }

    private void mounts(String... lines) throws IOException {
        Path file = host.proc().resolve("self/mountinfo");
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    private static String mount(String number, String point, String source) {
        return "36 25 " + number + " / " + point + " ro,relatime shared:1 - ext4 " + source + " ro";
    }

    private void text(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text + "\n");
    }

    private Path device(String under, String name, String number) throws IOException {
        Path device = host.sys().resolve("devices").resolve(under).resolve(name);
        text(device.resolve("dev"), number);
        Files.createSymbolicLink(host.sys().resolve("class/block").resolve(name), device);
        Files.createSymbolicLink(host.sys().resolve("dev/block").resolve(number), device);
        Files.createFile(host.dev().resolve(name));
        return device;
    }

    private Path partition(String disk, String name, String number, int index) throws IOException {
        Path device = device(disk, name, number);
        text(device.resolve("partition"), Integer.toString(index));
        return device;
    }

    private void disk(String name, String separator) throws IOException {
        device("", name, "8:0");
        partition(name, name + separator + "3", "8:3", 3);
        partition(name, name + separator + "4", "8:4", 4);
    }

    @ParameterizedTest
    @CsvSource({"sda,'',3,A", "sda,'',4,B", "nvme0n1,p,3,A", "mmcblk0,p,4,B"})
    void plainMountOfUsrNamesDiskAndSlot(String disk, String separator, int number, SlotName slot)
            throws IOException {
        disk(disk, separator);
        mounts(mount("8:9", "/", "/dev/root"), mount("8:" + number, "/usr", "/dev/whatever"));
        assertThat(HostDisk.find(host)).isEqualTo(new HostDisk(host.dev().resolve(disk), slot));
    }

    @Test
    void verityDeviceIsFollowedToItsPartition() throws IOException {
        disk("sda", "");
        Path verity = device("virtual", "dm-0", "254:0");
        Files.createDirectories(verity.resolve("slaves"));
        Files.createSymbolicLink(
                verity.resolve("slaves/sda4"), host.sys().resolve("class/block/sda4").toRealPath());
        mounts(mount("254:0", "/usr", "/dev/mapper/usr"));
        assertThat(HostDisk.find(host))
                .isEqualTo(new HostDisk(host.dev().resolve("sda"), SlotName.B));
    }

    @Test
    void btrfsIsFollowedByTheNameOfItsSource() throws IOException {
        disk("sda", "");
        Files.createDirectories(host.dev().resolve("mapper"));
        Path verity = device("virtual", "dm-0", "254:0");
        Files.createSymbolicLink(host.dev().resolve("mapper/usr"), host.dev().resolve("dm-0"));
        Files.createDirectories(verity.resolve("slaves"));
        Files.createSymbolicLink(
                verity.resolve("slaves/sda3"), host.sys().resolve("class/block/sda3").toRealPath());
        mounts(mount("0:31", "/usr", "/dev/mapper/usr"));
        assertThat(HostDisk.find(host))
                .isEqualTo(new HostDisk(host.dev().resolve("sda"), SlotName.A));
    }

    @ParameterizedTest
    @CsvSource({
        "mount.usr=PARTUUID=e03dd35c-7c2d-4a47-b3fe-27f15780a57c",
        "rootflags=rw mount.usr=/dev/mapper/usr verity.usr=PARTUUID=e03dd35c-7c2d-4a47-b3fe-27f15780a57c quiet",
        "usr=PARTUUID=E03DD35C-7C2D-4A47-B3FE-27F15780A57C",
        "verity.usr=/dev/disk/by-partuuid/e03dd35c-7c2d-4a47-b3fe-27f15780a57c"
    })
    void kernelArgumentsNameTheSlotWhenUsrIsNoMount(String arguments) throws IOException {
        disk("sda", "");
        Files.createSymbolicLink(
                host.dev().resolve("disk/by-partuuid/e03dd35c-7c2d-4a47-b3fe-27f15780a57c"),
                host.dev().resolve("sda4"));
        text(host.proc().resolve("cmdline"), arguments);
        assertThat(HostDisk.find(host))
                .isEqualTo(new HostDisk(host.dev().resolve("sda"), SlotName.B));
    }

    @ParameterizedTest
    @CsvSource({
        "quiet",
        "mount.usr=PARTUUID=00000000-0000-0000-0000-000000000000",
        "xmount.usr=PARTUUID=e03dd35c-7c2d",
        "mount.usr=LABEL=USR-B"
    })
    void hostWithoutASlotIsToldSo(String arguments) throws IOException {
        text(host.proc().resolve("cmdline"), arguments);
        assertThatThrownBy(() -> HostDisk.find(host))
                .isInstanceOfSatisfying(
                        SlotException.class,
                        e ->
                                assertThat(e.reason())
                                        .isEqualTo(SlotException.Reason.RUNNING_UNKNOWN));
    }

    @Test
    void targetIsInUseWhenMountedHeldOrReachedThroughALoopDevice() throws IOException {
        disk("sda", "");
        HostUsage usage = new HostUsage(host.dev().resolve("sda"), host);
        assertThat(usage.of(B)).isEmpty();

        mounts(mount("8:3", "/usr", "/dev/sda3"));
        assertThat(usage.of(B)).isEmpty();

        mounts(mount("8:4", "/mnt/other\\040one", "/dev/sda4"));
        assertThat(usage.of(B)).contains("sda4 is mounted at /mnt/other one");

        mounts(mount("0:44", "/mnt/b", "/dev/sda4"));
        assertThat(usage.of(B)).contains("sda4 is mounted at /mnt/b");

        mounts(mount("8:4", "/mnt/root", "/dev/root"));
        assertThat(usage.of(B)).contains("sda4 is mounted at /mnt/root");

        mounts();
        Path holder = host.sys().resolve("class/block/sda4/holders/dm-1");
        Files.createDirectories(holder);
        assertThat(usage.of(B)).contains("sda4 is held by dm-1");
        Files.delete(holder);

        Path loop = device("virtual", "loop0", "7:0");
        text(loop.resolve("loop/backing_file"), host.dev().resolve("sda4").toString());
        assertThat(usage.of(B)).isEmpty();
        mounts(mount("7:0", "/mnt/loop", "/dev/loop0"));
        assertThat(usage.of(B)).contains("loop0 is mounted at /mnt/loop");
    }

    @ParameterizedTest
    @CsvSource({
        "1048576,0,true",
        "1048576,1048576,true",
        "0,0,true",
        "0,1048576,false",
        "0,1048577,true",
        "2097152,0,false",
        "2097151,0,true"
    })
    void mountedLoopDeviceOnAnImageCountsWhereItCoversTheSlot(long offset, long limit, boolean used)
            throws IOException {
        Path image = temp.toRealPath().resolve("disk.img");
        Files.createFile(image);
        Path loop = device("virtual", "loop3", "7:3");
        text(loop.resolve("loop/backing_file"), image.toString());
        text(loop.resolve("loop/offset"), Long.toString(offset));
        text(loop.resolve("loop/sizelimit"), Long.toString(limit));
        mounts(mount("7:3", "/mnt", "/dev/loop3"));
        assertThat(new HostUsage(image, host).of(B).isPresent()).isEqualTo(used);
    }

    @Test
    void onlyTheMountedPartitionOfALoopDeviceCounts() throws IOException {
        Path image = temp.toRealPath().resolve("disk.img");
        Files.createFile(image);
        Path loop = device("virtual", "loop3", "7:3");
        text(loop.resolve("loop/backing_file"), image.toString());
        partition("virtual/loop3", "loop3p3", "259:3", 3);
        partition("virtual/loop3", "loop3p4", "259:4", 4);
        mounts(mount("259:3", "/mnt", "/dev/loop3p3"));
        assertThat(new HostUsage(image, host).of(B)).isEmpty();
        mounts(mount("259:4", "/mnt", "/dev/loop3p4"));
        assertThat(new HostUsage(image, host).of(B)).contains("loop3p4 is mounted at /mnt");
    }
}
