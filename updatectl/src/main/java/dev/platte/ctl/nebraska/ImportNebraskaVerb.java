package dev.platte.ctl.nebraska;

import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.OtherServer;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** import nebraska. Reads only: nothing changes there, and here nothing before apply. */
@Command(
        name = "nebraska",
        description =
                "Write what a Nebraska holds as a document for apply: applications, channels, groups and their policies. What has no counterpart is noted.",
        mixinStandardHelpOptions = true)
final class ImportNebraskaVerb implements Callable<Integer> {

    /** Where it is read. */
    static final class Source {
        @Option(
                names = "--from",
                paramLabel = "URL",
                required = true,
                description = "the Nebraska, such as https://nebraska.example.com")
        private Optional<String> url = Optional.empty();

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "its tables as JSON instead, as docs/migrate.md writes them")
        private Optional<Path> file = Optional.empty();
    }

    @Mixin private final OutputOptions output;

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    @Option(
            names = "--from-token-file",
            paramLabel = "FILE",
            description = "its first line is a token for the Nebraska; for you alone to read")
    private Optional<Path> tokenFile = Optional.empty();

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "certificates in PEM, whose alone the Nebraska's may be")
    private Optional<Path> authorities = Optional.empty();

    @Option(
            names = "--application",
            paramLabel = "NAME",
            description = "only this one, by name or id; may be repeated")
    private List<String> wanted = List.of();

    @Option(
            names = "--versions",
            description =
                    "point channels as they point there, with their floors; the packages must be uploaded by then")
    private boolean versions;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write the document there (default: standard output)")
    private Optional<Path> out = Optional.empty();

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "also write a shell script that fetches and uploads the packages")
    private Optional<Path> script = Optional.empty();

    ImportNebraskaVerb(Terminal terminal) {
        output = new OutputOptions(terminal);
    }

    @Override
    public Integer call() throws ApiException, IOException, InterruptedException {
        Nebraska nebraska = chosen(read());
        Counterpart counterpart = new Counterpart(nebraska, versions);
        Map<String, Object> document = counterpart.document();
        if (script.isPresent()) {
            Files.writeString(script.get(), PackageScript.of(nebraska));
        }
        if (output.isForPeople()) {
            String text = YamlText.of(document);
            if (out.isPresent()) {
                Files.writeString(out.get(), text);
            } else {
                output.text("document", text);
            }
            counterpart.notes().forEach(note -> output.note(note.about() + ": " + note.sentence()));
        } else {
            all(document, counterpart.notes());
        }
        return 0;
    }

    /** For programs: the document with the notes in one object, also where it was written. */
    private void all(Map<String, Object> document, List<Note> notes) throws IOException {
        if (out.isPresent()) {
            Files.writeString(out.get(), YamlText.of(document));
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("document", document);
        all.put(
                "notes",
                notes.stream()
                        .map(note -> Map.of("about", note.about(), "sentence", note.sentence()))
                        .toList());
        output.answer(all);
    }

    private Nebraska read() throws ApiException, IOException, InterruptedException {
        if (source.file.isPresent()) {
            return NebraskaDump.read(source.file.get());
        }
        return new NebraskaServer(
                        OtherServer.open(
                                source.url.orElseThrow(),
                                tokenFile,
                                authorities,
                                output.terminal().environment()))
                .read();
    }

    private Nebraska chosen(Nebraska all) throws ApiException {
        if (wanted.isEmpty()) {
            return all;
        }
        for (String name : wanted) {
            if (all.applications().stream().noneMatch(each -> isCalled(each, name))) {
                throw new ApiException("there is no application " + name + " there");
            }
        }
        return new Nebraska(
                all.applications().stream()
                        .filter(each -> wanted.stream().anyMatch(name -> isCalled(each, name)))
                        .toList(),
                all.groups(),
                all.channels(),
                all.packages(),
                all.floors());
    }

    private static boolean isCalled(JsonObject application, String name) {
        return List.of("name", "id", "product_id").stream()
                .anyMatch(member -> Objects.equals(application.text(member), name));
    }
}
