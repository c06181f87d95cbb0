package dev.platte.db.catalog;

import dev.platte.db.verb.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What names may look like. */
public final class Names {

    private static final Pattern ARCH = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final Pattern CHANNEL = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /** Two dots in a row are a way out of a directory: no offer may carry them (Omaha v3). */
    private static final Pattern FILE =
            Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._+-]{0,199}");

    private static final int MAX_MIRRORS = 16;

    private Names() {}

    /**
     * One name for each architecture: {@code x86_64}, {@code x64} and {@code amd64-usr} are {@code
     * amd64}; {@code aarch64} and {@code arm64-usr} are {@code arm64}; others stay as they are, in
     * lower case.
     */
    public static String arch(String said) {
        String lower = said.strip().toLowerCase(Locale.ROOT);
        return switch (lower) {
            case "x86_64", "x86-64", "x64", "amd64-usr" -> "amd64";
            case "aarch64", "arm64-usr" -> "arm64";
            default -> lower;
        };
    }

    static String checkedArch(String said) {
        String arch = arch(said);
        if (!ARCH.matcher(arch).matches()) {
            throw RefusedException.invalid(
                    "arch-invalid",
                    "\"" + said + "\" is no architecture; give one such as amd64 or arm64.");
        }
        return arch;
    }

    static String checkedChannel(String name) {
        if (!CHANNEL.matcher(name).matches()) {
            throw RefusedException.invalid(
                    "channel-name-invalid",
                    "A channel's name has 1 to 100 letters, digits, dots, dashes and underscores.");
        }
        return name;
    }

    static String checkedFileName(String name) {
        if (!FILE.matcher(name).matches()) {
            throw RefusedException.invalid(
                    "file-name-invalid",
                    "A file name has 1 to 200 letters, digits and . _ + -, begins with a letter or digit, and has no two dots in a row.");
        }
        return name;
    }

    /** The text, stripped. */
    static String text(String what, String value, int min, int max) {
        String text = value.strip();
        if (text.length() < min || text.length() > max || text.indexOf('\0') >= 0) {
            throw RefusedException.invalid(
                    "text-invalid",
                    what
                            + " has "
                            + min
                            + " to "
                            + max
                            + " characters; this has "
                            + text.length()
                            + ".");
        }
        return text;
    }

    static List<String> checkedMirrors(List<String> mirrors) {
        if (mirrors.size() > MAX_MIRRORS) {
            throw RefusedException.invalid(
                    "mirrors-invalid", "A package has at most " + MAX_MIRRORS + " mirrors.");
        }
        return mirrors.stream().map(Names::checkedMirror).toList();
    }

    private static String checkedMirror(String mirror) {
        try {
            URI uri = new URI(mirror);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && mirror.length() <= 1024) {
                return mirror.endsWith("/") ? mirror : mirror + "/";
            }
        } catch (URISyntaxException e) {
            throw RefusedException.invalid(
                    "mirrors-invalid", "\"" + mirror + "\" is no address: " + e.getReason() + ".");
        }
        throw RefusedException.invalid(
                "mirrors-invalid",
                "\"" + mirror + "\" is no mirror; give an http or https address of a directory.");
    }
}
