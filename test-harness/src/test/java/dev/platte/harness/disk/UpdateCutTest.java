package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptReading;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import dev.platte.harness.boot.WholeImages;
import dev.platte.payload.create.CreateException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The power fails at every point of an update; whatever is left boots, and boots something whole.
 */
class UpdateCutTest {
    private static final Logger LOG = System.getLogger(UpdateCutTest.class.getName());
    private static final int IMAGE = 128 << 10;

    @TempDir Path temp;
    private DiskImage disk;
    private WholeImages images;
    private SignedUpdate update;

    private Path image(String name, long seed) throws IOException {
        byte[] content = new byte[IMAGE];
        new Random(seed).nextBytes(content);
        return Files.write(temp.resolve(name), content);
    }

    private void build(int sectorSize) throws IOException, CreateException, InterruptedException {
        disk =
                DiskImage.create(
                        temp.resolve("disk"),
                        DiskLayout.around(1 << 20).withSectorSize(sectorSize));
        Path older = image("older", 1);
        Path old = image("old", 2);
        Path next = image("new", 3);
        disk.fill(3, old);
        disk.fill(4, older);
        images = new WholeImages().with("older", older).with("old", old).with("new", next);
        update = SignedUpdate.of(next, SignedUpdate.newKey());
        try (FileDevice device = FileDevice.open(disk.path(), sectorSize)) {
            new GptDisk(device)
                    .change(
                            table ->
                                    table.withFlags(3, new BootFlags(2, 0, true))
                                            .withFlags(4, new BootFlags(1, 0, true)));
        }
    }

    private List<String> threeBoots(BlockDevice left) throws IOException {
        List<String> boots = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            boots.add(images.boots(left).orElse("nothing"));
        }
        return boots;
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void everyCutOfAnUpdateLeavesAWholeOldOrAWholeNewImage(int sectorSize)
            throws IOException, CreateException, InterruptedException {
        build(sectorSize);
        TreeMap<String, Integer> outcomes = new TreeMap<>();
        try (FileDevice base = FileDevice.open(disk.path(), sectorSize);
                PowerCut cut = PowerCut.over(base, temp.resolve("log"))) {
            try (Slots slots = Slots.on(cut.device(), SlotName.A)) {
                update.install(slots);
            }
            assertThat(Gptprio.next(cut.device()))
                    .isInstanceOfSatisfying(
                            Choice.Boots.class,
                            boots -> assertThat(boots.id()).isEqualTo(SlotName.B.id()));
            try (Slots slots = Slots.on(cut.device(), SlotName.B)) {
                slots.confirm();
            }
            int count =
                    cut.forEachCut(
                            PowerCut.Bounds.EVERYTHING,
                            (text, left) -> {
                                assertThat(new GptDisk(left).read())
                                        .as(text)
                                        .isInstanceOfAny(
                                                GptReading.Sound.class,
                                                GptReading.Repairable.class);
                                List<String> boots = threeBoots(left);
                                assertThat(boots)
                                        .as(text)
                                        .isIn(
                                                List.of("old", "old", "old"),
                                                List.of("new", "old", "old"),
                                                List.of("new", "new", "new"));
                                outcomes.merge(boots.toString(), 1, Integer::sum);
                                new GptDisk(left).repair();
                                assertThat(new GptDisk(left).read())
                                        .as(text)
                                        .isInstanceOf(GptReading.Sound.class);
                            });
            assertThat(outcomes).hasSize(3);
            assertThat(threeBoots(cut.device())).containsOnly("new");
            LOG.log(
                    Level.INFO,
                    "{0} cut points of an update with {1} byte sectors: {2}",
                    count,
                    sectorSize,
                    outcomes);
        }
    }

    @ParameterizedTest
    @CsvSource({"512,true", "512,false", "4096,true", "4096,false"})
    void everyCutOfARepairLeavesTheSameSlotsBootable(int sectorSize, boolean primary)
            throws IOException, CreateException, InterruptedException {
        build(sectorSize);
        try (FileDevice base = FileDevice.open(disk.path(), sectorSize)) {
            base.write(
                    (primary ? sectorSize : base.size() - sectorSize) + 60,
                    ByteBuffer.wrap(new byte[] {99}));
            try (PowerCut cut = PowerCut.over(base, temp.resolve("log"));
                    Slots slots = Slots.on(cut.device(), SlotName.A)) {
                slots.confirm();
                slots.openTarget(0);
                int count =
                        cut.forEachCut(
                                PowerCut.Bounds.EVERYTHING,
                                (text, left) ->
                                        assertThat(threeBoots(left)).as(text).containsOnly("old"));
                LOG.log(Level.INFO, "{0} cut points of a repair and a change", count);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void everyCutOnAGrownDiskLeavesTheSameSlotsBootable(int sectorSize)
            throws IOException, CreateException, InterruptedException {
        build(sectorSize);
        try (var file = Files.newByteChannel(disk.path(), StandardOpenOption.WRITE)) {
            file.position(file.size() + (1 << 20) - 1).write(ByteBuffer.allocate(1));
        }
        try (FileDevice base = FileDevice.open(disk.path(), sectorSize);
                PowerCut cut = PowerCut.over(base, temp.resolve("log"));
                Slots slots = Slots.on(cut.device(), SlotName.A)) {
            slots.repair();
            cut.forEachCut(
                    PowerCut.Bounds.EVERYTHING,
                    (text, left) -> {
                        assertThat(new GptDisk(left).read())
                                .as(text)
                                .isInstanceOfAny(
                                        GptReading.Sound.class, GptReading.Repairable.class);
                        assertThat(threeBoots(left)).as(text).containsOnly("old");
                        new GptDisk(left).repair();
                        assertThat(new GptDisk(left).read())
                                .as(text)
                                .isInstanceOf(GptReading.Sound.class);
                    });
        }
    }
}
