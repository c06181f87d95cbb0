package dev.platte.ctl.release;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.Api;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.AppOption;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.output.Progress;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** package file and its verbs. */
@Command(
        name = "file",
        description = "Files beside a payload: system extensions, images of the vendor.",
        synopsisSubcommandLabel = "COMMAND")
final class PackageFileCommand extends VerbGroup {
    private PackageFileCommand() {}

    static CommandLine tree(Terminal terminal) {
        return new CommandLine(new PackageFileCommand(), Session.factory(terminal));
    }

    @Command(description = "Upload a file to a draft, in place of one of the same name.")
    int add(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "VERSION", description = "the package")
                    String version,
            @Parameters(index = "1", paramLabel = "FILE", description = "what to upload") Path file,
            @Option(names = "--name", description = "what hosts know it by (the file's name)")
                    Optional<String> name,
            @Option(names = "--required", description = "a host's update fails without it")
                    boolean required,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = PackageCommand.find(api, app.of(session, api), version, arch);
        session.answer(upload(session, api, place, file, name, required).value());
        return 0;
    }

    @Command(description = "Take a file from a draft.")
    int remove(
            @Mixin Session session,
            @Mixin AppOption app,
            @Parameters(index = "0", paramLabel = "VERSION", description = "the package")
                    String version,
            @Parameters(index = "1", paramLabel = "NAME", description = "as package show has it")
                    String name,
            @Option(names = "--arch", description = "needless when there is one only")
                    Optional<String> arch)
            throws ApiException, IOException, InterruptedException {
        Api api = session.api();
        Place place = PackageCommand.find(api, app.of(session, api), version, arch);
        session.answer(api.removePart(place, place.sub("files", name)).value());
        return 0;
    }

    static Answer upload(
            Session session,
            Api api,
            Place place,
            Path file,
            Optional<String> name,
            boolean required)
            throws ApiException, IOException, InterruptedException {
        String called = name.orElse(String.valueOf(file.getFileName()));
        Place to =
                place.sub("files", called)
                        .with("sha256", PackageUploadVerb.sha256(file))
                        .with("required", required);
        try (Progress progress = session.progress("uploading " + called, Files.size(file))) {
            return api.upload(place, to, file, progress::at);
        }
    }
}
