package dev.platte.ctl.release;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** app key and its verbs. */
@Command(
        name = "key",
        description = "The public keys of which one must have signed each payload.",
        synopsisSubcommandLabel = "COMMAND")
final class AppKeyCommand extends VerbGroup {
    private static final long MOST_BYTES = 65_536;

    @Command(description = "Accept payloads that this key signed from now on.")
    int trust(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "FILE", description = "the public key, PEM") Path file,
            @Option(names = "--name", description = "what people call it (default: the file's)")
                    Optional<String> name)
            throws ApiException, IOException, InterruptedException, UnusableKeyException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is too long for a key");
        }
        String pem = Files.readString(file);
        // A private key that was named by mistake must not leave this machine.
        Pem.readPublic(pem, file.toString());
        Api api = session.api();
        Body body =
                new Body()
                        .with(
                                "name",
                                name.orElseGet(
                                        () ->
                                                file.getFileName()
                                                        .toString()
                                                        .replaceFirst("\\..*$", "")))
                        .with("pem", pem);
        session.answer(api.post(app.of(session, api).sub("keys"), body).value());
        return 0;
    }

    @Command(description = "All keys, also revoked ones.")
    int list(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("keys"));
        session.rows(answer.value(), answer.objects(), "name", "fingerprint", "added", "revoked");
        return 0;
    }

    @Command(description = "Accept nothing more that this key signs.")
    int revoke(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "FINGERPRINT", description = "as list shows it")
                    String fingerprint,
            @Option(names = "--reason", required = true, description = "for the audit trail")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(
                api.act(
                                app.of(session, api).sub("keys", fingerprint),
                                "revoke",
                                new Body().with("reason", reason))
                        .value());
        return 0;
    }
}
