package dev.platte.harness.disk;

import java.util.List;
import java.util.UUID;

/**
 * The CoreOS disk layout (flatcar/scripts, disk_layout.json) with sizes of the caller's choice.
 *
 * @param sectorSize 512 or 4096
 * @param efi bytes of EFI-SYSTEM, a multiple of 1 MiB like every other size
 * @param usr bytes of each of USR-A and USR-B
 * @param oem bytes of OEM
 * @param root bytes of ROOT
 */
public record DiskLayout(int sectorSize, long efi, long usr, long oem, long root) {
    static final long ALIGNMENT = 1 << 20;

    private static final UUID LINUX_DATA = UUID.fromString("0fc63daf-8483-4772-8e79-3d69d8477de4");
    private static final UUID USR_TYPE = UUID.fromString("5dfbf5f4-2848-4bac-aa5e-0d9a20b745a6");

    /** Of a factory disk: USR-A boots, USR-B never has (disk_util). */
    private static final long CONFIRMED = 1L << 56 | 1L << 48;

    public DiskLayout {
        if (sectorSize != 512 && sectorSize != 4096) {
            throw new IllegalArgumentException("sectors have 512 or 4096 bytes, not " + sectorSize);
        }
        for (long size : new long[] {efi, usr, oem, root}) {
            if (size < ALIGNMENT || size % ALIGNMENT != 0) {
                throw new IllegalArgumentException(size + " is not a positive multiple of 1 MiB");
            }
        }
    }

    /** Small partitions around two slots of this many bytes, sectors of 512 bytes. */
    public static DiskLayout around(long usr) {
        return new DiskLayout(512, 8 * ALIGNMENT, usr, 4 * ALIGNMENT, 8 * ALIGNMENT);
    }

    public DiskLayout withSectorSize(int bytes) {
        return new DiskLayout(bytes, efi, usr, oem, root);
    }

    /**
     * Bytes of the whole disk: partitions one after the other from 1 MiB on, and 1 MiB for the
     * backup table.
     */
    public long diskSize() {
        return 2 * ALIGNMENT + entries().stream().mapToLong(Entry::size).sum();
    }

    List<Entry> entries() {
        return List.of(
                new Entry(1, "EFI-SYSTEM", "c12a7328-f81f-11d2-ba4b-00a0c93ec93b", efi, 0),
                new Entry(2, "BIOS-BOOT", "21686148-6449-6e6f-744e-656564454649", 2 * ALIGNMENT, 0),
                new Entry(
                        3,
                        "USR-A",
                        USR_TYPE,
                        "7130c94a-213a-4e5a-8e26-6cce9662f132",
                        usr,
                        CONFIRMED),
                new Entry(4, "USR-B", USR_TYPE, "e03dd35c-7c2d-4a47-b3fe-27f15780a57c", usr, 0),
                new Entry(6, "OEM", LINUX_DATA.toString(), oem, 0),
                new Entry(7, "OEM-CONFIG", "c95dc21a-df0e-4340-8d7b-26cbfa9a03e0", ALIGNMENT, 0),
                new Entry(9, "ROOT", "3884dd41-8582-4404-b9a8-e9b84f2df50e", root, 0));
    }

    /** One partition to be. */
    record Entry(int number, String name, UUID type, UUID id, long size, long attributes) {
        Entry(int number, String name, String type, long size, long attributes) {
            this(
                    number,
                    name,
                    UUID.fromString(type),
                    UUID.nameUUIDFromBytes(
                            ("platte harness " + name)
                                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                    size,
                    attributes);
        }

        Entry(int number, String name, UUID type, String id, long size, long attributes) {
            this(number, name, type, UUID.fromString(id), size, attributes);
        }
    }
}
