package dev.platte.server.contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What can go wrong, by the codes of problem documents, from the list beside this class. */
public final class ProblemCodes {

    private static final Map<String, Meaning> ALL = read();

    private ProblemCodes() {}

    /**
     * @param statuses of the answers that carry it
     * @param sentence what it means and what to do
     */
    public record Meaning(List<Integer> statuses, String sentence) {}

    /** By code, in the order of the alphabet. */
    public static Map<String, Meaning> all() {
        return ALL;
    }

    private static Map<String, Meaning> read() {
        Properties list = new Properties();
        try (InputStream in = ProblemCodes.class.getResourceAsStream("problems.properties")) {
            if (in == null) {
                throw new IllegalStateException("problems.properties is missing");
            }
            list.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("problems.properties cannot be read", e);
        }
        Map<String, Meaning> all = new TreeMap<>();
        for (String code : list.stringPropertyNames()) {
            String[] parts = list.getProperty(code).split(" ", 2);
            all.put(
                    code,
                    new Meaning(
                            Stream.of(parts[0].split(",")).map(Integer::valueOf).toList(),
                            parts[1]));
        }
        return all;
    }
}
