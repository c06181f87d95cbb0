package dev.platte.client.agent;

import static dev.platte.client.agent.Samples.OUTCOMES;
import static dev.platte.client.agent.Samples.STATES;
import static dev.platte.client.agent.Samples.WAITING_STATES;
import static dev.platte.client.agent.Samples.name;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The picture and the table of docs/agent.md are what {@link Step#next} does. */
class TransitionsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "agent.md");
    private static final Path GENERATED = Path.of("target", "agent-transitions.md");
    private static final String BEGIN = "<!-- drawn from the code: begin -->\n";
    private static final String END = "<!-- drawn from the code: end -->\n";

    private static Optional<State> next(State state, Outcome outcome) {
        try {
            return Optional.of(Step.next(state, outcome));
        } catch (IllegalStateException impossible) {
            return Optional.empty();
        }
    }

    /**
     * Arrows by their ends, with all outcomes that lead along them; ends of the process left out.
     */
    private static String picture() {
        Map<String, List<String>> arrows = new LinkedHashMap<>();
        for (State from : STATES) {
            for (Outcome outcome : OUTCOMES) {
                next(from, outcome)
                        .filter(_ -> !(outcome instanceof Outcome.Stopped))
                        .ifPresent(
                                to ->
                                        arrows.computeIfAbsent(
                                                        name(from) + " --> " + name(to),
                                                        _ -> new ArrayList<>())
                                                .add(name(outcome)));
            }
        }
        String lines =
                arrows.entrySet().stream()
                        .map(arrow -> "    %s: %s%n".formatted(arrow.getKey(), words(arrow)))
                        .collect(Collectors.joining());
        return "```mermaid%nstateDiagram-v2%n    [*] --> Idle%n%s```%n".formatted(lines);
    }

    private static String words(Map.Entry<String, List<String>> arrow) {
        return String.join(", ", arrow.getValue());
    }

    private static String table() {
        StringBuilder rows = new StringBuilder();
        rows.append("| state | on D-Bus | outcome | next | next, where a release waits |\n");
        rows.append("|---|---|---|---|---|\n");
        for (State state : STATES) {
            Optional<State> waiting =
                    WAITING_STATES.stream().filter(w -> name(w).equals(name(state))).findFirst();
            for (Outcome outcome : OUTCOMES) {
                Optional<State> next = next(state, outcome);
                Optional<State> other = waiting.flatMap(w -> next(w, outcome));
                if (next.isEmpty() && other.isEmpty()) {
                    continue;
                }
                String otherName = other.map(Samples::name).orElse("");
                rows.append(
                        "| %s | %s | %s | %s | %s |\n"
                                .formatted(
                                        name(state),
                                        state.status().replace("UPDATE_STATUS_", ""),
                                        name(outcome),
                                        next.map(Samples::name).orElse(""),
                                        next.map(Samples::name).equals(other.map(Samples::name))
                                                ? ""
                                                : otherName));
            }
        }
        return rows.toString();
    }

    private static String impossible() {
        int all = STATES.size() * OUTCOMES.size();
        long possible =
                STATES.stream()
                        .mapToLong(
                                s -> OUTCOMES.stream().filter(o -> next(s, o).isPresent()).count())
                        .sum();
        return "%d states, %d outcomes: %d pairs, of which %d can happen; each of the others is listed in the code and throws.\n"
                .formatted(STATES.size(), OUTCOMES.size(), all, possible);
    }

    @Test
    void theDocumentIsDrawnFromTheCode() throws IOException {
        String drawn = (impossible() + "\n" + picture() + "\n" + table()).replace("\r\n", "\n");
        Files.writeString(GENERATED, drawn);
        String document = Files.readString(DOCUMENT);
        assertThat(document).contains(BEGIN, END);
        assertThat(
                        document.substring(
                                document.indexOf(BEGIN) + BEGIN.length(), document.indexOf(END)))
                .as("docs/agent.md; what it should hold is in update-client/" + GENERATED)
                .isEqualTo(drawn);
    }

    @Test
    void everyStateAndOutcomeIsExplained() throws IOException {
        String document = Files.readString(DOCUMENT);
        TreeSet<String> names = new TreeSet<>();
        STATES.forEach(state -> names.add(name(state)));
        OUTCOMES.forEach(outcome -> names.add(name(outcome)));
        assertThat(names).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
    }
}
