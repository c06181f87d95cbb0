package dev.platte.keys.store;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Key files. Private ones are created with mode 0600 and never over an existing file; one that
 * group or others may read is refused, as ssh does.
 */
public final class KeyFiles {
    private static final int MOST_TRUSTED = 256;

    private KeyFiles() {}

    /** The public key of a PEM file. */
    public static VerificationKey readPublic(Path file) throws IOException, UnusableKeyException {
        return Pem.readPublic(text(file), file.toString());
    }

    /**
     * The private key of a PEM file, or of a PKCS#12 file when its name ends in {@code .p12} or
     * {@code .pfx}.
     *
     * @throws UnusableKeyException also when group or others have any access to the file
     */
    public static SigningKey readPrivate(Path file, Passphrase passphrase)
            throws IOException, UnusableKeyException {
        requirePrivate(file);
        String name = file.getFileName().toString();
        if (name.endsWith(".p12") || name.endsWith(".pfx")) {
            return Pkcs12.read(bytes(file), file.toString(), passphrase);
        }
        return Pem.readPrivate(text(file), file.toString(), passphrase);
    }

    /**
     * What the given paths trust: each is a PEM file, or a directory whose {@code *.pem} files
     * count. A missing path is an error, an empty directory trusts nothing.
     */
    public static TrustSet readTrust(List<Path> paths) throws IOException, UnusableKeyException {
        List<VerificationKey> keys = new ArrayList<>();
        for (Path path : paths) {
            for (Path file : Files.isDirectory(path) ? pemFiles(path) : List.of(path)) {
                keys.addAll(Pem.readPublics(text(file), file.toString()));
            }
        }
        return TrustSet.of(keys);
    }

    private static List<Path> pemFiles(Path directory) throws IOException, UnusableKeyException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    files.filter(file -> file.getFileName().toString().endsWith(".pem"))
                            .sorted()
                            .limit(MOST_TRUSTED + 1L)
                            .toList();
            if (found.size() > MOST_TRUSTED) {
                throw new UnusableKeyException(
                        directory + " holds more than " + MOST_TRUSTED + " key files");
            }
            return found;
        }
    }

    /** Writes a new PEM file, PKCS#8 in the clear, mode 0600. */
    public static void writePrivate(SigningKey key, Path file) throws IOException {
        create(file, Pem.write(key).getBytes(StandardCharsets.US_ASCII), "rw-------");
    }

    /** Writes a new PEM file, encrypted PKCS#8, mode 0600. */
    public static void writePrivate(SigningKey key, Path file, char[] passphrase)
            throws IOException {
        create(
                file,
                Pem.writeEncrypted(key, passphrase).getBytes(StandardCharsets.US_ASCII),
                "rw-------");
    }

    /** Writes a new PKCS#12 file with the key and a self-signed certificate, mode 0600. */
    public static void writePkcs12(SigningKey key, Path file, char[] passphrase)
            throws IOException {
        create(file, Pkcs12.write(key, passphrase), "rw-------");
    }

    /** Writes a new PEM file, SubjectPublicKeyInfo, mode 0644. */
    public static void writePublic(VerificationKey key, Path file) throws IOException {
        create(file, Pem.write(key).getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
    }

    private static void create(Path file, byte[] content, String mode) throws IOException {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(mode);
        FileAttribute<?> attribute = PosixFilePermissions.asFileAttribute(permissions);
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(file, options, attribute)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    file + " exists and key files are never overwritten; choose another name", e);
        }
    }

    private static void requirePrivate(Path file) throws IOException, UnusableKeyException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException e) {
            return; // a file system without modes has nothing to check
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
        boolean open =
                permissions.stream()
                        .anyMatch(
                                p ->
                                        p.name().startsWith("GROUP_")
                                                || p.name().startsWith("OTHERS_"));
        if (open) {
            throw new UnusableKeyException(
                    "%s is a private key with mode %s: others can reach it; run chmod 600 %s"
                            .formatted(file, PosixFilePermissions.toString(permissions), file));
        }
    }

    private static String text(Path file) throws IOException, UnusableKeyException {
        return new String(bytes(file), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(Path file) throws IOException, UnusableKeyException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(Pem.MOST_CHARACTERS + 1);
            if (bytes.length > Pem.MOST_CHARACTERS) {
                throw new UnusableKeyException(
                        "%s is longer than %d bytes: not a key file"
                                .formatted(file, Pem.MOST_CHARACTERS));
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new IOException(file + " does not exist", e);
        }
    }
}
