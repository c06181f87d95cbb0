package dev.platte.client.slot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptTable;
import dev.platte.client.gpt.Partition;
import dev.platte.harness.disk.Judges;
import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code cgpt prioritize} on disks with many slots decides like us. */
class PrioritizeOracleTest {
    private static final int SLOTS = 18;
    private static final int ROUNDS = 60;

    @TempDir Path temp;

    @Test
    void cgptPrioritizesTheSameWay() throws IOException, InterruptedException {
        Program cgpt = Judges.cgpt();
        Path ours = disk("ours", SlotName.TYPE.toString());
        // Debian's cgpt orders Chrome OS kernels, the fork on CoreOS hosts orders slots.
        Path theirs = disk("theirs", "fe3a2a5d-4f32-41a7-b725-accc3285a309");
        Random random = new Random(4);
        for (int round = 0; round < ROUNDS; round++) {
            int highest = List.of(1, 3, BootFlags.MAX).get(round % 3);
            int used = round % 2 == 0 ? 2 : SLOTS;
            List<Integer> start =
                    Stream.generate(() -> random.nextInt(highest + 1)).limit(used).toList();
            if (round == 0) {
                // More steps than there are priorities.
                start = IntStream.rangeClosed(0, BootFlags.MAX).boxed().toList();
            }
            int target = round == 0 ? 1 : 1 + random.nextInt(used);
            GptTable before = with(ours, start);
            with(theirs, start);
            cgpt.run(List.of("prioritize", "-i", Integer.toString(target), theirs.toString()))
                    .orFail();
            try (FileDevice device = FileDevice.open(theirs, 512)) {
                assertThat(priorities(Priorities.prioritize(before, target)))
                        .as("prioritize %d of %s", target, start)
                        .isEqualTo(priorities(new GptDisk(device).table()));
            }
        }
    }

    private Path disk(String name, String type) throws IOException, InterruptedException {
        Path disk = temp.resolve(name);
        try (var file =
                Files.newByteChannel(
                        disk, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position((4 << 20) - 1).write(ByteBuffer.allocate(1));
        }
        List<String> arguments = new ArrayList<>(List.of("-a", "8"));
        for (int i = 1; i <= SLOTS; i++) {
            arguments.addAll(List.of("-n", i + ":0:+8", "-t", i + ":" + type));
        }
        arguments.add(disk.toString());
        Judges.sgdisk().run(arguments).orFail();
        return disk;
    }

    private static GptTable with(Path disk, List<Integer> priorities) throws IOException {
        try (FileDevice device = FileDevice.open(disk, 512)) {
            return new GptDisk(device)
                    .change(
                            table -> {
                                GptTable changed = table;
                                for (int i = 0; i < SLOTS; i++) {
                                    int priority = i < priorities.size() ? priorities.get(i) : 0;
                                    changed =
                                            changed.withFlags(
                                                    i + 1, new BootFlags(priority, 0, true));
                                }
                                return changed;
                            });
        }
    }

    private static List<Integer> priorities(GptTable table) {
        return table.partitions().stream().map(Partition::flags).map(BootFlags::priority).toList();
    }
}
