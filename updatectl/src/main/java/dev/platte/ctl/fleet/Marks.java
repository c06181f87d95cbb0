package dev.platte.ctl.fleet;

import dev.platte.ctl.api.Body;
import dev.platte.ctl.api.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Marks of hosts, all of which must hold. */
abstract class Marks {
    @Option(names = "--group", description = "track or id")
    private Optional<String> group = Optional.empty();

    @Option(names = "--state", description = "such as installed, failed, fell-back")
    private Optional<String> state = Optional.empty();

    @Option(names = "--prefix", description = "how the machine id begins")
    private Optional<String> prefix = Optional.empty();

    @Option(names = "--alias", description = "how the alias begins")
    private Optional<String> alias = Optional.empty();

    @Option(names = "--address", description = "how the address begins, such as 10.1.")
    private Optional<String> address = Optional.empty();

    @Option(names = "--error", description = "whose last error it was, such as 10")
    private Optional<Long> error = Optional.empty();

    @Option(names = "--silent-for", description = "not seen for so long, such as P7D")
    private Optional<String> silentFor = Optional.empty();

    /** What they run; the option is not called the same everywhere. */
    abstract Optional<String> running();

    /** Whether those that are not counted any more. */
    abstract boolean retired();

    /** The same choice in an address. */
    Place in(Place place) {
        Place chosen = place;
        for (Map.Entry<String, Object> mark : said().entrySet()) {
            chosen = chosen.with(mark.getKey(), mark.getValue());
        }
        return chosen;
    }

    /** The same choice in a body. */
    Body body(boolean alsoRetired) {
        Body body = new Body();
        said().forEach(body::with);
        return alsoRetired ? body.with("retired", true) : body;
    }

    /** Whether something narrows the choice. */
    boolean isSaid() {
        return said().keySet().stream().anyMatch(name -> !name.equals("retired"));
    }

    private Map<String, Object> said() {
        Map<String, Object> said = new LinkedHashMap<>();
        Map<String, Optional<?>> all = new LinkedHashMap<>();
        all.put("group", group);
        all.put("version", running());
        all.put("state", state);
        all.put("prefix", prefix);
        all.put("alias", alias);
        all.put("address", address);
        all.put("error", error);
        all.put("silentFor", silentFor);
        all.forEach((name, value) -> value.ifPresent(text -> said.put(name, text)));
        if (retired()) {
            said.put("retired", true);
        }
        return said;
    }
}
