package dev.platte.server.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.session.web.http.CookieSerializer.CookieValue;
import org.springframework.session.web.http.HttpSessionIdResolver;

/**
 * The browser holds 256 random bits, the database only their SHA-256: who reads the table of
 * sessions cannot take one over. Spring Session takes the hash for the id.
 */
final class HashedIds implements SessionIdGenerator, HttpSessionIdResolver {

    private record Fresh(String id, String secret) {}

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final CookieSerializer cookies;
    private final SecureRandom random;

    /** An id is made and its cookie is written by the same thread, in one request. */
    private final ThreadLocal<@Nullable Fresh> fresh = new ThreadLocal<>();

    HashedIds(CookieSerializer cookies, SecureRandom random) {
        this.cookies = cookies;
        this.random = random;
    }

    @Override
    public String generate() {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        String secret = BASE64.encodeToString(bits);
        String id = hash(secret);
        fresh.set(new Fresh(id, secret));
        return id;
    }

    @Override
    public List<String> resolveSessionIds(HttpServletRequest request) {
        return cookies.readCookieValues(request).stream()
                .filter(secret -> secret.length() == 43)
                .map(HashedIds::hash)
                .toList();
    }

    @Override
    public void setSessionId(HttpServletRequest request, HttpServletResponse response, String id) {
        Fresh made = fresh.get();
        fresh.remove();
        if (made != null && made.id().equals(id)) {
            cookies.writeCookieValue(new CookieValue(request, response, made.secret()));
        }
    }

    @Override
    public void expireSession(HttpServletRequest request, HttpServletResponse response) {
        cookies.writeCookieValue(new CookieValue(request, response, ""));
    }

    private static String hash(String secret) {
        try {
            return BASE64.encodeToString(
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
