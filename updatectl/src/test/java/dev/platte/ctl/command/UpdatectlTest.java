package dev.platte.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class UpdatectlTest {
    private static final String IMAGE =
            "f831bb8630bea08e8027b51d14537e4971f44a9ed082292bb7aa7533ebffc60b";
    private static final String KERNEL =
            "7c51113f5c23b9d06698ced90ccf695cd2a18b6e536240d2d999d10edad52406";

    @TempDir Path directory;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void unpackVectors() throws Exception {
        Path vectors =
                Path.of(
                                Objects.requireNonNull(getClass().getResource("/vectors/key-1.pem"))
                                        .toURI())
                        .getParent();
        try (var files = Files.list(vectors)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve(file.getFileName()));
            }
        }
        Files.setPosixFilePermissions(
                directory.resolve("key-1.pem"), PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void applyWritesImageAndKernelOfTheRealToolsPayload() throws Exception {
        assertThat(
                        run(
                                "payload apply --payload @full-kernel-signed.crau --key @key-1.pub.pem"
                                        + " --out @new.img --kernel-out @kernel"))
                .isZero();
        assertThat(sha256("new.img")).isEqualTo(IMAGE);
        assertThat(sha256("kernel")).isEqualTo(KERNEL);
        assertThat(out.toString()).contains("imageSha256   " + IMAGE);
        assertThat(err.toString()).contains("applying: 100%");
    }

    @Test
    void applyChangesTheOldImageByADelta() throws Exception {
        try (var packed = Files.newInputStream(directory.resolve("usr-1.img.gz"))) {
            Files.copy(new GZIPInputStream(packed), directory.resolve("old.img"));
        }
        String apply = "payload apply --payload @delta-kernel-signed.crau --key @key-1.pub.pem";
        assertThat(run(apply + " --out @new.img")).isEqualTo(1);
        assertThat(err.toString()).contains("give the image that it changes with --source");
        assertThat(run(apply + " --out @new.img --source @full-signed.crau")).isEqualTo(1);
        assertThat(err.toString()).contains("the payload starts from an image of 4194304");
        assertThat(directory.resolve("new.img")).doesNotExist();
        assertThat(
                        run(
                                apply
                                        + " --out @new.img --source @old.img"
                                        + " --kernel-out @kernel --source-kernel @kernel-1.bin"))
                .isZero();
        assertThat(sha256("new.img")).isEqualTo(IMAGE);
        assertThat(sha256("kernel")).isEqualTo(KERNEL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key-1.pub.pem", "key-2.pub.pem"})
    void eitherOfTwoSignaturesIsEnough(String key) {
        assertThat(run("payload verify --quiet --payload @full-two-signatures.crau --key @" + key))
                .isZero();
        assertThat(out.toString() + err).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "full-unsigned.crau, key-1.pub.pem, no signature",
        "full-signed.crau, key-wrong.pub.pem, none of the 1 signatures",
        "key-1.pem, key-1.pub.pem, does not begin with CrAU",
        "gone.crau, key-1.pub.pem, does not exist",
        "full-signed.crau, key-1.pem, private key where a public one is needed"
    })
    void whatIsRefusedIsOneClearLineAndLeavesNothing(String payload, String key, String why)
            throws Exception {
        assertThat(
                        run(
                                "payload apply --output json --payload @%s --key @%s --out @new.img"
                                        .formatted(payload, key)))
                .isEqualTo(1);
        assertThat(err.toString()).startsWith("updatectl: ").contains(why).containsOnlyOnce("\n");
        assertThat(out.toString()).isEmpty();
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.contains("new.img"));
        }
    }

    @Test
    void twoStepsEndInTheBytesOfOne() throws Exception {
        run("payload sign --payload @full-unsigned.crau --key @key-1.pem --out @once.crau");
        assertThat(sha256("once.crau")).isEqualTo(sha256("full-signed.crau"));
        assertThat(
                        run(
                                "payload sign --payload @full-unsigned.crau --signature-size 256 --hash-out @hash"
                                        + " --out @prepared.crau"))
                .isZero();
        assertThat(Files.size(directory.resolve("hash"))).isEqualTo(32);
        assertThat(out.toString()).contains("nobody yet");
        byte[] whole = Files.readAllBytes(directory.resolve("once.crau"));
        Files.write(
                directory.resolve("signature"),
                Arrays.copyOfRange(whole, whole.length - 256, whole.length));
        assertThat(
                        run(
                                "payload sign --payload @prepared.crau --signature @signature --public-key @key-1.pub.pem"
                                        + " --out @twice.crau"))
                .isZero();
        assertThat(sha256("twice.crau")).isEqualTo(sha256("once.crau"));
    }

    @Test
    void whatIsCreatedWithGeneratedKeysAppliesAgain() throws Exception {
        byte[] image = new byte[3 * 4096];
        image[5000] = 1;
        Files.write(directory.resolve("image"), image);
        assertThat(run("keys generate --type rsa3072 --out @mine.pem")).isZero();
        assertThat(run("keys public --key @mine.pem --out @mine.pub.pem")).isZero();
        assertThat(
                        run(
                                "payload create --image @image --kernel @kernel-2.bin --key @mine.pem --key @key-1.pem"
                                        + " --out @made.crau"))
                .isZero();
        assertThat(
                        run(
                                "payload apply --payload @made.crau --key @mine.pub.pem --out @again --kernel-out @kernel"))
                .isZero();
        assertThat(directory.resolve("again")).hasBinaryContent(image);
        assertThat(sha256("kernel")).isEqualTo(KERNEL);
    }

    @Test
    void inspectSpeaksToProgramsAndPeople() {
        assertThat(run("payload inspect --output json --payload @delta-kernel-signed.crau"))
                .isZero();
        assertThat(out.toString())
                .startsWith("{\n  \"payload\": ")
                .contains("\"kind\": \"delta\"")
                .contains("\"type\": \"BSDIFF\"")
                .endsWith("]\n}\n");
        out = new StringWriter();
        assertThat(run("payload inspect --payload @delta-kernel-signed.crau")).isZero();
        assertThat(out.toString()).contains("249+12 262+135").contains("kernel     REPLACE_BZ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "payload",
                "payload frobnicate",
                "payload create --image @made --kernel @kernel-2.bin --source-kernel @kernel-1.bin --unsigned --out @x",
                "payload create --image @kernel-2.bin --out @x",
                "payload create --image @kernel-2.bin --unsigned --key @key-1.pem --out @x",
                "payload verify --payload @full-signed.crau",
                "payload apply --source-kernel @kernel-1.bin --payload @full-signed.crau --key @key-1.pub.pem --out @x",
                "keys generate --type dsa --out @x",
                "payload inspect --output xml --payload @full-signed.crau"
            })
    void wrongUsageIsTwoWithAHint(String line) {
        assertThat(run(line)).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("updatectl: ")
                .contains("--help")
                .containsOnlyOnce("\n");
        assertThat(directory.resolve("x")).doesNotExist();
    }

    @Test
    void anImageOfTheWrongSizeIsRefusedWithAdvice() {
        assertThat(run("payload create --image @kernel-2.bin --key @key-1.pem --out @x"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("50001 bytes").contains("truncate");
    }

    @Test
    void aDeltaIsMadeAndApplied() throws Exception {
        byte[] old = new byte[40 * 4096];
        new Random(1).nextBytes(old);
        byte[] made = old.clone();
        System.arraycopy(old, 0, made, 4096, 20 * 4096);
        made[30 * 4096]++;
        Files.write(directory.resolve("old"), old);
        Files.write(directory.resolve("made"), made);
        assertThat(
                        run(
                                "payload create --image @made --source @old --key @key-1.pem --out @delta"
                                        + " --kernel @kernel-2.bin --source-kernel @kernel-1.bin"))
                .isZero();
        assertThat(out.toString())
                .contains("kind                delta")
                .contains("blocksMoved         20")
                .contains("blocksPatched       1");
        assertThat(
                        run(
                                "payload apply --payload @delta --source @old --key @key-1.pub.pem --out @again"
                                        + " --kernel-out @kernel --source-kernel @kernel-1.bin"))
                .isZero();
        assertThat(directory.resolve("again")).hasBinaryContent(made);
        assertThat(sha256("kernel")).isEqualTo(KERNEL);
    }

    @Test
    void aDeltaThatIsNotSmallerIsSaidAndMadeFull() throws Exception {
        Files.write(directory.resolve("old"), new byte[4096]);
        Files.write(directory.resolve("made"), new byte[8192]);
        assertThat(run("payload create --image @made --source @old --key @key-1.pem --out @full"))
                .isZero();
        assertThat(out.toString()).contains("kind         full").contains("whyFull");
        assertThat(err.toString()).contains("the full payload was made");
    }

    @Test
    void aTerminalGetsABarThatIsDrawnAgain() {
        CommandLine tree = Updatectl.tree(new Terminal(true, InstantSource.fixed(Instant.EPOCH)));
        run(tree, "payload verify --payload @full-signed.crau --key @key-1.pub.pem");
        assertThat(err.toString()).contains("\rverifying [##").contains("] 100%").endsWith("\n");
    }

    private int run(String line) {
        return run(Updatectl.tree(new Terminal(false, InstantSource.system())), line);
    }

    private int run(CommandLine tree, String line) {
        tree.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        String[] words =
                line.isEmpty() ? new String[0] : line.replace("@", directory + "/").split(" ");
        return tree.execute(words);
    }

    private String sha256(String name) throws IOException, GeneralSecurityException {
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
