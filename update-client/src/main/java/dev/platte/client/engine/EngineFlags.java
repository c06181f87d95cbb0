package dev.platte.client.engine;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The flags of update_engine_client in every form that gflags takes: {@code -status}, {@code
 * --status}, {@code --status=true}, {@code --nostatus}. glog's flags are taken and mean nothing
 * here; arguments that are no flags are ignored, as gflags ignores them.
 */
record EngineFlags(Set<Verb> verbs) {
    private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes");
    private static final Set<String> FALSE = Set.of("0", "f", "false", "n", "no");
    private static final Set<String> GLOG_BOOLEANS =
            Set.of(
                    "logtostderr",
                    "alsologtostderr",
                    "colorlogtostderr",
                    "log_prefix",
                    "drop_log_memory",
                    "stop_logging_if_full_disk",
                    "symbolize_stacktrace");
    private static final Set<String> GLOG_VALUES =
            Set.of(
                    "log_dir",
                    "log_link",
                    "log_backtrace_at",
                    "logbuflevel",
                    "logbufsecs",
                    "logmailer",
                    "max_log_size",
                    "minloglevel",
                    "stderrthreshold",
                    "v",
                    "vmodule");

    EngineFlags {
        verbs = Set.copyOf(verbs);
    }

    /** What can be wanted, in the order in which it is looked at. */
    enum Verb {
        RESET_STATUS,
        STATUS,
        CHECK_FOR_UPDATE,
        UPDATE,
        WATCH_FOR_UPDATES,
        HELP,
        VERSION;

        private String flag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The command line cannot be read; the message is gflags' own. */
    static final class BadFlag extends Exception {
        private static final long serialVersionUID = 1L;

        BadFlag(String message) {
            super(message);
        }
    }

    static EngineFlags parse(List<String> arguments) throws BadFlag {
        Set<Verb> verbs = EnumSet.noneOf(Verb.class);
        Iterator<String> left = arguments.iterator();
        while (left.hasNext()) {
            String argument = left.next();
            if (argument.equals("--")) {
                break;
            }
            if (argument.startsWith("-") && argument.length() > 1) {
                take(argument.replaceFirst("^--?", ""), left, verbs);
            }
        }
        return new EngineFlags(verbs);
    }

    private static void take(String flag, Iterator<String> left, Set<Verb> verbs) throws BadFlag {
        int equals = flag.indexOf('=');
        String name = equals < 0 ? flag : flag.substring(0, equals);
        if (GLOG_VALUES.contains(name)) {
            if (equals < 0 && !left.hasNext()) {
                throw new BadFlag("flag '%s' is missing its argument".formatted(name));
            }
            if (equals < 0) {
                left.next();
            }
            return;
        }
        boolean negated = !isBoolean(name) && name.startsWith("no");
        String bare = negated ? name.substring(2) : name;
        if (!isBoolean(bare)) {
            throw new BadFlag("unknown command line flag '%s'".formatted(name));
        }
        boolean wanted = !negated && (equals < 0 || isTrue(name, flag.substring(equals + 1)));
        for (Verb verb : Verb.values()) {
            if (verb.flag().equals(bare) || verb == Verb.HELP && isHelp(bare)) {
                if (wanted) {
                    verbs.add(verb);
                } else {
                    verbs.remove(verb);
                }
            }
        }
    }

    private static boolean isBoolean(String name) {
        if (GLOG_BOOLEANS.contains(name) || isHelp(name)) {
            return true;
        }
        for (Verb verb : Verb.values()) {
            if (verb.flag().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHelp(String name) {
        return name.equals("helpfull") || name.equals("helpshort");
    }

    private static boolean isTrue(String name, String value) throws BadFlag {
        String lower = value.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower) || FALSE.contains(lower)) {
            return TRUE.contains(lower);
        }
        throw new BadFlag("illegal value '%s' specified for bool flag '%s'".formatted(value, name));
    }
}
