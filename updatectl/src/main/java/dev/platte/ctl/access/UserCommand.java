package dev.platte.ctl.access;

import dev.platte.ctl.api.Answer;
import dev.platte.ctl.api.ApiException;
import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import dev.platte.ctl.api.Session;
import dev.platte.ctl.api.VerbGroup;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** user and its verbs. */
@Command(
        name = "user",
        description = "People who sign in, and their roles.",
        synopsisSubcommandLabel = "COMMAND")
public final class UserCommand extends VerbGroup {
    private static final String ROLE =
            "viewer, operator, approver or admin; ROLE@APPID: for one application; may be repeated";
    private static final int LONGEST_PASSWORD = 1000;

    private UserCommand() {}

    /** user and its verbs. */
    public static CommandLine tree(Terminal terminal) {
        return new CommandLine(new UserCommand(), Session.factory(terminal));
    }

    @Command(description = "Let somebody in.")
    int create(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "what they sign in with") String name,
            @Option(names = "--role", required = true, description = ROLE) List<String> roles,
            @Option(names = "--email", description = "where they are reached")
                    Optional<String> email,
            @Option(
                            names = "--password-file",
                            paramLabel = "FILE",
                            description =
                                    "its first line is the password; default: none, a provider vouches")
                    Optional<Path> password,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body =
                new Body()
                        .with("name", name)
                        .with("email", email)
                        .with("roles", roles(roles))
                        .with("reason", reason);
        if (password.isPresent()) {
            body.with("password", read(password.get()));
        }
        session.answer(session.api().postOnce(Place.of("users"), body).value());
        return 0;
    }

    @Command(description = "All who were let in.")
    int list(@Mixin Session session) throws ApiException, IOException, InterruptedException {
        Answer answer = session.api().get(Place.of("users"));
        session.rows(
                answer.value(),
                answer.objects(),
                "name",
                "email",
                "grants",
                "lastSignIn",
                "disabled",
                "issuer");
        return 0;
    }

    @Command(description = "One of them.")
    int show(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name)
            throws ApiException, IOException, InterruptedException {
        session.answer(session.api().get(place(name)).value());
        return 0;
    }

    @Command(description = "Give somebody another password; ends their sessions.")
    int password(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(
                            names = "--password-file",
                            required = true,
                            paramLabel = "FILE",
                            description = "its first line is the password")
                    Path password,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("password", read(password)).with("reason", reason);
        session.answer(session.api().replace(place(name), "password", body).value());
        return 0;
    }

    @Command(description = "Give somebody these roles instead of all they had.")
    int roles(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--role", required = true, description = ROLE) List<String> roles,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("roles", roles(roles)).with("reason", reason);
        session.answer(session.api().replace(place(name), "roles", body).value());
        return 0;
    }

    @Command(description = "Shut somebody out, with all their sessions and tokens.")
    int disable(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--reason", required = true, description = "why, for all to see")
                    String reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("reason", reason);
        session.answer(session.api().act(place(name), "disable", body).value());
        return 0;
    }

    @Command(description = "Let somebody in again.")
    int enable(
            @Mixin Session session,
            @Parameters(paramLabel = "NAME", description = "as list shows it") String name,
            @Option(names = "--reason", description = "for the audit trail")
                    Optional<String> reason)
            throws ApiException, IOException, InterruptedException {
        Body body = new Body().with("reason", reason);
        session.answer(session.api().act(place(name), "enable", body).value());
        return 0;
    }

    private static List<Map<String, @Nullable Object>> roles(List<String> texts) {
        List<Map<String, @Nullable Object>> roles = new ArrayList<>();
        for (String text : texts) {
            int at = text.indexOf('@');
            Map<String, @Nullable Object> role = new LinkedHashMap<>();
            role.put("role", at < 0 ? text : text.substring(0, at));
            if (at >= 0) {
                role.put("application", text.substring(at + 1));
            }
            roles.add(role);
        }
        return roles;
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_PASSWORD) {
            throw new IOException(file + " is too long for a password");
        }
        String password = Files.readString(file).lines().findFirst().orElse("");
        if (password.isEmpty()) {
            throw new IOException(file + " holds no password in its first line");
        }
        return password;
    }

    private static Place place(String name) {
        return Place.of("users", name);
    }
}
