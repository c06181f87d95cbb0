package dev.platte.server.edge;

import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.Users;
import dev.platte.db.verb.Caller;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Lets the first administrator in: where there is no user and no token opens anything, a token is
 * made and laid into a file that only its owner reads.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class FirstToken implements ApplicationRunner {

    static final String FILE = "admin-token";

    private static final Logger LOG = LoggerFactory.getLogger(FirstToken.class);

    private final Tokens tokens;
    private final Users users;
    private final ServerSettings settings;

    FirstToken(Tokens tokens, Users users, ServerSettings settings) {
        this.tokens = tokens;
        this.users = users;
        this.settings = settings;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (tokens.anyUsable() || users.any()) {
            return;
        }
        Path file = settings.data().resolve(FILE);
        try {
            create(file);
            IssuedToken first =
                    tokens.issue(
                            "first administrator",
                            Role.ADMIN,
                            List.of(),
                            null,
                            Caller.system("first start: no token existed"));
            Files.write(file, (first.secret() + "\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the first token to " + file, e);
        }
        LOG.info("first start: an administrator's token is in {}", file);
    }

    /**
     * Private before the secret is in it. A file of an earlier database is replaced, not written
     * into.
     */
    private static void create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.createFile(
                file,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
