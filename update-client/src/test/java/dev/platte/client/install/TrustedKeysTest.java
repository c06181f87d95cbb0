package dev.platte.client.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.KeyFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedKeysTest {
    private static final SigningKey KEY = SigningKey.generate(KeyType.P256, new SecureRandom());

    @TempDir private Path temp;
    private Path keys;
    private Path file;

    @BeforeEach
    void oneKey() throws Exception {
        keys = Files.createDirectory(temp.resolve("keys"));
        file = keys.resolve("a.pem");
        KeyFiles.writePublic(KEY.verificationKey(), file);
    }

    private void isRefused(Path path, String why) {
        assertThatExceptionOfType(InstallException.class)
                .isThrownBy(() -> TrustedKeys.of(List.of(path)))
                .withMessageContaining(why);
    }

    @Test
    void directoriesAndFilesAreTrustedAndMissingOnesAreNone() throws Exception {
        assertThat(TrustedKeys.of(List.of(temp.resolve("none"), keys)).keys())
                .containsExactly(KEY.verificationKey());
        assertThat(TrustedKeys.of(List.of(file)).keys()).containsExactly(KEY.verificationKey());
        isRefused(temp.resolve("none"), "no trusted payload key (*.pem) in [");
    }

    @Test
    void whatEverybodyCouldHavePutThereIsNotTrusted() throws Exception {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        isRefused(keys, "everybody on this host can write " + file + "; run chmod o-w " + file);
        isRefused(file, "chmod o-w " + file);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxrwxrwx"));
        isRefused(keys, "chmod o-w " + keys);
    }

    @Test
    void whatIsNoFileIsNotWaitedFor() throws Exception {
        Files.createSymbolicLink(keys.resolve("b.pem"), Path.of("/dev/zero"));
        isRefused(keys, "b.pem is no file");
        isRefused(Path.of("/dev/zero"), "/dev/zero is no file");
    }
}
