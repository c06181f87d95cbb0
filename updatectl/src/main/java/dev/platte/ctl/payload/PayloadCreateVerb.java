package dev.platte.ctl.payload;

import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.payload.create.CreateException;
import dev.platte.payload.create.CreateRequest;
import dev.platte.payload.create.CreatedPayload;
import dev.platte.payload.create.PayloadCreator;
import dev.platte.payload.create.Signing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** payload create. */
@Command(
        name = "create",
        description = "Make a payload from the image of a /usr partition, and sign it.",
        mixinStandardHelpOptions = true)
final class PayloadCreateVerb implements Callable<Integer> {
    @Mixin private final OutputOptions output;
    @Mixin private final PassphraseOption passphrase = new PassphraseOption();

    @ArgGroup(multiplicity = "1")
    private How signing = new How();

    @Option(names = "--image", required = true, paramLabel = "FILE", description = "the new image")
    private Path image = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "FILE",
            description = "the old image, for a delta (not possible yet)")
    private @Nullable Path source;

    @Option(
            names = "--kernel",
            paramLabel = "FILE",
            description = "the kernel that goes with the image")
    private @Nullable Path kernel;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "the payload")
    private Path out = Path.of("");

    /** Exactly one of them. */
    static final class How extends SigningOptions {
        @Option(
                names = "--unsigned",
                description = "no signature: no client accepts it until it is signed")
        private boolean unsigned;
    }

    PayloadCreateVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call()
            throws IOException, CreateException, UnusableKeyException, InterruptedException {
        if (source != null) {
            throw new CreateException(
                    "--source: delta payloads cannot be made yet; leave it out for a full payload");
        }
        Signing how = signing.signing(passphrase);
        long total = Files.size(image) + (kernel == null ? 0 : Files.size(kernel));
        CreatedPayload created;
        try (Progress progress = output.progress("compressing", total)) {
            created =
                    PayloadCreator.create(
                            new CreateRequest(
                                    image,
                                    Optional.ofNullable(kernel),
                                    out,
                                    how,
                                    CreateRequest.workersOfThisMachine(),
                                    progress::at));
        }
        output.result(signing.result(out, how, created));
        return 0;
    }
}
