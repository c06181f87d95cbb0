package dev.platte.db.access;

import dev.platte.db.verb.RefusedException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A part of the API that a token is limited to.
 *
 * <pre>
 * app:KEY               everything of one application
 * app:KEY:GROUP,GROUP   looking, and these groups of verbs, of one application
 * app:*:GROUP,GROUP     looking, and these groups of verbs, of all applications and of the server
 * </pre>
 *
 * KEY is the appid without braces, in lower case, with {@code %}, {@code :} and {@code ,} written
 * as {@code %25}, {@code %3a} and {@code %2c}. Several scopes of a token add up.
 *
 * @param application key of the application; absent: all, and what belongs to none
 * @param groups never empty
 */
public record Scope(@Nullable String application, Set<VerbGroup> groups) {

    private static final String PREFIX = "app:";
    private static final String ALL = "*";

    public Scope {
        groups = Set.copyOf(groups);
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a scope without verbs opens nothing");
        }
    }

    /**
     * Reads a scope as it was written.
     *
     * @throws RefusedException {@code scope-invalid}, with what is wrong in it
     */
    public static Scope parse(String text) {
        String[] parts = text.split(":", -1);
        if (!text.startsWith(PREFIX) || parts.length > 3 || parts[1].isEmpty()) {
            throw invalid(text, "write app:KEY or app:KEY:GROUP,GROUP");
        }
        String application = parts[1].equals(ALL) ? null : decoded(text, parts[1]);
        if (parts.length == 2) {
            return new Scope(application, EnumSet.allOf(VerbGroup.class));
        }
        Set<VerbGroup> groups = EnumSet.noneOf(VerbGroup.class);
        for (String word : parts[2].split(",", -1)) {
            groups.add(
                    VerbGroup.ofWord(word)
                            .orElseThrow(
                                    () ->
                                            invalid(
                                                    text,
                                                    "there is no group \""
                                                            + word
                                                            + "\"; groups are "
                                                            + words())));
        }
        return new Scope(application, groups);
    }

    /** Whether a verb of this group is in it; what belongs to no application has none. */
    public boolean admits(VerbGroup group, @Nullable String of) {
        return (application == null || application.equals(of))
                && (group == VerbGroup.READ || groups.contains(group));
    }

    /** The one way to write it. */
    @Override
    public String toString() {
        String place = PREFIX + (application == null ? ALL : encoded(application));
        if (groups.size() == VerbGroup.values().length) {
            return place;
        }
        return place
                + ":"
                + new TreeSet<>(groups)
                        .stream().map(VerbGroup::word).collect(Collectors.joining(","));
    }

    /** The scope that would open this, for messages. */
    static String naming(VerbGroup group, @Nullable String application) {
        return new Scope(application, Set.of(group)).toString();
    }

    static List<Scope> parseAll(List<String> texts) {
        return texts.stream().map(Scope::parse).toList();
    }

    private static String encoded(String key) {
        return key.replace("%", "%25").replace(":", "%3a").replace(",", "%2c");
    }

    private static String decoded(String text, String part) {
        String key =
                part.toLowerCase(Locale.ROOT)
                        .replace("%2c", ",")
                        .replace("%3a", ":")
                        .replace("%25", "%");
        if (!encoded(key).equals(part.toLowerCase(Locale.ROOT))) {
            throw invalid(text, "in the application, write % as %25, : as %3a and , as %2c");
        }
        boolean braced = key.length() > 2 && key.startsWith("{") && key.endsWith("}");
        return braced ? key.substring(1, key.length() - 1) : key;
    }

    private static String words() {
        return Stream.of(VerbGroup.values()).map(VerbGroup::word).collect(Collectors.joining(", "));
    }

    private static RefusedException invalid(String text, String why) {
        return RefusedException.invalid(
                "scope-invalid", "The scope \"" + text + "\" cannot be read: " + why + ".");
    }
}
