package dev.platte.web.health;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.retention.Keeping;
import dev.platte.db.vitals.DatabaseVitals;
import dev.platte.web.page.Who;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** How this server and its database are, and what they keep for how long. */
@Controller
final class HealthController {

    private static final int TABLES = 12;

    private final Vitals vitals;
    private final DatabaseVitals database;
    private final List<Keeping> kept;

    HealthController(Vitals vitals, DatabaseVitals database, List<Keeping> kept) {
        this.vitals = vitals;
        this.database = database;
        this.kept = kept.stream().sorted(Comparator.comparing(Keeping::what)).toList();
    }

    /** What the process itself uses. */
    public record Process(Duration uptime, long heap, long heapMost, long processors, long load) {}

    @GetMapping("/server")
    String server(Who who, Model model) {
        who.requireLook(VerbGroup.APPLICATION);
        Lately lately = new Lately(vitals.lately());
        DatabaseVitals.Whole whole = database.whole();
        List<DatabaseVitals.Table> tables = database.largest(TABLES);
        model.addAttribute("lately", lately);
        model.addAttribute("whole", whole);
        model.addAttribute("tables", tables);
        // The database's own clock: it tells since when a transaction is open.
        model.addAttribute("checks", Checks.of(lately, whole, tables, whole.asked()));
        model.addAttribute("process", process());
        model.addAttribute("charts", lately.charts());
        model.addAttribute("kept", kept);
        return "health/server";
    }

    private Process process() {
        return new Process(
                vitals.uptime(),
                (long) vitals.gauge("jvm.memory.used", "area", "heap"),
                (long) vitals.gauge("jvm.memory.max", "area", "heap"),
                (long) vitals.gauge("system.cpu.count"),
                Math.round(100 * vitals.gauge("process.cpu.usage")));
    }
}
