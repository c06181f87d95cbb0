package dev.platte.ctl.api;

import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.output.OutputOptions;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;

/** The options of every verb that asks a server, and the asking. */
public final class Session extends OutputOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "the server (PLATTE_URL), such as https://updates.example.com")
    private @Nullable String url;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "its first line is the token (PLATTE_TOKEN_FILE); for you alone to read")
    private @Nullable Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description = "certificates in PEM, whose alone the server's may be (PLATTE_CA_FILE)")
    private @Nullable Path authorities;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "of updatectl.conf (PLATTE_PROFILE)")
    private @Nullable String profile;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    /** For a verb that runs there. */
    public Session(Terminal terminal) {
        super(terminal);
    }

    /** Makes the sessions of verbs that run there, and everything else as usual. */
    public static IFactory factory(Terminal terminal) {
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type == Session.class
                        ? type.cast(new Session(terminal))
                        : CommandLine.defaultFactory().create(type);
            }
        };
    }

    /** The server that was chosen. */
    public Api api() throws ApiException, IOException {
        Settings settings = settings();
        URI server = settings.url(Optional.ofNullable(url));
        Connection connection =
                Connection.open(
                        server,
                        Optional.ofNullable(authorities)
                                .or(() -> settings.get(Settings.CA_FILE).map(Path::of)),
                        terminal().environment());
        String token = settings.token(Optional.ofNullable(tokenFile));
        return new Api(token, new Exchange(server, connection, Pause.REAL));
    }

    /**
     * The application that was meant.
     *
     * @param api the server that is asked
     * @param wanted its appid or name; empty: the one of the settings, or the only one there is
     */
    public Place application(Api api, Optional<String> wanted)
            throws ApiException, IOException, InterruptedException {
        Settings settings = settings();
        Optional<String> said = wanted.or(() -> settings.get(Settings.APP));
        List<JsonObject> found = new ArrayList<>();
        for (JsonObject application : api.get(Place.of("applications")).objects()) {
            if (said.isEmpty() || isMeant(application, said.get())) {
                found.add(application);
            }
        }
        if (found.size() == 1) {
            return Place.of("applications", bare(found.getFirst().text("appid")));
        }
        if (found.isEmpty()) {
            throw new ApiException(
                    said.map("the server has no application %s that this token may see"::formatted)
                            .orElse(
                                    "the server has no application yet; make one with: app create"));
        }
        throw new ApiException(
                "which application? say --app with one of: "
                        + found.stream()
                                .map(each -> each.text("appid") + " (" + each.text("name") + ")")
                                .collect(Collectors.joining(", ")));
    }

    /** All pages from this one on, until there are so many things. */
    public List<@Nullable Object> pages(Api api, Place first, int most)
            throws ApiException, InterruptedException {
        List<@Nullable Object> all = new ArrayList<>();
        Answer page = api.get(first);
        while (true) {
            if (page.value() instanceof List<?> list) {
                all.addAll(list);
            }
            if (all.size() >= most || page.next().isEmpty()) {
                if (all.size() > most || page.next().isPresent()) {
                    note("there are more; say --limit");
                }
                return all.size() > most ? all.subList(0, most) : all;
            }
            page = api.page(page.next().get());
        }
    }

    /**
     * A time as it is written in requests.
     *
     * @param option is named when it cannot be read
     * @param text RFC 3339, or an ISO 8601 duration from now on
     */
    public String time(String option, String text) {
        try {
            return text.startsWith("P")
                    ? terminal()
                            .clock()
                            .instant()
                            .truncatedTo(ChronoUnit.SECONDS)
                            .plus(Duration.parse(text))
                            .toString()
                    : Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw usage("%s %s: write 2027-01-31T00:00:00Z or P90D".formatted(option, text));
        }
    }

    private Settings settings() throws IOException {
        return new Settings(terminal().environment(), Optional.ofNullable(profile));
    }

    private static boolean isMeant(JsonObject application, String said) {
        return application.text("name").equals(said)
                || bare(application.text("appid")).equalsIgnoreCase(bare(said));
    }

    private static String bare(String appid) {
        return appid.startsWith("{") && appid.endsWith("}")
                ? appid.substring(1, appid.length() - 1)
                : appid;
    }
}
