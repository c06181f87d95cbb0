package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Reply;
import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.HostRecorder.Fate;
import dev.platte.harness.files.ToldFiles;
import dev.platte.harness.release.ReleaseServer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power fails at every moment of a whole update by the real agent: download, slot, kernel,
 * partition table, state directory, and the confirmation after the boot.
 */
@Timeout(600)
class HostCutTest {
    private static final Logger LOG = System.getLogger(HostCutTest.class.getName());

    /** So many of the cuts are followed by a whole run of the client. */
    private static final int RUNS = 150;

    @TempDir private static Path releases;
    private static CutRelease release;

    @TempDir private Path temp;
    private ReleaseServer server;

    /** From this moment on the new release runs, and waits to be confirmed. */
    private int rebooted;

    @BeforeAll
    static void release() throws Exception {
        release = CutRelease.make(releases);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private String address() {
        return server.address() + "/v1/update/";
    }

    /** A whole update as it should go, from the first question to the confirmation. */
    private HostRecorder record(FileDevice base) throws Exception {
        Path root = CutRelease.root(temp.resolve("root"));
        Map<String, byte[]> kernels = release.kernels();
        for (Map.Entry<String, byte[]> kernel : kernels.entrySet()) {
            Files.write(root.resolve(kernel.getKey()), kernel.getValue());
        }
        HostRecorder recorder = new HostRecorder(base, temp.resolve("log"), kernels);
        Path seen = ToldFiles.over(root, recorder::changed);
        BlockDevice disk = recorder.device();
        Reply reply = CutHost.boot(disk, root, seen, address()).run();
        assertThat(reply.kind()).as(reply.words()).isEqualTo(Reply.Kind.DONE);
        recorder.shutDown();
        rebooted = recorder.moments();
        CutHost booted = CutHost.boot(disk, root, seen, address());
        assertThat(booted.running()).isEqualTo(SlotName.B);
        assertThat(booted.run().words()).contains("up to date");
        return recorder;
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void everyCutOfAWholeUpdateBootsAndTheNextRunCompletesIt(int sectorSize) throws Exception {
        server = new ReleaseServer(release.payload(), CutHost.NEW);
        DiskImage disk = release.disk(temp.resolve("disk"), sectorSize);
        Map<String, Integer> outcomes = new TreeMap<>();
        int runs = 0;
        int cuts = 0;
        try (FileDevice base = FileDevice.open(disk.path(), sectorSize);
                HostRecorder recorder = record(base)) {
            int moments = recorder.moments();
            Random chance = new Random(sectorSize);
            int all = moments * Fates.PER_MOMENT.size();
            for (int moment = 0; moment < moments; moment++) {
                for (Fate fate : Fates.PER_MOMENT) {
                    String text = fate + " " + recorder.at(moment);
                    long seed = chance.nextLong();
                    Map<String, byte[]> files =
                            recorder.files(moment, fate, new Random(seed)).files();
                    List<String> boots =
                            release.threeBoots(recorder.disk(moment, fate, new Random(seed)));
                    assertThat(boots)
                            .as(text)
                            .isIn(
                                    List.of("old", "old", "old"),
                                    List.of("new", "old", "old"),
                                    List.of("new", "new", "new"));
                    assertThat(files.get(CutRelease.KERNELS + "vmlinuz-a"))
                            .as(text)
                            .isEqualTo(release.oldKernel());
                    if (boots.contains("new")) {
                        assertThat(files.get(CutRelease.KERNELS + "vmlinuz-b"))
                                .as(text)
                                .isEqualTo(release.newKernel());
                    }
                    outcomes.merge(boots.toString(), 1, Integer::sum);
                    if ((long) cuts * RUNS / all != (long) (cuts + 1) * RUNS / all) {
                        completes(text, recorder, moment, fate, seed);
                        runs++;
                    }
                    cuts++;
                }
            }
        }
        assertThat(outcomes).hasSize(3);
        LOG.log(
                Level.INFO,
                "{0} cut points of a whole update with {1} byte sectors, {2} of them completed by the next run: {3}",
                cuts,
                sectorSize,
                runs,
                outcomes);
    }

    /** What the cuts of one moment are; the ones by chance several times. */
    private static final class Fates {
        static final List<Fate> PER_MOMENT =
                List.of(
                        Fate.ALL, Fate.NONE, Fate.TORN, Fate.TORN, Fate.TORN, Fate.TORN, Fate.SOME,
                        Fate.SOME, Fate.SOME, Fate.SOME, Fate.SOME, Fate.SOME);

        private Fates() {}
    }

    /** The client starts on what the cut left, and the host ends up on the new release. */
    private void completes(String text, HostRecorder recorder, int moment, Fate fate, long seed)
            throws Exception {
        BlockDevice left = recorder.disk(moment, fate, new Random(seed));
        Path root = CutRelease.root(temp.resolve("cut-" + moment + "-" + seed));
        recorder.files(moment, fate, new Random(seed)).layBelow(root);
        CutHost host = CutHost.boot(left, root, root, address());
        Reply reply = host.run();
        assertThat(reply.kind()).as(text + ": " + reply.words()).isEqualTo(Reply.Kind.DONE);
        if (moment >= rebooted && host.running() == SlotName.A) {
            // It lost its power before it was confirmed: to the host that is a fall-back.
            assertThat(reply.words()).as(text).contains("did not come up healthy");
            assertThat(release.threeBoots(left)).as(text).containsOnly("old");
            return;
        }
        if (host.running() == SlotName.A) {
            host = CutHost.boot(left, root, root, address());
            assertThat(host.running()).as(text + ": " + reply.words()).isEqualTo(SlotName.B);
            reply = host.run();
        }
        assertThat(reply.words()).as(text).contains("up to date");
        assertThat(release.threeBoots(left)).as(text).containsOnly("new");
        assertThat(root.resolve(CutRelease.KERNELS + "vmlinuz-b"))
                .as(text)
                .hasBinaryContent(release.newKernel());
        try (var kernels = Files.list(root.resolve(CutRelease.KERNELS))) {
            assertThat(kernels.map(file -> file.getFileName().toString()))
                    .as(text)
                    .containsExactlyInAnyOrder("vmlinuz-a", "vmlinuz-b");
        }
    }
}
