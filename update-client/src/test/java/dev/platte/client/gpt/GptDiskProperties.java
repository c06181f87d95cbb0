package dev.platte.client.gpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class GptDiskProperties {
    private static final int SECTORS = 256;
    private static final UUID ONE = new UUID(1, 1);

    /**
     * One damage: eight bytes at a place in one copy.
     *
     * @param at 0 to 511 in the header, above in the entries
     * @param seal whether the checksums are made right again
     */
    record Damage(boolean primary, int at, long value, boolean seal) {}

    @Provide
    Arbitrary<List<Damage>> damages() {
        Arbitrary<Integer> fields =
                Arbitraries.of(
                        0, 8, 12, 16, 24, 32, 40, 48, 56, 72, 80, 84, 88, 512, 528, 544, 552, 560);
        Arbitrary<Integer> anywhere = Arbitraries.integers().between(0, 512 + 16384 - 8);
        Arbitrary<Long> small = Arbitraries.longs().between(-3, SECTORS + 3);
        Arbitrary<Long> any = Arbitraries.longs();
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.oneOf(fields, anywhere),
                        Arbitraries.oneOf(small, any),
                        Arbitraries.of(true, false))
                .as(Damage::new)
                .list()
                .ofMinSize(0)
                .ofMaxSize(6);
    }

    private static RawGpt gpt() {
        return new RawGpt(512, SECTORS, 128, 128)
                .with(3, RawGpt.USR, ONE, 40, 99, 1L << 56 | 1L << 48, "USR-A")
                .with(4, RawGpt.USR, new UUID(2, 2), 100, 159, 0, "USR-B");
    }

    private static MemoryDevice damaged(List<Damage> damages) {
        RawGpt gpt = gpt();
        int backupEntries = SECTORS - 1 - 32;
        for (Damage d : damages) {
            int header = d.primary() ? 1 : SECTORS - 1;
            int entries = d.primary() ? 2 : backupEntries;
            int at =
                    d.at() < 512
                            ? header * 512 + Math.min(d.at(), 504)
                            : entries * 512 + d.at() - 512;
            gpt.raw().putLong(at, d.value());
            if (d.seal()) {
                gpt.seal(header);
            }
        }
        return gpt.device();
    }

    @Property(tries = 3000)
    void whateverIsDamagedTheTableIsRefusedUnwrittenOrMadeSound(
            @ForAll("damages") List<Damage> damages) throws IOException {
        MemoryDevice device = damaged(damages);
        byte[] before = device.bytes();
        GptDisk disk = new GptDisk(device);
        GptReading reading = disk.read();
        assertThat(device.writes()).isZero();
        try {
            disk.repair();
            assertThat(disk.read()).isInstanceOf(GptReading.Sound.class);
        } catch (GptException refused) {
            assertThat(device.writes()).isZero();
        }
        assertThat(Arrays.copyOf(device.bytes(), 512)).isEqualTo(Arrays.copyOf(before, 512));
        if (!(reading instanceof GptReading.Damaged)) {
            assertThat(Arrays.copyOfRange(device.bytes(), 40 * 512, 160 * 512))
                    .isEqualTo(Arrays.copyOfRange(before, 40 * 512, 160 * 512));
        }
    }

    @Property(tries = 300)
    void oneValidCopyIsEnough(
            @ForAll boolean primary, @ForAll List<@IntRange(max = 16895) Integer> places)
            throws IOException {
        RawGpt gpt = gpt();
        byte[] before = gpt.raw().array().clone();
        int start = (primary ? 1 : SECTORS - 33) * 512;
        places.forEach(at -> gpt.raw().put(start + at, (byte) (gpt.raw().get(start + at) + 1)));
        MemoryDevice device = gpt.device();
        new GptDisk(device).repair();
        // Bytes behind the header's own length belong to nobody and are taken from the copy that
        // counts.
        assertThat(Arrays.copyOfRange(device.bytes(), 1024, device.bytes().length - 512))
                .isEqualTo(Arrays.copyOfRange(before, 1024, before.length - 512));
        assertThat(new GptDisk(device).read()).isInstanceOf(GptReading.Sound.class);
    }

    @Property
    void flagsTouchOnlyTheirNineBits(
            @ForAll long attributes,
            @ForAll @IntRange(max = 15) int priority,
            @ForAll @IntRange(max = 15) int tries,
            @ForAll boolean successful) {
        BootFlags flags = new BootFlags(priority, tries, successful);
        long changed = flags.into(attributes);
        assertThat(BootFlags.of(changed)).isEqualTo(flags);
        assertThat(changed & ~(0x1FFL << 48)).isEqualTo(attributes & ~(0x1FFL << 48));
    }
}
