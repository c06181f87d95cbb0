package dev.platte.db.document;

import dev.platte.db.verb.RefusedException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** One place in a policy document: reads its value, or refuses it by its name and range. */
public final class PolicyNode {

    private final String path;
    private final JsonNode node;

    /**
     * @param path what messages call it
     */
    public PolicyNode(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** An object that has no other keys than these. */
    public PolicyNode object(String... keys) {
        if (!node.isObject()) {
            throw refused("an object with " + String.join(", ", keys));
        }
        Set<String> known = Set.of(keys);
        for (String key : node.propertyNames()) {
            if (!known.contains(key)) {
                throw RefusedException.invalid(
                        "policy-invalid",
                        path + " has no field " + key + "; it has " + String.join(", ", keys));
            }
        }
        return this;
    }

    /** The value at a key, or another if it is absent or null. */
    public <T> T get(String key, T absent, Function<PolicyNode, T> read) {
        JsonNode value = node.get(key);
        return value == null || value.isNull()
                ? absent
                : read.apply(new PolicyNode(path + "." + key, value));
    }

    /** The value at a key that must be there. */
    public <T> T need(String key, Function<PolicyNode, T> read) {
        JsonNode value = node.get(key);
        if (value == null || value.isNull()) {
            throw RefusedException.invalid("policy-invalid", path + "." + key + " is missing.");
        }
        return read.apply(new PolicyNode(path + "." + key, value));
    }

    public <T> List<T> list(int most, Function<PolicyNode, T> read) {
        if (!node.isArray() || node.size() > most) {
            throw refused("a list of at most " + most);
        }
        List<T> items = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            items.add(read.apply(new PolicyNode(path + "[" + i + "]", node.get(i))));
        }
        return items;
    }

    /** An object of any keys, each with a value of one kind. */
    public <T> Map<String, T> map(int most, Function<PolicyNode, T> read) {
        if (!node.isObject() || node.size() > most) {
            throw refused("an object with at most " + most + " keys");
        }
        Map<String, T> items = new LinkedHashMap<>();
        for (String key : node.propertyNames()) {
            items.put(key, read.apply(new PolicyNode(path + "." + key, node.get(key))));
        }
        return items;
    }

    /** Whether a text stands there, where other things may stand as well. */
    public boolean isText() {
        return node.isString();
    }

    public boolean flag() {
        if (!node.isBoolean()) {
            throw refused("true or false");
        }
        return node.booleanValue();
    }

    public int whole(int least, int most) {
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.intValue() < least
                || node.intValue() > most) {
            throw refused(
                    "a whole number, "
                            + least
                            + (most == Integer.MAX_VALUE ? " or more" : " to " + most));
        }
        return node.intValue();
    }

    public double number(double least, double most) {
        if (!node.isNumber() || !(node.doubleValue() >= least && node.doubleValue() <= most)) {
            throw refused("a number, " + least + " to " + most);
        }
        return node.doubleValue();
    }

    public BigDecimal percent() {
        if (!node.isNumber()
                || node.decimalValue().signum() < 0
                || node.decimalValue().compareTo(BigDecimal.valueOf(100)) > 0
                || node.decimalValue().stripTrailingZeros().scale() > 4) {
            throw refused("a percentage, 0 to 100, with at most four decimals");
        }
        return node.decimalValue();
    }

    /** In whole seconds. */
    public Duration duration(Duration least, Duration most) {
        String range = "a duration in whole seconds, " + least + " to " + most + ", such as PT90M";
        Duration duration = parsed(Duration::parse, range);
        if (duration.compareTo(least) < 0
                || duration.compareTo(most) > 0
                || duration.toNanosPart() != 0) {
            throw refused(range);
        }
        return duration;
    }

    public String text(int most) {
        if (!node.isString()
                || node.stringValue().isBlank()
                || node.stringValue().length() > most) {
            throw refused("a text of 1 to " + most + " characters");
        }
        return node.stringValue().strip();
    }

    /** A text in a form of its own. */
    public <T> T parsed(Function<String, T> parser, String wanted) {
        if (!node.isString()) {
            throw refused(wanted);
        }
        try {
            return parser.apply(node.stringValue());
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw refused(wanted);
        }
    }

    /** A value that its parts make wrong. */
    public <T> T checked(Function<PolicyNode, T> make) {
        try {
            return make.apply(this);
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid("policy-invalid", path + ": " + e.getMessage() + ".");
        }
    }

    public RefusedException refused(String wanted) {
        String found = node.toString();
        String said = found.length() > 100 ? found.substring(0, 100) + "..." : found;
        return RefusedException.invalid(
                "policy-invalid", path + " is " + said + "; give " + wanted + ".");
    }
}
