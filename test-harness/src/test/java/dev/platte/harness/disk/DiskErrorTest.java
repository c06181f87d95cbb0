package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Reply;
import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.FailingDisk.Deed;
import dev.platte.harness.release.ReleaseServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk fails at any time of an update, once or for good; what runs goes on to boot, and the
 * update is made when the disk is well again.
 */
@Timeout(300)
class DiskErrorTest {
    private static final int MOST = 12;

    @TempDir private Path temp;
    private CutRelease release;
    private DiskImage image;
    private ReleaseServer server;

    @BeforeEach
    void release() throws Exception {
        release = CutRelease.make(temp);
        image = release.disk(temp.resolve("disk"), 512);
        server = new ReleaseServer(release.payload(), CutHost.NEW);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Path root(String name) throws IOException {
        Path root = CutRelease.root(temp.resolve(name));
        for (Map.Entry<String, byte[]> kernel : release.kernels().entrySet()) {
            Files.write(root.resolve(kernel.getKey()), kernel.getValue());
        }
        return root;
    }

    /** A disk that is as the image is, and keeps what is written to itself. */
    private static BlockDevice fresh(BlockDevice base, WriteLog log) {
        return new Overlay(base, log, Map.of());
    }

    private CutHost boot(BlockDevice disk, Path root) throws IOException {
        return CutHost.boot(disk, root, root, server.address() + "/v1/update/");
    }

    @ParameterizedTest
    @EnumSource(Deed.class)
    void everyErrorLeavesWhatRunsAndTheNextRunCompletesTheUpdate(Deed deed) throws Exception {
        try (FileDevice base = FileDevice.open(image.path(), 512);
                WriteLog log = new WriteLog(temp.resolve("log"))) {
            Path whole = root("whole");
            BlockDevice disk = fresh(base, log);
            SlotName running = boot(disk, whole).running();
            FailingDisk counting = new FailingDisk(disk, deed, Integer.MAX_VALUE, false);
            on(counting, running, whole).run();
            assertThat(release.threeBoots(disk).getFirst()).isEqualTo("new");
            int all = counting.count();
            assertThat(all).isPositive();
            int step = Math.max(1, all / MOST);
            for (int nth = 0; nth < all; nth += step) {
                failsAndRecovers(fresh(base, log), deed, nth, false);
                failsAndRecovers(fresh(base, log), deed, nth, true);
            }
        }
    }

    private CutHost on(BlockDevice disk, SlotName running, Path root) {
        return new CutHost(disk, root, running, server.address() + "/v1/update/");
    }

    private void failsAndRecovers(BlockDevice disk, Deed deed, int nth, boolean forEver)
            throws Exception {
        String text = "%s %d %s".formatted(deed, nth, forEver ? "and all later ones" : "alone");
        Path root = root("%s-%d-%s".formatted(deed, nth, forEver));
        SlotName running = boot(disk, root).running();
        String words = whatComesOf(new FailingDisk(disk, deed, nth, forEver), running, root);

        List<String> boots = release.threeBoots(disk);
        assertThat(boots).as(text + ": " + words).endsWith("old", "old");
        if (!words.contains("may boot all the same")) {
            assertThat(boots)
                    .as(text + ": " + words)
                    .startsWith(words.contains("is installed") ? "new" : "old");
        }
        assertThat(root.resolve(CutRelease.KERNELS + "vmlinuz-a"))
                .as(text)
                .hasBinaryContent(release.oldKernel());

        Reply reply = boot(disk, root).run();
        assertThat(reply.kind())
                .as(text + ": " + words + "; " + reply.words())
                .isEqualTo(Reply.Kind.DONE);
    }

    private String whatComesOf(BlockDevice disk, SlotName running, Path root) throws Exception {
        try {
            return on(disk, running, root).run().words();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
