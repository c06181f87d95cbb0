package dev.platte.ctl.configuration;

import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** export: applications, channels, groups, policies, floors and keys as one YAML document. */
@Command(
        name = "export",
        description = "Print the whole configuration as one YAML document, for apply.")
public final class ExportVerb implements Callable<Integer> {
    @Mixin private Session session;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write it there (default: standard output)")
    private Optional<Path> out = Optional.empty();

    private ExportVerb(Terminal terminal) {
        this.session = new Session(terminal);
    }

    /** The verb, for the root. */
    public static CommandLine verb(Terminal terminal) {
        return new CommandLine(new ExportVerb(terminal));
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        String document = session.api().get(Place.of("export")).text();
        if (out.isPresent()) {
            Files.writeString(out.get(), document);
        } else {
            session.text("document", document);
        }
        return 0;
    }
}
