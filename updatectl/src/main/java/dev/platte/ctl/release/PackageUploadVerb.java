package dev.platte.ctl.release;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * package upload: from a file to a release in one step. Each part that is done already is left as
 * it is, so that a build that broke off is simply run again.
 */
@Command(
        name = "upload",
        description =
                "Upload a payload; make its package, publish it and point a channel to it when asked.")
final class PackageUploadVerb implements Callable<Integer> {
    private static final int BUFFER = 1 << 16;

    @Mixin private final Session session;
    @Mixin private final AppOption app = new AppOption();

    @Option(names = "--file", required = true, paramLabel = "FILE", description = "the payload")
    private Path file = Path.of("");

    @Option(
            names = "--version",
            required = true,
            paramLabel = "VERSION",
            description = "such as 1.1.0")
    private String version = "";

    @Option(
            names = "--arch",
            required = true,
            paramLabel = "ARCH",
            description = "such as amd64, arm64")
    private String arch = "";

    @Option(
            names = "--delta-from",
            paramLabel = "VERSION",
            description = "the file is a delta, and this the version that it starts from")
    private @Nullable String source;

    @Option(names = "--notes", paramLabel = "TEXT", description = "what is new")
    private @Nullable String notes;

    @Option(
            names = "--extra",
            paramLabel = "FILE",
            description = "a file beside the payload, such as a system extension; may be repeated")
    private @Nullable List<Path> extras;

    @Option(names = "--publish", description = "make it ready for channels")
    private boolean publish;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "point this channel to it; needs --publish")
    private @Nullable String channel;

    PackageUploadVerb(Terminal terminal) {
        session = new Session(terminal);
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        if (channel != null && !publish) {
            throw session.usage("--channel needs --publish: channels point to published packages");
        }
        Api api = session.api();
        Place application = app.of(session, api);
        String sha256 = sha256(file);
        Place place = application.sub("packages", arch, version);
        JsonObject found = existing(api, place, application);
        if (found.text("state").equals("WITHDRAWN")) {
            throw new ApiException(
                    "package %s for %s was withdrawn: take a new version".formatted(version, arch));
        }
        if (holds(found, sha256)) {
            session.note("the payload is on the server already");
        } else {
            found = upload(api, place, sha256).object();
        }
        for (Path extra : extras == null ? List.<Path>of() : extras) {
            found = beside(api, place, found, extra);
        }
        if (publish && found.text("state").equals("DRAFT")) {
            found = api.act(place, "publish", new Body()).object();
        }
        if (channel != null) {
            Place pointer = application.sub("channels", arch, channel);
            ChannelCommand.point(api, pointer, version, false, Optional.empty());
            session.note("channel %s points to %s".formatted(channel, version));
        }
        session.answer(found.members());
        return 0;
    }

    private JsonObject existing(Api api, Place place, Place application)
            throws ApiException, InterruptedException {
        try {
            return api.get(place).object();
        } catch (ApiException e) {
            if (!e.code().equals("package-unknown")) {
                throw e;
            }
        }
        return api.post(
                        application.sub("packages"),
                        new Body()
                                .with("version", version)
                                .with("arch", arch)
                                .with("notes", Optional.ofNullable(notes)))
                .object();
    }

    /** Whether this very file was uploaded before; another full payload is refused. */
    private boolean holds(JsonObject found, String sha256) throws ApiException {
        for (JsonObject payload : found.objects("payloads")) {
            if (payload.text("sha256").equals(sha256)) {
                return true;
            }
            if (source == null && payload.text("kind").equals("FULL")) {
                throw new ApiException(
                        "package %s for %s holds another payload (sha256 %s, that of %s is %s): take a new version"
                                .formatted(version, arch, payload.text("sha256"), file, sha256));
            }
        }
        return false;
    }

    /** The file beside the payload; one that is there already is not sent again. */
    private JsonObject beside(Api api, Place place, JsonObject found, Path extra)
            throws ApiException, IOException, InterruptedException {
        String sha256 = sha256(extra);
        String name = String.valueOf(extra.getFileName());
        boolean there =
                found.objects("files").stream()
                        .anyMatch(
                                file ->
                                        file.text("name").equals(name)
                                                && file.text("sha256").equals(sha256));
        if (there) {
            session.note(name + " is on the server already");
            return found;
        }
        return PackageFileCommand.upload(session, api, place, extra, Optional.empty(), false)
                .object();
    }

    private Answer upload(Api api, Place place, String sha256)
            throws ApiException, IOException, InterruptedException {
        Place part = place.sub("uploads", sha256);
        Map<String, String> query = source == null ? Map.of() : Map.of("source", source);
        try (Progress progress = session.progress("uploading", Files.size(file))) {
            return api.resume(place, part, query, file, progress::at);
        }
    }

    static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
