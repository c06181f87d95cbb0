package dev.platte.client.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GptDiskTest {
    private static final UUID ONE = new UUID(1, 1);
    private static final UUID TWO = new UUID(2, 2);
    private static final int LAST = 2047;

    private static RawGpt twoSlots() {
        return RawGpt.usual()
                .with(
                        3,
                        RawGpt.USR,
                        ONE,
                        100,
                        199,
                        1L << 56 | 1L << 48 | 1L << 2 | 1L << 60,
                        "USR-A")
                .with(4, RawGpt.USR, TWO, 200, 299, 0, "USR-B");
    }

    private static GptReading read(MemoryDevice device) throws IOException {
        return new GptDisk(device).read();
    }

    @Test
    void soundTableIsReadWithNamesGuidsAndFlags() throws IOException {
        GptReading reading = read(twoSlots().device());
        assertThat(reading).isInstanceOf(GptReading.Sound.class);
        Partition slot = new GptDisk(twoSlots().device()).table().withId(ONE).orElseThrow();
        assertThat(slot.number()).isEqualTo(3);
        assertThat(slot.type()).isEqualTo(RawGpt.USR);
        assertThat(slot.name()).isEqualTo("USR-A");
        assertThat(slot.offset()).isEqualTo(100 * 512);
        assertThat(slot.size()).isEqualTo(100 * 512);
        assertThat(slot.flags()).isEqualTo(new BootFlags(1, 0, true));
    }

    @ParameterizedTest
    @CsvSource({
        "512,128,128",
        "512,4,128",
        "512,1,128",
        "512,56,256",
        "512,3,128",
        "512,128,512",
        "512,20,4096",
        "4096,128,128",
        "4096,7,128",
        "4096,33,256",
        "4096,4,4096"
    })
    void allSectorSizesAndEntrySizesAreReadAndChanged(int sectorSize, int count, int size)
            throws IOException {
        RawGpt gpt =
                new RawGpt(sectorSize, 1024, count, size)
                        .with(1, RawGpt.USR, ONE, 400, 410, 0, "USR-A");
        MemoryDevice device = gpt.device();
        new GptDisk(device).change(table -> table.withFlags(1, new BootFlags(2, 1, false)));
        assertThat(read(device)).isInstanceOf(GptReading.Sound.class);
        assertThat(new GptDisk(device).table().partitions().getFirst().flags())
                .isEqualTo(new BootFlags(2, 1, false));
    }

    static Stream<Arguments> headerFaults() {
        return Stream.of(
                fault("no signature", (g, h) -> g.raw().put(h, (byte) 'e')),
                fault("revision", (g, h) -> g.raw().putInt(h + 8, 0x20000)),
                fault("header size 91", (g, h) -> g.raw().putInt(h + 12, 91)),
                fault("header size 513", (g, h) -> g.raw().putInt(h + 12, 513)),
                fault("header size 4294967295", (g, h) -> g.raw().putInt(h + 12, -1)),
                fault("header claims sector 5", (g, h) -> g.raw().putLong(h + 24, 5)),
                fault("other copy claimed at sector 2048", (g, h) -> g.raw().putLong(h + 32, 2048)),
                fault("other copy claimed at sector 0", (g, h) -> g.raw().putLong(h + 32, 0)),
                fault("other copy claimed at sector -1", (g, h) -> g.raw().putLong(h + 32, -1)),
                fault("usable sectors 1 to", (g, h) -> g.raw().putLong(h + 40, 1)),
                fault("usable sectors -9 to", (g, h) -> g.raw().putLong(h + 40, -9)),
                fault("to 2015 do not fit", (g, h) -> g.raw().putLong(h + 48, 2015)),
                fault("to 33 do not fit", (g, h) -> g.raw().putLong(h + 48, 33)),
                fault("do not fit", (g, h) -> g.raw().putLong(h + 48, Long.MAX_VALUE)),
                fault("entries at sector 1 ", (g, h) -> g.raw().putLong(h + 72, 1)),
                fault("entries at sector 2016 ", (g, h) -> g.raw().putLong(h + 72, 2016)),
                fault("entries at sector 34 ", (g, h) -> g.raw().putLong(h + 72, 34)),
                fault("entries at sector -1 ", (g, h) -> g.raw().putLong(h + 72, -1)),
                fault("entry count 0", (g, h) -> g.raw().putInt(h + 80, 0)),
                fault("entry count 4294967295", (g, h) -> g.raw().putInt(h + 80, -1)),
                fault("entry count 8193", (g, h) -> g.raw().putInt(h + 80, 8193)),
                fault("entry size 64", (g, h) -> g.raw().putInt(h + 84, 64)),
                fault("entry size 129", (g, h) -> g.raw().putInt(h + 84, 129)),
                fault("entry size 8192", (g, h) -> g.raw().putInt(h + 84, 8192)),
                fault("entry size 2147483648", (g, h) -> g.raw().putInt(h + 84, 1 << 31)));
    }

    private static Arguments fault(String reason, BiConsumer<RawGpt, Integer> damage) {
        return arguments(reason, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headerFaults")
    void faultyPrimaryHeaderIsNamedAndRepairedFromTheBackup(
            String reason, BiConsumer<RawGpt, Integer> damage) throws IOException {
        RawGpt gpt = twoSlots();
        byte[] before = gpt.raw().array().clone();
        damage.accept(gpt, 512);
        gpt.seal(1);
        MemoryDevice device = gpt.device();
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class,
                        r -> assertThat(r.fault()).startsWith("primary: ").contains(reason));
        new GptDisk(device).repair();
        assertThat(device.bytes()).isEqualTo(before);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headerFaults")
    void faultInBothHeadersIsRefusedAndNothingWritten(
            String reason, BiConsumer<RawGpt, Integer> damage) throws IOException {
        RawGpt gpt = twoSlots();
        damage.accept(gpt, 512);
        damage.accept(gpt, LAST * 512);
        gpt.seal(1).seal(LAST);
        // What lies in the middle of the disk for one copy may be right for the other.
        gpt.raw().put(LAST * 512 + 60, (byte) 0x55);
        MemoryDevice device = gpt.device();
        byte[] before = device.bytes();
        assertThatThrownBy(
                        () ->
                                new GptDisk(device)
                                        .change(table -> table.withFlags(3, BootFlags.UNBOOTABLE)))
                .isInstanceOfSatisfying(
                        GptException.class,
                        e -> {
                            if (!reason.startsWith("no signature")) {
                                assertThat(e.absent()).isFalse();
                                assertThat(e)
                                        .hasMessageContaining("primary: ")
                                        .hasMessageContaining(reason);
                            }
                        });
        assertThat(device.bytes()).isEqualTo(before);
        assertThat(device.writes()).isZero();
    }

    static Stream<Arguments> entryFaults() {
        return Stream.of(
                entries(
                        "partition 3 (sectors 33 to 199)",
                        (g, h) -> g.raw().putLong(g.entry(h, 3) + 32, 33)),
                entries(
                        "partition 4 (sectors 200 to 2015)",
                        (g, h) -> g.raw().putLong(g.entry(h, 4) + 40, 2015)),
                entries(
                        "partition 3 (sectors 150 to 149)",
                        (g, h) ->
                                g.raw()
                                        .putLong(g.entry(h, 3) + 32, 150)
                                        .putLong(g.entry(h, 3) + 40, 149)),
                entries(
                        "partitions 3 and 4 overlap",
                        (g, h) -> g.raw().putLong(g.entry(h, 3) + 40, 200)),
                entries(
                        "partitions 3 and 4 overlap",
                        (g, h) -> g.raw().putLong(g.entry(h, 3) + 40, 1999)),
                entries(
                        "partition 4 repeats the unique GUID",
                        (g, h) ->
                                g.raw()
                                        .putLong(
                                                g.entry(h, 4) + 16,
                                                g.raw().getLong(g.entry(h, 3) + 16))
                                        .putLong(
                                                g.entry(h, 4) + 24,
                                                g.raw().getLong(g.entry(h, 3) + 24))));
    }

    private static Arguments entries(String reason, BiConsumer<RawGpt, Integer> damage) {
        return arguments(reason, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("entryFaults")
    void contradictingEntriesAreRefusedThoughTheirChecksumIsRight(
            String reason, BiConsumer<RawGpt, Integer> damage) throws IOException {
        RawGpt gpt = twoSlots();
        damage.accept(gpt, 1);
        gpt.seal(1);
        assertThat(read(gpt.device()))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class, r -> assertThat(r.fault()).contains(reason));
        damage.accept(gpt, LAST);
        gpt.seal(LAST);
        assertThat(read(gpt.device()))
                .isInstanceOfSatisfying(
                        GptReading.Damaged.class,
                        d -> assertThat(d.reason()).contains("backup: " + reason));
    }

    static Stream<Arguments> flippedBytes() {
        return Stream.of(
                arguments("primary: header checksum", 512 + 57),
                arguments("primary: entries checksum", 1024 + 3000),
                arguments("backup: header checksum", LAST * 512 + 57),
                arguments("backup: entries checksum", (LAST - 32) * 512 + 16383));
    }

    @ParameterizedTest
    @MethodSource("flippedBytes")
    void flippedByteInEitherCopyIsRepaired(String reason, int at) throws IOException {
        RawGpt gpt = twoSlots();
        byte[] before = gpt.raw().array().clone();
        gpt.raw().put(at, (byte) ~gpt.raw().get(at));
        MemoryDevice device = gpt.device();
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class, r -> assertThat(r.fault()).startsWith(reason));
        new GptDisk(device).repair();
        assertThat(device.bytes()).isEqualTo(before);
        // The valid copy is not touched: while it is the only one, it must not be.
        assertThat(device.writes()).isEqualTo(2);
        assertThat(read(device)).isInstanceOf(GptReading.Sound.class);
    }

    @Test
    void repairOfASoundDiskWritesNothing() throws IOException {
        MemoryDevice device = twoSlots().device();
        new GptDisk(device).repair();
        assertThat(device.writes()).isZero();
    }

    @Test
    void changeThatChangesNothingWritesNothing() throws IOException {
        MemoryDevice device = twoSlots().device();
        new GptDisk(device).change(table -> table.withFlags(3, new BootFlags(1, 0, true)));
        assertThat(device.writes()).isZero();
    }

    @Test
    void primaryCountsWhenBothCopiesAreValidAndDiffer() throws IOException {
        RawGpt gpt = twoSlots();
        gpt.raw().putLong(gpt.entry(LAST, 4) + 48, 2L << 48);
        gpt.seal(LAST);
        MemoryDevice device = gpt.device();
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class,
                        r -> {
                            assertThat(r.fault())
                                    .isEqualTo("backup: valid, but not the same as the primary");
                            assertThat(r.table().withId(TWO).orElseThrow().attributes()).isZero();
                        });
        new GptDisk(device).repair();
        assertThat(device.bytes()).isEqualTo(twoSlots().raw().array());
    }

    @Test
    void changeKeepsForeignBitsNamesBootCodeAndPartitions() throws IOException {
        RawGpt gpt = twoSlots();
        gpt.raw().putInt(100 * 512, 0x12345678);
        // A header longer than ours, and bytes behind it.
        for (int h : new int[] {512, LAST * 512}) {
            gpt.raw()
                    .putInt(h + 12, 100)
                    .putLong(h + 92, 0x0102030405060708L)
                    .put(h + 500, (byte) 9);
        }
        gpt.sealAll();
        MemoryDevice device = gpt.device();
        new GptDisk(device).change(table -> table.withFlags(3, new BootFlags(15, 15, false)));
        RawGpt expected = gpt;
        for (int h : new int[] {1, LAST}) {
            expected.raw().putLong(expected.entry(h, 3) + 48, 0xFFL << 48 | 1L << 2 | 1L << 60);
        }
        expected.sealAll();
        assertThat(device.bytes()).isEqualTo(expected.raw().array());
        assertThat(device.syncs()).isEqualTo(2);
    }

    @Test
    void backupMovesToTheEndOfAGrownDiskOnlyWhenRepaired() throws IOException {
        MemoryDevice device = twoSlots().grownTo(4096);
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class,
                        r ->
                                assertThat(r.fault())
                                        .isEqualTo(
                                                "backup: at sector 2047, the disk has grown to 4096 sectors"));
        assertThat(device.writes()).isZero();
        new GptDisk(device).repair();
        assertThat(read(device)).isInstanceOf(GptReading.Sound.class);
        RawGpt grown =
                new RawGpt(512, 4096, 128, 128)
                        .with(
                                3,
                                RawGpt.USR,
                                ONE,
                                100,
                                199,
                                1L << 56 | 1L << 48 | 1L << 2 | 1L << 60,
                                "USR-A")
                        .with(4, RawGpt.USR, TWO, 200, 299, 0, "USR-B");
        byte[] actual = device.bytes();
        assertThat(Arrays.copyOf(actual, 34 * 512))
                .isEqualTo(Arrays.copyOf(grown.raw().array(), 34 * 512));
        assertThat(Arrays.copyOfRange(actual, 4063 * 512, 4096 * 512))
                .isEqualTo(Arrays.copyOfRange(grown.raw().array(), 4063 * 512, 4096 * 512));
    }

    @Test
    void primaryThatNamesAnotherPlaceForTheBackupIsCorrected() throws IOException {
        RawGpt gpt = new RawGpt(512, 4096, 128, 128).with(3, RawGpt.USR, ONE, 100, 199, 0, "USR-A");
        byte[] before = gpt.raw().array().clone();
        gpt.raw().putLong(512 + 32, 4090).putLong(512 + 48, 4000);
        gpt.raw().putLong(4095 * 512 + 48, 4000);
        gpt.sealAll();
        MemoryDevice device = gpt.device();
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Repairable.class,
                        r ->
                                assertThat(r.fault())
                                        .isEqualTo(
                                                "primary: names sector 4090 for the backup, which is at 4095"));
        new GptDisk(device).repair();
        assertThat(read(device)).isInstanceOf(GptReading.Sound.class);
        assertThat(Arrays.copyOf(device.bytes(), 512)).isEqualTo(Arrays.copyOf(before, 512));
    }

    @Test
    void shrunkDiskIsRefused() throws IOException {
        RawGpt gpt = twoSlots();
        MemoryDevice device = new MemoryDevice(Arrays.copyOf(gpt.raw().array(), 1500 * 512), 512);
        assertThat(read(device)).isInstanceOf(GptReading.Damaged.class);
    }

    static Stream<Arguments> withoutGpt() {
        return Stream.of(
                arguments("no boot signature", change(g -> g.raw().put(510, (byte) 0))),
                arguments("no protective entry", change(g -> g.raw().put(450, (byte) 0x83))),
                arguments(
                        "neither copy has the signature",
                        change(g -> g.raw().putLong(512, 0).putLong(LAST * 512, 0))));
    }

    private static Consumer<RawGpt> change(Consumer<RawGpt> change) {
        return change;
    }

    @ParameterizedTest
    @MethodSource("withoutGpt")
    void diskWithoutGptIsRefusedAsSuch(String reason, Consumer<RawGpt> damage) throws IOException {
        RawGpt gpt = twoSlots();
        damage.accept(gpt);
        MemoryDevice device = gpt.device();
        assertThat(read(device))
                .isInstanceOfSatisfying(
                        GptReading.Absent.class, a -> assertThat(a.reason()).contains(reason));
        assertThatThrownBy(() -> new GptDisk(device).repair())
                .isInstanceOfSatisfying(GptException.class, e -> assertThat(e.absent()).isTrue());
        assertThat(device.writes()).isZero();
    }

    @Test
    void hybridBootRecordIsAccepted() throws IOException {
        RawGpt gpt = twoSlots();
        gpt.raw().put(446 + 4, (byte) 0x0C).put(446 + 32 + 4, (byte) 0xEE);
        assertThat(read(gpt.device())).isInstanceOf(GptReading.Sound.class);
    }

    @ParameterizedTest
    @CsvSource({"0", "511", "512", "1024", "1536"})
    void disksTooSmallForAnythingAreRefused(int size) throws IOException {
        assertThat(read(new MemoryDevice(new byte[size], 512)))
                .isInstanceOf(GptReading.Absent.class);
    }
}
