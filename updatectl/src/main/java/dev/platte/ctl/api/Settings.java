package dev.platte.ctl.api;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person or a build need not say each time, from the environment and {@link ConfigFile}. A
 * profile that is asked for wins over the environment, and that over the rest of the file.
 */
final class Settings {
    static final String URL = "PLATTE_URL";
    static final String TOKEN_FILE = "PLATTE_TOKEN_FILE";
    static final String TOKEN = "PLATTE_TOKEN";
    static final String APP = "PLATTE_APP";
    static final String CA_FILE = "PLATTE_CA_FILE";
    static final String PROFILE = "PLATTE_PROFILE";

    private static final Set<String> KEYS = Set.of(URL, TOKEN_FILE, TOKEN, APP, CA_FILE);
    private static final Set<String> VARIABLES =
            Set.of(URL, TOKEN_FILE, TOKEN, APP, CA_FILE, PROFILE);
    private static final Set<String> FILES = Set.of(TOKEN_FILE, CA_FILE);
    private static final long MOST_BYTES = 65_536;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private final Map<String, String> values = new LinkedHashMap<>();

    /**
     * Reads the file of this environment, if there is one.
     *
     * @param wanted the profile; empty: the one that the environment names, or none
     */
    Settings(Map<String, String> environment, Optional<String> wanted) throws IOException {
        Misspelt.check(environment.keySet(), VARIABLES);
        Optional<Path> file = ConfigFile.place(environment).filter(Files::exists);
        if (file.isPresent()) {
            read(file.get(), environment, wanted);
            return;
        }
        if (wanted.isPresent()) {
            throw new IOException("there is no updatectl.conf that could have a profile");
        }
        take(environment);
    }

    private void read(Path file, Map<String, String> environment, Optional<String> wanted)
            throws IOException {
        ConfigFile config = ConfigFile.read(file, KEYS);
        if (config.holds(TOKEN)) {
            requirePrivate(file);
        }
        take(beside(file, config.always()));
        Optional<String> usual =
                Optional.ofNullable(environment.get(PROFILE)).filter(name -> !name.isBlank());
        if (wanted.isEmpty() && usual.isPresent()) {
            take(beside(file, config.profile(usual.get())));
        }
        take(environment);
        if (wanted.isPresent()) {
            take(beside(file, config.profile(wanted.get())));
        }
    }

    /** Files of the configuration lie beside it. */
    private static Map<String, String> beside(Path file, Map<String, String> said) {
        Map<String, String> found = new LinkedHashMap<>(said);
        FILES.forEach(
                key ->
                        found.computeIfPresent(
                                key, (k, name) -> file.resolveSibling(name).toString()));
        return found;
    }

    /** A token's file and a token are one choice: who says one of them replaces both. */
    private void take(Map<String, String> said) {
        if (said.containsKey(TOKEN) || said.containsKey(TOKEN_FILE)) {
            values.remove(TOKEN);
            values.remove(TOKEN_FILE);
        }
        for (String key : KEYS) {
            String value = said.getOrDefault(key, "");
            if (!value.isBlank()) {
                values.put(key, value.strip());
            }
        }
    }

    Optional<String> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The server's address without a slash at its end. */
    URI url(Optional<String> option) throws ApiException {
        String text =
                option.or(() -> get(URL))
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                "which server? say --url, or set PLATTE_URL"
                                                        + " (https://updates.example.com)"));
        return server(text);
    }

    /** The address of a server without a slash at its end. */
    static URI server(String text) throws ApiException {
        try {
            URI url = new URI(text.replaceFirst("/+$", ""));
            boolean usable =
                    ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawQuery() == null;
            if (usable) {
                return url;
            }
        } catch (URISyntaxException e) {
            throw new ApiException(text + " is no address; write https://updates.example.com");
        }
        throw new ApiException(
                "%s is no address of a server; write https://updates.example.com"
                        .formatted(text.replaceFirst("//[^/@]*@", "//")));
    }

    /** The token, from a file that only its owner reads, or from the environment. */
    String token(Optional<Path> option) throws ApiException, IOException {
        Optional<Path> file = option.or(() -> get(TOKEN_FILE).map(Path::of));
        if (file.isPresent()) {
            return token(file.get());
        }
        return checked(
                get(TOKEN)
                        .orElseThrow(
                                () ->
                                        new ApiException(
                                                "no token: say --token-file FILE, or set"
                                                        + " PLATTE_TOKEN_FILE")),
                TOKEN);
    }

    /** The token in a file that only its owner reads. */
    static String token(Path file) throws ApiException, IOException {
        requirePrivate(file);
        return checked(text(file).strip(), file.toString());
    }

    private static String checked(String token, String where) throws ApiException {
        if (token.isEmpty() || !token.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new ApiException(where + " holds no token: one line of letters and digits");
        }
        return token;
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is too long for what it should hold");
        }
        return Files.readString(file);
    }

    private static void requirePrivate(Path file) throws IOException {
        Set<PosixFilePermission> granted = EnumSet.copyOf(OTHERS);
        granted.retainAll(Files.getPosixFilePermissions(file));
        if (!granted.isEmpty()) {
            throw new IOException(
                    "%s holds a token and is open to others; run: chmod 600 %s"
                            .formatted(file, file));
        }
    }
}
