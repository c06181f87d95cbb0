package dev.platte.ctl.payload;

import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Whose signature counts. */
final class TrustOption {
    @Option(
            names = "--key",
            required = true,
            paramLabel = "PUBLIC",
            description = "a trusted public key (PEM), or a directory of *.pem; any one is enough")
    private List<Path> keys = new ArrayList<>();

    TrustSet read() throws IOException, UnusableKeyException {
        return KeyFiles.readTrust(keys);
    }
}
