package dev.platte.harness.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Makes of a tree of files what a release later it might be: some files edited, renamed, removed
 * and added, and some programs compiled again.
 */
public final class NextRelease {
    private static final int LEAST_PROGRAM = 20_000;
    private static final int ADDRESS_SHIFT = 0x40;

    private final Random random;
    private int edited;
    private int renamed;
    private int removed;
    private int compiled;
    private int added;

    private NextRelease(long seed) {
        random = new Random(seed);
    }

    /** How many files were changed in which way. */
    public record Changes(int edited, int renamed, int removed, int compiled, int added) {}

    /**
     * Changes a tree in place; the same tree and seed give the same result.
     *
     * @param seed of the choice
     */
    public static Changes of(Path tree, long seed) throws IOException {
        NextRelease next = new NextRelease(seed);
        List<Path> files;
        try (Stream<Path> found = Files.walk(tree)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            next.change(file);
        }
        return new Changes(next.edited, next.renamed, next.removed, next.compiled, next.added);
    }

    private void change(Path file) throws IOException {
        int die = random.nextInt(1000);
        if (die < 20) {
            edit(file);
        } else if (die < 30) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".renamed"));
            renamed++;
        } else if (die < 35) {
            Files.delete(file);
            removed++;
        } else if (die < 45) {
            add(file);
        } else if (die < 95 && Files.size(file) > LEAST_PROGRAM) {
            Files.write(file, compiledAgain(Files.readAllBytes(file)));
            compiled++;
        }
    }

    private void edit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        byte[] words = "edited for the next release\n".getBytes(StandardCharsets.US_ASCII);
        int at = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
        ByteBuffer longer = ByteBuffer.allocate(bytes.length + words.length);
        Files.write(
                file,
                longer.put(bytes, 0, at).put(words).put(bytes, at, bytes.length - at).array());
        edited++;
    }

    /** A new file of words and numbers, as long as the one beside it, up to a hundred kilobytes. */
    private void add(Path file) throws IOException {
        StringBuilder text = new StringBuilder();
        long length = Math.min(100_000, Files.size(file));
        while (text.length() < length) {
            text.append("setting-").append(random.nextInt(100_000)).append(" = ");
            text.append(Long.toString(random.nextLong(), Character.MAX_RADIX)).append('\n');
        }
        Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        added++;
    }

    /** Code put in here and there, and the addresses of what is behind it changed. */
    private byte[] compiledAgain(byte[] program) {
        int[] cuts =
                random.ints(Math.min(6, program.length / 5000 + 1), 0, program.length)
                        .sorted()
                        .toArray();
        int grown = 0;
        ByteBuffer longer =
                ByteBuffer.allocate(program.length + cuts.length * 400)
                        .order(ByteOrder.LITTLE_ENDIAN);
        int last = 0;
        for (int cut : cuts) {
            byte[] code = new byte[4 * (4 + random.nextInt(90))];
            random.nextBytes(code);
            longer.put(program, last, cut - last).put(code);
            last = cut;
            grown += code.length;
        }
        longer.put(program, last, program.length - last);
        int length = program.length + grown;
        for (int at = 0; at + Integer.BYTES <= length; at += Integer.BYTES) {
            int word = longer.getInt(at);
            boolean isAddress = word > 0x1000 && word < program.length;
            if (isAddress && random.nextBoolean()) {
                longer.putInt(at, word + ADDRESS_SHIFT);
            }
        }
        return Arrays.copyOf(longer.array(), length);
    }
}
