package dev.platte.ctl.release;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** package and its verbs. */
@Command(
        name = "package",
        description = "Packages: releases of an application, with their payloads.",
        synopsisSubcommandLabel = "COMMAND")
public final class PackageCommand extends VerbGroup {
    private PackageCommand() {}

    /** package and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new PackageCommand(), Session.factory(terminal))
                .addSubcommand(new PackageUploadVerb(terminal))
                .addSubcommand(PackageFileCommand.tree(terminal));
    }

    @Command(description = "Make a draft, which takes a payload.")
    int create(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", required = true, description = "such as amd64, arm64")
                    String arch,
            @Option(names = "--notes", description = "what is new") Optional<String> notes,
            @Option(
                            names = "--mirror",
                            paramLabel = "URL",
                            description = "another place of its files; may be repeated")
                    @Nullable List<String> mirrors)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Body body =
                new Body()
                        .with("version", version)
                        .with("arch", arch)
                        .with("notes", notes)
                        .with("mirrors", Optional.ofNullable(mirrors));
        session.answer(api.post(app.of(session, api).sub("packages"), body).value());
        return 0;
    }

    @Command(description = "Change what is said of a package, and where its files lie.")
    int set(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--notes", description = "what is new") Optional<String> notes,
            @Option(
                            names = "--mirror",
                            paramLabel = "URL",
                            description =
                                    "a directory of its files, in the order hosts try them; empty: none")
                    @Nullable List<String> mirrors,
            @Option(
                            names = "--own-store",
                            arity = "1",
                            paramLabel = "BOOLEAN",
                            description = "whether hosts are also sent to the server (true, false)")
                    Optional<Boolean> ownStore,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("notes", notes).with("ownStore", ownStore);
        if (mirrors != null) {
            body.with("mirrors", mirrors.stream().filter(url -> !url.isEmpty()).toList());
        }
        if (body.isEmpty()) {
            throw session.usage("say what to set: --notes, --mirror or --own-store");
        }
        Api api = session.api();
        Place place = find(api, app.of(session, api), version, arch);
        session.answer(api.patch(place, body.with("reason", reason), false).value());
        return 0;
    }

    @Command(
            description =
                    "Look whether the files of a package lie at its mirrors; exit status 1 if one does not.")
    int check(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(
                            names = "--digest",
                            description = "fetch and hash them, not only ask their size")
                    boolean digest)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), version, arch).sub("check");
        Answer answer = api.postLong(digest ? place.with("digest", true) : place);
        session.rows(
                answer.value(),
                answer.objects(),
                "file",
                "mirror",
                "good",
                "status",
                "size",
                "failure");
        return answer.objects().stream().allMatch(each -> each.text("good").equals("true")) ? 0 : 1;
    }

    @Command(description = "Make a draft ready for channels.")
    int publish(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), version, arch);
        session.answer(api.act(place, "publish", new Body()).value());
        return 0;
    }

    @Command(
            description =
                    "Never offer a package again. A channel that points to it goes on doing so; point it elsewhere.")
    int withdraw(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(names = "--reason", required = true, description = "what is wrong with it")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), version, arch);
        session.answer(api.act(place, "withdraw", new Body().with("reason", reason)).value());
        return 0;
    }

    @Command(
            name = "drop-delta",
            description = "Take a delta away from a package: hosts get the full payload.")
    int dropDelta(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch,
            @Option(
                            names = "--from",
                            required = true,
                            paramLabel = "VERSION",
                            description = "the version that the delta starts from")
                    String from,
            @Option(names = "--reason", required = true, description = "what is wrong with it")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = find(api, app.of(session, api), version, arch);
        Place delta = place.sub("deltas", from).with("reason", reason);
        session.answer(api.delete(place, delta).value());
        return 0;
    }

    @Command(description = "All packages.")
    int list(@Mixin Session session, @Mixin AppOption app)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Answer answer = api.get(app.of(session, api).sub("packages"));
        session.rows(
                answer.value(),
                answer.objects().stream().map(PackageCommand::withFiles).toList(),
                "version",
                "arch",
                "state",
                "bytes",
                "deltas",
                "created",
                "published");
        return 0;
    }

    @Command(description = "One package and its files.")
    int show(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(paramLabel = "VERSION", description = "such as 1.1.0") String version,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        session.answer(api.get(find(api, app.of(session, api), version, arch)).value());
        return 0;
    }

    static Place find(Api api, Place app, String version, Optional<String> arch)
            throws ApiException, InterruptedException {
        Place packages = app.sub("packages");
        if (arch.isPresent()) {
            return packages.sub(arch.get(), version);
        }
        return packages.sub(
                OnlyArch.of(
                        "package " + version,
                        api.get(packages).objects().stream()
                                .filter(each -> each.text("version").equals(version))
                                .map((JsonObject each) -> each.text("arch"))
                                .toList()),
                version);
    }

    /** The size of the full payload, and where deltas start from. */
    private static JsonObject withFiles(JsonObject each) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(each.members());
        List<String> sources = new ArrayList<>();
        for (JsonObject payload : each.objects("payloads")) {
            if (payload.text("kind").equals("FULL")) {
                members.put("bytes", payload.members().get("size"));
            } else {
                sources.add("from " + payload.text("source"));
            }
        }
        members.put("deltas", String.join(", ", sources));
        return new JsonObject(members);
    }
}
