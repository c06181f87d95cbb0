package dev.platte.client.lock;

import dev.platte.keys.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An authority and certificates of it, made by openssl. */
record Certificates(Path authority, TlsFiles.Identity server, TlsFiles.Identity client) {

    static Certificates make(Path home) throws Exception {
        Files.createDirectories(home);
        Path authority = home.resolve("ca.pem");
        run(
                home,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                "ca.key",
                "-out",
                "ca.pem",
                "-days",
                "30",
                "-subj",
                "/CN=test authority");
        return new Certificates(authority, issue(home, "server"), issue(home, "client"));
    }

    private static TlsFiles.Identity issue(Path home, String name) throws Exception {
        Files.writeString(
                home.resolve("ext"),
                "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth,clientAuth\n");
        run(
                home,
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".csr",
                "-subj",
                "/CN=" + name);
        run(
                home,
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.pem",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-out",
                name + ".pem",
                "-days",
                "30",
                "-extfile",
                "ext");
        return new TlsFiles.Identity(home.resolve(name + ".pem"), home.resolve(name + ".key"));
    }

    private static void run(Path home, String... words) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(words));
        Process process =
                new ProcessBuilder(command)
                        .directory(home.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(output);
        }
    }
}
