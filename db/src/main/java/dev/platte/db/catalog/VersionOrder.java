package dev.platte.db.catalog;

import dev.platte.db.verb.RefusedException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version as a text that sorts, byte by byte, as SemVer orders versions with any count of numbers
 * (SemVer 2.0.0, section 11). Trailing zero numbers and build metadata do not count.
 */
final class VersionOrder {

    private static final Pattern VERSION =
            Pattern.compile(
                    "([0-9]{1,40}(?:\\.[0-9]{1,40}){0,15})"
                            + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+){0,15}))?"
                            + "(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

    private VersionOrder() {}

    static String of(String version) {
        Matcher parts = VERSION.matcher(version);
        if (version.length() > 128 || !parts.matches()) {
            throw RefusedException.invalid(
                    "version-invalid",
                    "\""
                            + version
                            + "\" is no version; give numbers with dots, such as 3510.2.0 or 1.2.3-rc.1.");
        }
        StringBuilder key = new StringBuilder();
        String[] numbers = parts.group(1).replaceFirst("(\\.0+)+$", "").split("\\.");
        for (String number : numbers) {
            key.append('1').append(number(number));
        }
        // '0' ends the numbers: below '1', so that 1.2 comes before 1.2.1.
        key.append('0');
        String pre = parts.group(2);
        if (pre == null) {
            return key.append('~').toString();
        }
        for (String identifier : pre.split("\\.")) {
            key.append('!');
            if (identifier.matches("[0-9]+")) {
                key.append('0').append(number(identifier));
            } else {
                key.append('1').append(identifier);
            }
        }
        return key.append(' ').toString();
    }

    /** Its length in two digits, then its digits: longer numbers are greater. */
    private static String number(String digits) {
        String bare = digits.replaceFirst("^0+(?=.)", "");
        return "%02d%s".formatted(bare.length(), bare);
    }
}
